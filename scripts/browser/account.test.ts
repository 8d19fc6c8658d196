import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { copyPicture } from './in-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import {
  balanceLink,
  chooseFiles,
  DEMO,
  eventually,
  openFromNavigation,
  rows,
  rowsIn,
  samplePicture,
  signIn,
  start,
  studioIsReady,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { textsOf } from './texts.ts';

const t = textsOf('en');
const ACCESS_COOKIE = 'atelier_access';
const SIGN_UP_CREDITS = 20;

let browser: Browser;
let server: StudioServer;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  visitor = await openVisitor(browser, { address: server.address, language: 'en' });
  page = await visitor.newPage();
});
afterEach(async () => {
  const faults = visitor.takeFaults();
  await visitor.close();
  expect(faults).toEqual([]);
});

/** Presses Tab until the wanted element has the focus, as somebody without a mouse does. */
async function tabTo(wanted: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${wanted}:focus`).count()) > 0) return;
  }
  throw new Error(`Tab never reaches ${wanted}`);
}

describe('the doors to the studio', () => {
  it('makes an account, with credits to begin with, and lets it in', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: t('account:register.title') }).click();
    await page.getByRole('heading', { name: t('account:register.title') }).waitFor();
    await page.getByLabel(t('account:field.email')).fill('new.person@example.com');
    await page.getByLabel(t('account:field.username')).fill('新用户');
    await page.getByLabel(t('account:field.password'), { exact: true }).fill('a long enough one');
    await page.getByRole('button', { name: t('account:register.submit') }).click();
    await studioIsReady(page, t);
    await balanceLink(page, t, SIGN_UP_CREDITS).waitFor();
  });

  it('says that the password is wrong, and takes the right one afterwards', async () => {
    visitor.expectFault(/401.*\/api\/auth\/login$/);
    await page.goto('/sign-in?return=%2Fcredits');
    await page.getByLabel(t('account:field.email')).fill(DEMO.email);
    const password = page.getByLabel(t('account:field.password'), { exact: true });
    await password.fill('not the password');
    await password.press('Enter');
    await page.getByRole('alert').getByText('E-mail address or password is wrong.').waitFor();
    await password.fill(DEMO.password);
    await password.press('Enter');
    await page.getByRole('heading', { name: t('credits:title'), exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/credits');
  });

  it('renews an expired session in silence', async () => {
    await signIn(page, t);
    visitor.expectFault(/401.*\/api\/(?:tasks|credits)/);
    await visitor.context.clearCookies({ name: ACCESS_COOKIE });
    const renewed = page.waitForResponse('**/api/auth/refresh');
    await openFromNavigation(page, t, 'credits');
    expect((await renewed).status()).toBe(200);
    await page.getByRole('table').locator('tbody tr').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/credits');
    const names = (await visitor.context.cookies()).map(({ name }) => name);
    expect(names).toContain(ACCESS_COOKIE);
  });

  it('asks for the password again when the whole session is over, and leads back', async () => {
    await signIn(page, t);
    visitor.expectFault(/401.*\/api\//);
    await visitor.context.clearCookies();
    await openFromNavigation(page, t, 'history');
    await page.waitForURL('**/sign-in?return=%2Fhistory');
  });
});

describe('other ways to work', () => {
  it('takes a picture from the clipboard', async () => {
    await signIn(page, t);
    const { buffer } = samplePicture('handbag');
    await copyPicture(page, await sharp(buffer).resize({ width: 400 }).png().toBuffer());
    await page.keyboard.press('Control+V');
    await page.getByRole('button', { name: t('studio:start'), exact: true, disabled: false }).waitFor();
    expect(
      await page.getByRole('heading', { name: t('uploads:chosenOf', { count: 1, limit: 20 }) }).count(),
    ).toBe(1);
  });

  it('needs no mouse from the sign-in page to a running task', async () => {
    await page.goto('/');
    await page.getByLabel(t('account:field.email')).waitFor();
    await eventually(() => page.locator('input[name="email"]:focus').count()).toBe(1);
    await page.keyboard.type(DEMO.email);
    await tabTo('input[name="password"]');
    await page.keyboard.type(DEMO.password);
    await page.keyboard.press('Enter');
    await studioIsReady(page, t);
    const sample = t('uploads:samples.use', { name: t('uploads:samples.shoe') });
    await tabTo(`button[aria-label="${sample}"]`);
    await page.keyboard.press('Enter');
    await tabTo('input[name="recipe"]');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input[name="recipe"]:checked').inputValue()).toBe('background_removal');
    await page.getByRole('button', { name: t('studio:start'), exact: true, disabled: false }).waitFor();
    await page.keyboard.press('Enter');
    await rows(page, 'shoe.jpg').waitFor();
    await eventually(() => rowsIn(page, t, 'completed').count(), WORK_LIMIT_MS).toBe(1);
  });

  it('asks the server itself while live events are cut off, and says so', async () => {
    visitor.expectFault(/\/api\/events/);
    await page.route('**/api/events*', (route) => route.abort('connectionrefused'));
    const asked = page.waitForResponse(/\/api\/tasks\/[^/]+\/status$/);
    await signIn(page, t);
    await page.getByText(t('shell:connection.lost')).waitFor();
    await chooseFiles(page, [samplePicture('lamp', 'without events.jpg')]);
    await start(page, t, 1);
    await rows(page, 'without events.jpg')
      .getByText(t('common:state.completed'), { exact: true })
      .waitFor({ timeout: WORK_LIMIT_MS });
    expect((await asked).status()).toBe(200);
  });
});

describe('the watch over the page', () => {
  it('sees console errors, page errors, failed requests and breaches of the content policy', async () => {
    await signIn(page, t);
    await page.evaluate(`
      console.error('a planted error');
      setTimeout(() => { throw new Error('a planted crash'); });
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.planted = 1' }));
      fetch('http://127.0.0.1:9/').catch(() => undefined);
    `);
    const seen: string[] = [];
    await eventually(() => {
      seen.push(...visitor.takeFaults());
      return [/a planted error/, /a planted crash/, /Content Security Policy/].filter(
        (pattern) => !seen.some((fault) => pattern.test(fault)),
      );
    }).toEqual([]);
    expect(await page.evaluate('window.planted')).toBeUndefined();
  });
});

describe('the header on a small phone', () => {
  it.each([12_345, 1_234_567])('has room for %d credits', async (credits) => {
    await page.route('**/api/credits', (route) =>
      route.fulfill({
        json: {
          success: true,
          message: 'OK',
          data: { credits, held: 0, totalEarned: credits, totalSpent: 0 },
        },
      }),
    );
    await page.setViewportSize({ width: 360, height: 740 });
    await signIn(page, t);
    await balanceLink(page, t, credits).waitFor();
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBe(0);
    const box = await page.locator('header button').last().boundingBox();
    expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
  });
});
