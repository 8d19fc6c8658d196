import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { ROOT } from '../lib/paths.ts';
import { launchBrowser, openVisitor } from './browser.ts';
import { picturesAreShown } from './in-page.ts';
import { startStudioServer } from './studio-server.ts';
import {
  chooseFiles,
  chooseRecipe,
  openFromNavigation,
  rows,
  rowsIn,
  samplePicture,
  signIn,
  start,
  studioIsReady,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { type Language, type Texts, textsOf } from './texts.ts';

const MAX_BYTES = 200_000;
const FOLDER = join(ROOT, 'docs/images');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SAMPLE_NAMES = {
  en: {
    mug: 'mug.jpg',
    shoe: 'shoe.jpg',
    handbag: 'handbag.jpg',
    lamp: 'lamp.jpg',
    headphones: 'headphones.jpg',
  },
  'zh-CN': {
    mug: '马克杯.jpg',
    shoe: '运动鞋.jpg',
    handbag: '手提包.jpg',
    lamp: '台灯.jpg',
    headphones: '耳机.jpg',
  },
} as const;

interface Session {
  readonly page: Page;
  readonly t: Texts;
  readonly language: Language;
}

/** Saves what the window shows as a small WebP. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForFunction('document.fonts.status === "loaded"');
  while (!(await picturesAreShown(page))) await page.waitForTimeout(100);
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: 'disabled' });
  const bytes = await sharp(picture).webp({ quality: 86, effort: 6 }).toBuffer();
  if (bytes.length > MAX_BYTES) throw new Error(`${name} has ${bytes.length} bytes`);
  await writeFile(join(FOLDER, `${name}.webp`), bytes);
  console.log(`${name}.webp ${Math.round(bytes.length / 1000)} kB`);
}

async function waitUntilDone(page: Page, t: Texts, count: number): Promise<void> {
  await rowsIn(page, t, 'completed')
    .nth(count - 1)
    .waitFor({ timeout: WORK_LIMIT_MS });
}

/** The work itself, photographed as it goes. */
async function tellStory({ page, t, language }: Session): Promise<void> {
  const names = SAMPLE_NAMES[language];
  await signIn(page, t);
  await shoot(page, `studio-empty-${language}`);
  await chooseFiles(page, [
    samplePicture('mug', names.mug),
    samplePicture('shoe', names.shoe),
    samplePicture('handbag', names.handbag),
  ]);
  await chooseRecipe(page, 'basic_clean');
  await page.getByRole('button', { name: t('studio:startMany', { count: 3 }) }).waitFor();
  await shoot(page, `studio-pictures-${language}`);
  await start(page, t, 3);
  await waitUntilDone(page, t, 1);
  await page.getByRole('progressbar').first().waitFor();
  await shoot(page, `studio-running-${language}`);
  await waitUntilDone(page, t, 3);
  await chooseFiles(page, [samplePicture('headphones', names.headphones), samplePicture('lamp', names.lamp)]);
  await chooseRecipe(page, 'style_transfer');
  await start(page, t, 2);
  await waitUntilDone(page, t, 5);
}

async function showPages({ page, t, language }: Session): Promise<void> {
  const { handbag } = SAMPLE_NAMES[language];
  await page.goto('/');
  await studioIsReady(page, t);
  await rows(page, handbag).getByRole('link').first().click();
  await page.getByRole('slider', { name: t('compare:divider') }).waitFor();
  await page.locator('#receipt').getByRole('listitem').nth(1).waitFor();
  await shoot(page, `task-${language}`);
  await openFromNavigation(page, t, 'history');
  await page.getByRole('list', { name: t('history:tasks') }).waitFor();
  await shoot(page, `history-${language}`);
  await openFromNavigation(page, t, 'credits');
  await page.getByRole('table').waitFor();
  await shoot(page, `credits-${language}`);
}

async function photograph(browser: Browser, language: Language): Promise<void> {
  const server = await startStudioServer();
  try {
    const visitor = await openVisitor(browser, { address: server.address, language, viewport: WIDE });
    const page = await visitor.newPage();
    const session = { page, t: textsOf(language), language };
    await tellStory(session);
    await showPages(session);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goBack();
    await page.goBack();
    await page.getByRole('slider').waitFor();
    await shoot(page, `task-dark-${language}`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    await page.goto('/');
    await studioIsReady(page, session.t);
    await chooseFiles(page, [samplePicture('bottle')]);
    await page
      .getByRole('button', { name: session.t('studio:start'), exact: true, disabled: false })
      .waitFor();
    await shoot(page, `phone-${language}`);
    await visitor.close();
  } finally {
    await server.stop();
  }
}

await mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  await photograph(browser, 'en');
  await photograph(browser, 'zh-CN');
} finally {
  await browser.close();
}
