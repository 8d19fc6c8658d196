import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import {
  allPicturesShown,
  chooseFiles,
  chooseRecipe,
  download,
  eventually,
  readBalance,
  samplePicture,
  signIn,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';
import { readZip } from './zip-entries.ts';

const NAMES = {
  en: ['red mug.jpg', 'shoe (side).jpg', 'bag.jpg', 'lamp.jpg', 'phones.jpg', 'bottle.jpg'],
  'zh-CN': ['马克杯.jpg', '运动鞋 侧面.jpg', '手提包.jpg', '台灯.jpg', '耳机.jpg', '瓶子.jpg'],
} as const;
const SAMPLES = ['mug', 'shoe', 'handbag', 'lamp', 'headphones', 'bottle'] as const;
const CREDITS_HEADING = { en: 'Credits charged', 'zh-CN': '实扣积分' } as const;
const BALANCE_HEADING = { en: 'Balance after', 'zh-CN': '变动后余额' } as const;
const MODEL = 'stability-remove-background';
const PRICE = 8;
const REFUSED = 2;

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer({ emulate: true })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The vendor refuses the next pictures, whichever they are. */
async function refuseNext(times: number): Promise<void> {
  const answer = await fetch(`${server.emulatorUrl}/_emulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vendor: 'stability', fault: 'refused', times }),
  });
  if (!answer.ok) throw new Error(`the emulator refused the order of a fault: ${answer.status}`);
}

const csvRows = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);

describe.each(languagesOf('en'))('a batch that fails in part, in %s', (language) => {
  const t = textsOf(language);
  const names = NAMES[language];
  let visitor: Visitor;
  let page: Page;
  let before: number;

  const cards = () => page.getByRole('list', { name: t('batch:pictures') }).getByRole('listitem');

  beforeAll(async () => {
    visitor = await openVisitor(browser, { address: server.address, language });
    page = await visitor.newPage();
  });
  afterAll(() => visitor?.close());
  afterEach(() => {
    expect(visitor.takeFaults()).toEqual([]);
  });

  it('is started from the studio with a limit that is told before, and gets a page of its own', async () => {
    await signIn(page, t);
    before = await readBalance(page);
    await chooseFiles(
      page,
      SAMPLES.map((sample, index) => samplePicture(sample, names[index])),
    );
    await chooseRecipe(page, 'background_removal');
    await page.getByLabel(t('studio:model')).selectOption(MODEL);
    await page.getByText(t('studio:atMost', { count: PRICE * SAMPLES.length }), { exact: true }).waitFor();
    await refuseNext(REFUSED);
    const startButton = page.getByRole('button', { name: t('studio:startBatch', { count: SAMPLES.length }) });
    await startButton.click();
    await page.waitForURL(/\/batches\/batch_/);
    await eventually(() => cards().count()).toBe(SAMPLES.length);
    await inspect(page, language);
    // What is still on its way would be lost with the page; the browser warns a person of that.
    const address = `/api${new URL(page.url()).pathname}`;
    await eventually(async () => {
      const { data } = await (await page.request.get(address)).json();
      return data.counts.missing;
    }).toBe(0);
  });

  it('may be left and is found again in the list of batches', async () => {
    await page.goto('/history?view=batches');
    await page
      .getByRole('link', { name: t('batch:title', { count: SAMPLES.length }) })
      .first()
      .click();
    await page.waitForURL(/\/batches\/batch_/);
    await page
      .getByText(t('batch:outcome.partly'), { exact: true })
      .first()
      .waitFor({ timeout: WORK_LIMIT_MS });
    await eventually(() =>
      cards()
        .filter({ hasText: t('common:state.failed') })
        .count(),
    ).toBe(REFUSED);
    expect(await readBalance(page)).toBe(before - PRICE * (SAMPLES.length - REFUSED));
    await allPicturesShown(page);
    await inspect(page, language);
  });

  it('shows what failed alone, and starts that again for its own price only', async () => {
    await page.locator('label:has(input[name="item-state"])', { hasText: t('common:state.failed') }).click();
    await eventually(() => cards().count()).toBe(REFUSED);
    await page.reload();
    await eventually(() => cards().count()).toBe(REFUSED);
    const credits = t('common:credits', { count: PRICE * REFUSED });
    await page.getByRole('button', { name: t('batch:action.retry', { count: REFUSED, credits }) }).click();
    await page
      .getByText(t('batch:outcome.done'), { exact: true })
      .first()
      .waitFor({ timeout: WORK_LIMIT_MS });
    expect(await readBalance(page)).toBe(before - PRICE * SAMPLES.length);
    await page.locator('label:has(input[name="item-state"])').first().click();
    await eventually(() =>
      cards()
        .filter({ hasText: t('common:state.completed') })
        .count(),
    ).toBe(SAMPLES.length);
  });

  it('is downloaded whole: one result for each picture under its name, and a manifest as CSV and JSON', async () => {
    const { name, bytes } = await download(page, () =>
      page.getByRole('button', { name: t('batch:action.download'), exact: true }).click(),
    );
    expect(name).toMatch(/\.zip$/);
    const entries = readZip(bytes);
    const results = names.map((original) => original.replace(/\.jpg$/, '.png'));
    expect([...entries.keys()]).toEqual(['manifest.csv', 'manifest.json', ...results]);
    const manifest = JSON.parse(entries.get('manifest.json')?.toString('utf8') ?? '');
    expect(manifest.pictures).toMatchObject(
      names.map((file, index) => ({ file, status: 'completed', credits: PRICE, results: [results[index]] })),
    );
    const [heading, ...lines] = csvRows(entries.get('manifest.csv')?.toString('utf8') ?? '');
    expect(heading).toContain(CREDITS_HEADING[language]);
    expect(lines).toHaveLength(SAMPLES.length);
  });

  it('is in the exported ledger with every hold, return and charge', async () => {
    await page.goto('/credits');
    const { name, bytes } = await download(page, () =>
      page.getByRole('button', { name: t('credits:export.action') }).click(),
    );
    expect(name).toBe('atelier-credits.csv');
    const [heading, ...lines] = csvRows(bytes.toString('utf8'));
    expect(heading).toContain(BALANCE_HEADING[language]);
    // The welcome gift and the membership's first credits; in the second language also the batch of the first.
    const others = 2 + (language === 'en' ? 0 : 2 * (SAMPLES.length + REFUSED));
    expect(lines).toHaveLength(others + 2 * (SAMPLES.length + REFUSED));
  });
});
