import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { barValues, dropFiles, watchBars } from './in-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import {
  allPicturesShown,
  balanceLink,
  chooseFiles,
  chooseRecipe,
  download,
  eventually,
  largePicture,
  openFromNavigation,
  readBalance,
  rows,
  rowsIn,
  samplePicture,
  signIn,
  start,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { LANGUAGES, textsOf } from './texts.ts';
import { readZip } from './zip-entries.ts';

const NAMES = {
  en: {
    first: 'red mug.jpg',
    second: 'shoe (side).jpg',
    bad: 'notes.jpg',
    left: 'left.jpg',
    stopped: 'stop.jpg',
  },
  'zh-CN': {
    first: '马克杯.jpg',
    second: '运动鞋 侧面.jpg',
    bad: '说明.jpg',
    left: '离开.jpg',
    stopped: '取消.jpg',
  },
} as const;
const RESULT_NAMES = ['enhanced.png', 'matting.png', 'white-bg.png'];
const SIGN_UP_DEMO_CREDITS = 100;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(LANGUAGES)('the main job, told in %s', (language) => {
  const t = textsOf(language);
  const names = NAMES[language];
  const statusRequests: string[] = [];
  let server: StudioServer;
  let visitor: Visitor;
  let page: Page;
  let price: number;

  beforeAll(async () => {
    server = await startStudioServer();
    visitor = await openVisitor(browser, { address: server.address, language });
    page = await visitor.newPage();
    page.on('request', (request) => {
      if (/\/api\/tasks\/[^/]+\/status$/.test(request.url())) statusRequests.push(request.url());
    });
  });
  afterAll(async () => {
    await visitor?.close();
    await server?.stop();
  });
  afterEach(() => {
    expect(visitor.takeFaults()).toEqual([]);
  });

  it('leads a stranger to the sign-in page and the demo account into the studio', async () => {
    await signIn(page, t);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await balanceLink(page, t, SIGN_UP_DEMO_CREDITS).waitFor();
  });

  it('takes dropped and chosen photos and says what is wrong with a file that is none', async () => {
    await dropFiles(page, [samplePicture('mug', names.first)]);
    await page.getByText(names.first, { exact: true }).waitFor();
    const bad = { name: names.bad, mimeType: 'image/jpeg', buffer: Buffer.from('only words, no picture') };
    await chooseFiles(page, [samplePicture('shoe', names.second), bad]);
    const refused = page.getByRole('listitem').filter({ hasText: names.bad });
    await refused.getByRole('alert').getByText(t('uploads:problem.typeUnknown')).waitFor();
    await page.getByRole('button', { name: t('studio:startMany', { count: 2 }) }).waitFor();
  });

  it('shows the price of the chosen recipe, as the server would say it, before anything is sent', async () => {
    await chooseRecipe(page, 'basic_clean');
    const quote = await page.request.post('/api/quotes', {
      data: { taskType: 'basic_clean', inputCount: 1 },
      headers: { Origin: server.address },
    });
    const body: { data: { credits: number } } = await quote.json();
    price = body.data.credits;
    const panel = page.getByRole('complementary', { name: t('studio:panel') });
    await panel.getByText(t('common:credits', { count: 2 * price }), { exact: true }).waitFor();
    expect(await readBalance(page)).toBe(SIGN_UP_DEMO_CREDITS);
  });

  it('shows real progress from live events, without asking for it', async () => {
    await watchBars(page);
    await start(page, t, 2);
    await eventually(() => rowsIn(page, t, 'completed').count(), WORK_LIMIT_MS).toBe(2);
    // Once when it is first seen running, once for the links of its results: anything more would be polling.
    const asked = Map.groupBy(statusRequests, (url) => url);
    for (const [url, requests] of asked) expect(requests.length, url).toBeLessThanOrEqual(2);
    const bars = await barValues(page);
    for (const name of [names.first, names.second]) {
      const seen = bars.get(t('task-progress:barOf', { name })) ?? [];
      expect(seen.length, `steps seen of ${name}: ${seen}`).toBeGreaterThan(3);
      expect(seen, 'progress never goes back').toEqual([...seen].sort((one, other) => one - other));
    }
    await balanceLink(page, t, SIGN_UP_DEMO_CREDITS - 2 * price).waitFor();
  });

  it('opens the task and compares before and after from the keyboard', async () => {
    await rows(page, names.first).getByRole('link').first().click();
    await page.waitForURL(/\/tasks\/[^/]+$/);
    const divider = page.getByRole('slider', { name: t('compare:divider') });
    await allPicturesShown(page);
    const shown = () => divider.getAttribute('aria-valuenow').then(Number);
    const startedAt = await shown();
    await divider.press('ArrowRight');
    await eventually(shown).toBeGreaterThan(startedAt);
    await divider.press('Home');
    await eventually(shown).toBe(0);
    await divider.press('End');
    await eventually(shown).toBe(100);
    const stage = page.getByRole('group', { name: t('compare:stage') });
    const resultPicture = stage.getByAltText(/^(?:Result: |结果：)/);
    await stage.focus();
    await page.keyboard.down('Space');
    await resultPicture.waitFor({ state: 'detached' });
    await page.keyboard.up('Space');
    await resultPicture.waitFor();
  });

  it('saves one picture: a PNG with real transparency at the size of the photo', async () => {
    const name = t('results:download', { name: t('results:role.matting') });
    const saved = await download(page, () => page.getByRole('link', { name }).click());
    expect(saved.name).toMatch(/\.png$/);
    const { format, width, height, hasAlpha } = await sharp(saved.bytes).metadata();
    const original = await sharp(samplePicture('mug').buffer).metadata();
    expect({ format, width, height, hasAlpha }).toEqual({
      format: 'png',
      width: original.width,
      height: original.height,
      hasAlpha: true,
    });
    const alpha = (await sharp(saved.bytes).stats()).channels[3];
    expect([alpha?.min, alpha?.max]).toEqual([0, 255]);
  });

  it('saves all results as a zip that opens', async () => {
    const button = page.getByRole('button', { name: t('task:downloadAll') });
    const saved = await download(page, () => button.click());
    expect(saved.name).toMatch(/\.zip$/);
    const entries = readZip(saved.bytes);
    const pictures = [...entries].filter(([name]) => name.endsWith('.png'));
    expect(pictures.map(([name]) => name.replace(/^.*\//, '')).sort()).toEqual(RESULT_NAMES);
    for (const [, bytes] of pictures) expect((await sharp(bytes).metadata()).format).toBe('png');
  });

  it('tells on the receipt what was held and what was charged', async () => {
    const receipt = page.locator('#receipt');
    const lines = receipt.getByRole('listitem');
    await eventually(() => lines.count()).toBe(2);
    expect(await lines.nth(0).textContent()).toContain(t('receipts:type.hold'));
    expect(await lines.nth(1).textContent()).toContain(t('receipts:type.settle'));
    expect(await receipt.textContent()).toContain(t('common:credits', { count: price }));
  });

  it('lists every movement of credits and the new balance', async () => {
    await openFromNavigation(page, t, 'credits');
    const ledger = page.getByRole('table').locator('tbody tr');
    await eventually(() => ledger.count()).toBe(6);
    const types = await ledger.locator('[data-type]').allInnerTexts();
    expect([...types].sort()).toEqual(
      ['grant', 'grant', 'hold', 'hold', 'settle', 'settle'].map((type) => t(`credits:type.${type}`)).sort(),
    );
    const tile = page.locator('[data-tile="credits"]');
    expect(await tile.textContent()).toContain(String(SIGN_UP_DEMO_CREDITS - 2 * price));
  });

  it('finds the tasks in the history, filtered by state, also after a reload', async () => {
    await openFromNavigation(page, t, 'history');
    const cards = page.getByRole('list', { name: t('history:tasks') }).getByRole('link');
    await eventually(() => cards.count()).toBe(2);
    await page.getByText(t('common:state.failed'), { exact: true }).first().click();
    await page.getByText(t('history:emptyFilter.title')).waitFor();
    await page.reload();
    await page.getByText(t('history:emptyFilter.title')).waitFor();
    await page.getByRole('button', { name: t('history:emptyFilter.clear') }).click();
    await eventually(() => cards.count()).toBe(2);
  });

  it('rebuilds the workbench from the server after a reload', async () => {
    await page.goto('/');
    await page.reload();
    await eventually(() => rowsIn(page, t, 'completed').count()).toBe(2);
    await allPicturesShown(page);
  });

  it('finishes a task whose tab was closed, and shows it in the next tab', async () => {
    await chooseFiles(page, [await largePicture('bottle', names.left)]);
    await start(page, t, 1);
    await rows(page, names.left)
      .getByRole('progressbar', { name: t('task-progress:barOf', { name: names.left }) })
      .waitFor();
    await page.close();
    page = await visitor.newPage();
    await page.goto('/');
    await rows(page, names.left).waitFor();
    await eventually(() => rowsIn(page, t, 'completed').count(), WORK_LIMIT_MS).toBe(3);
  });

  it('cancels a running task and gives the credits back', async () => {
    const before = await readBalance(page);
    await chooseFiles(page, [await largePicture('lamp', names.stopped)]);
    await start(page, t, 1);
    const row = rows(page, names.stopped);
    await row.getByRole('progressbar', { name: t('task-progress:barOf', { name: names.stopped }) }).waitFor();
    await balanceLink(page, t, before - price).waitFor();
    await row.getByRole('button', { name: t('task-progress:cancelOf', { name: names.stopped }) }).click();
    await row.getByText(t('common:state.canceled'), { exact: true }).waitFor();
    await row.getByText(t('task-progress:refunded')).waitFor();
    await balanceLink(page, t, before).waitFor();
    expect(await readBalance(page)).toBe(before);
    await openFromNavigation(page, t, 'credits');
    const newest = page.getByRole('table').locator('tbody tr').first();
    await newest.getByText(t('credits:type.release'), { exact: true }).waitFor();
  });

  it('signs out for good', async () => {
    await page.getByRole('button', { name: t('shell:account.menu'), exact: true }).click();
    await page.getByRole('menuitem', { name: t('shell:account.signOut') }).click();
    await page.getByRole('heading', { name: t('account:signIn.title') }).waitFor();
    await page.goto('/history');
    await page.waitForURL('**/sign-in?return=%2Fhistory');
    expect((await page.request.get('/api/tasks')).status()).toBe(401);
  });
});
