import { POSE_FRAMES } from '@atelier/shared/pose-frames';
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
  rowsIn,
  samplePicture,
  signIn,
  start,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';
import { readZip } from './zip-entries.ts';

const NAMES = { en: 'red shoe.jpg', 'zh-CN': '红鞋.jpg' } as const;
const PRICE = 4;
/** The poses that are ordered, and the one of them that is made again. */
const ORDERED = [1, 5, 12];
const AGAIN = 5;

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer({ emulate: true })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(languagesOf('zh-CN'))('one garment in chosen poses, in %s', (language) => {
  const t = textsOf(language);
  let visitor: Visitor;
  let page: Page;

  const titleOf = (number: number): string =>
    `${number} · ${POSE_FRAMES.find((frame) => frame.number === number)?.title[language]}`;
  const frames = () => page.getByRole('list', { name: t('task:frames.title') }).getByRole('listitem');

  beforeAll(async () => {
    visitor = await openVisitor(browser, { address: server.address, language });
    page = await visitor.newPage();
  });
  afterAll(() => visitor?.close());
  afterEach(() => {
    expect(visitor.takeFaults()).toEqual([]);
  });

  it('names the poses, prices only the chosen ones, and shows them in their order', async () => {
    await signIn(page, t);
    const before = await readBalance(page);
    await chooseFiles(page, [samplePicture('shoe', NAMES[language])]);
    await chooseRecipe(page, 'model_pose12');
    for (const { number, title } of POSE_FRAMES) {
      if (!ORDERED.includes(number)) await page.getByRole('checkbox', { name: title[language] }).uncheck();
    }
    await page.getByText(t('common:credits', { count: PRICE * ORDERED.length }), { exact: true }).waitFor();
    await inspect(page, language);
    await start(page, t, 1);
    await rowsIn(page, t, 'completed')
      .filter({ hasText: NAMES[language] })
      .getByRole('link')
      .first()
      .click({ timeout: WORK_LIMIT_MS });
    await eventually(() => frames().count()).toBe(ORDERED.length);
    expect(await frames().allInnerTexts()).toEqual(ORDERED.map(titleOf));
    await allPicturesShown(page);
    expect(await readBalance(page)).toBe(before - PRICE * ORDERED.length);
    await inspect(page, language);
  });

  it('gives them as a zip, and makes one of them again for its own price', async () => {
    const { bytes } = await download(page, () =>
      page.getByText(t('task:downloadAll'), { exact: true }).click(),
    );
    expect([...readZip(bytes).keys()]).toHaveLength(ORDERED.length);
    const before = await readBalance(page);
    const first = page.url();
    await page.getByRole('checkbox', { name: titleOf(AGAIN) }).check();
    const words = {
      frames: t('task:frames.count', { count: 1 }),
      credits: t('task:frames.credits', { count: PRICE }),
    };
    await page.getByRole('button', { name: t('task:frames.redo', words) }).click();
    await eventually(() => page.url()).not.toBe(first);
    await eventually(() => frames().allInnerTexts(), WORK_LIMIT_MS).toEqual([titleOf(AGAIN)]);
    await allPicturesShown(page);
    expect(await readBalance(page)).toBe(before - PRICE);
  });

  it('puts the new one in the place of the old one in the set of its garment', async () => {
    await page.goto('/history');
    await page.getByRole('link', { name: t('history:view.poses'), exact: true }).click();
    const set = page.getByRole('list', { name: t('poses:framesOf', { name: NAMES[language] }) });
    await eventually(() => set.getByRole('listitem').count()).toBe(POSE_FRAMES.length);
    await eventually(() => set.getByRole('img').or(set.locator('img')).count()).toBe(ORDERED.length);
    await allPicturesShown(page);
    await inspect(page, language);
    const { bytes } = await download(page, () =>
      page.getByRole('button', { name: t('poses:zipOf', { name: NAMES[language] }) }).click(),
    );
    expect([...readZip(bytes).keys()]).toHaveLength(ORDERED.length);
  });
});
