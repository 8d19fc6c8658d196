import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { eventually, readBalance, samplePicture, signIn, WORK_LIMIT_MS } from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';

const TEXT_TO_VIDEO = 'kie-bytedance-v1-pro-text-to-video';
const FROM_PICTURE = 'kie-kling-v2-5-turbo-pro';
const VOICE = 'elevenlabs-flash-v2.5';

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer({ emulate: true })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Plays the element until it has come a little way and says how far, in seconds. */
const played = (page: Page, kind: 'video' | 'audio'): Promise<number> =>
  page.evaluate(`(async () => {
    const media = document.querySelector('${kind}[controls]');
    media.muted = true;
    await media.play();
    const endsAt = performance.now() + 10000;
    while (media.currentTime < 0.2 && performance.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, 20));
    media.pause();
    return media.currentTime;
  })()`);

describe.each(languagesOf('zh-CN'))('making a video and speech in %s', (language) => {
  const t = textsOf(language);
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    visitor = await openVisitor(browser, { address: server.address, language });
    page = await visitor.newPage();
  });
  afterAll(() => visitor?.close());
  afterEach(() => {
    expect(visitor.takeFaults()).toEqual([]);
  });

  it('finds a model, starts with the keyboard, watches, and plays the video on the same page', async () => {
    await signIn(page, t);
    const before = await readBalance(page);
    await page.getByRole('link', { name: t('shell:nav.generate'), exact: true }).click();
    await page.getByText(t('generate:output.video'), { exact: true }).click();
    await page.getByRole('searchbox').fill('Seedance 1.0');
    await inspect(page, language);
    await page.locator(`a[href="/generate/${TEXT_TO_VIDEO}"]`).click();
    await page.getByText('480p', { exact: true }).click();
    await page.locator('[data-parameter="prompt"] textarea').fill('a red mug turns on a table');
    await page.getByText(t('common:credits', { count: 12 }), { exact: true }).waitFor();
    await page.reload();
    await eventually(() => page.locator('[data-parameter="prompt"] textarea').inputValue()).toBe(
      'a red mug turns on a table',
    );
    await inspect(page, language);
    await page.getByRole('button', { name: t('generate:start'), exact: true, disabled: false }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText(t('task:mayLeave')).waitFor();
    await page.locator('video[controls]').waitFor({ timeout: WORK_LIMIT_MS });
    expect(await played(page, 'video')).toBeGreaterThan(0.1);
    expect(await readBalance(page)).toBe(before - 12);
    await page.getByText(t('results:emulated'), { exact: true }).first().waitFor();
    await inspect(page, language);
  });

  it('keeps the result in the address, among the earlier ones, and lays the order out again', async () => {
    await page.reload();
    await page.locator('video[controls]').waitFor();
    await page.getByRole('heading', { name: t('generate:past.title') }).waitFor();
    await page.locator('[data-parameter="prompt"] textarea').fill('');
    await page.getByRole('button', { name: t('generate:stage.change') }).click();
    await eventually(() => page.locator('[data-parameter="prompt"] textarea').inputValue()).toBe(
      'a red mug turns on a table',
    );
    await page.getByRole('link', { name: t('generate:stage.open') }).click();
    // The film of the page that is left must not be taken for this one's.
    await page.getByRole('heading', { name: t('task:settings.title') }).waitFor();
    await page.locator('video[controls]').waitFor();
    expect(await played(page, 'video')).toBeGreaterThan(0.1);
    await inspect(page, language);
    await page.goto('/history');
    await page.locator('a[data-card] video').first().waitFor();
    await inspect(page, language);
  });

  it('takes a picture to work from: uploaded, then picked from what is there already', async () => {
    await page.goto(`/generate/${FROM_PICTURE}`);
    await page.getByTestId('reference-input').setInputFiles(samplePicture('mug', '马克杯.jpg'));
    await page.getByRole('img', { name: '马克杯.jpg' }).waitFor();
    await page.reload();
    await page.getByRole('img', { name: '马克杯.jpg' }).waitFor();
    await page.locator('[data-parameter="lastFrame"] button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByTestId('dialog-input').setInputFiles(samplePicture('shoe', '鞋.jpg'));
    await page.locator('[data-parameter="lastFrame"]').getByRole('img', { name: '鞋.jpg' }).waitFor();
    await inspect(page, language);
  });

  it('speaks with a voice of the vendor’s own list, and plays it', async () => {
    await page.goto(`/generate/${VOICE}`);
    await page.locator('[data-parameter="voiceId"] input').first().click();
    await page.getByRole('option', { name: '晓雨 (female, zh)' }).click();
    await page.locator('[data-parameter="text"] textarea').fill('欢迎光临。Welcome.');
    await page.getByRole('button', { name: t('generate:start'), exact: true, disabled: false }).click();
    await page.locator('audio[controls]').waitFor({ timeout: WORK_LIMIT_MS });
    expect(await played(page, 'audio')).toBeGreaterThan(0.1);
    await inspect(page, language);
  });

  it('says why a retired model takes no orders, and leads to the one that came after it', async () => {
    await page.goto('/generate/kie-sora2');
    await page.getByRole('status').getByRole('link').click();
    await eventually(() => new URL(page.url()).pathname).toBe('/generate/kie-veo3-1');
  });
});
