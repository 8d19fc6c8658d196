import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { eventually, signIn } from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';

const OPERATOR = { email: 'admin@example.com', password: 'atelier-admin' };
const MODEL = 'Flash v2.5';

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer({ emulate: true })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(languagesOf('zh-CN'))('the operators’ page of providers in %s', (language) => {
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

  const models = async (): Promise<{ label: { en: string }; available: boolean }[]> =>
    (await (await page.request.get('/api/models')).json()).data;

  it('is not shown to other people', async () => {
    await signIn(page, t);
    expect(await page.getByRole('link', { name: t('shell:title.providers'), exact: true }).count()).toBe(0);
    await page.goto('/providers');
    await eventually(() => new URL(page.url()).pathname).toBe('/');
    // A page that is still open would ask for its events without them.
    await page.goto('about:blank');
    await page.context().clearCookies();
  });

  it('leads from the list to a provider, tries its key, and takes a model off offer and back', async () => {
    await page.goto('/sign-in');
    await page.getByLabel(t('account:field.email')).fill(OPERATOR.email);
    await page.getByLabel(t('account:field.password'), { exact: true }).fill(OPERATOR.password);
    await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
    await page.getByRole('link', { name: t('shell:title.providers'), exact: true }).click();
    await page
      .getByRole('navigation', { name: t('providers:title') })
      .getByRole('link', { name: 'ElevenLabs' })
      .click();
    await page.getByRole('button', { name: t('providers:test.action') }).click();
    await page.getByText(t('providers:test.good')).waitFor();
    await inspect(page, language);

    const offer = page.getByRole('switch', { name: t('providers:models.switch', { name: MODEL }) });
    await page
      .locator(`label:has(#${await offer.getAttribute('id')})`)
      .first()
      .click();
    await eventually(async () => (await models()).find(({ label }) => label.en === MODEL)?.available).toBe(
      false,
    );
    await page
      .locator(`label:has(#${await offer.getAttribute('id')})`)
      .first()
      .click();
    await eventually(async () => (await models()).find(({ label }) => label.en === MODEL)?.available).toBe(
      true,
    );
  });

  it('stores a key that is never shown', async () => {
    const key = page.getByLabel(t('providers:field.key'), { exact: true });
    await key.fill(`key-of-${language}-1234567890abcd`);
    await page.getByRole('button', { name: t('providers:save') }).click();
    await page.getByText(t('providers:saved')).waitFor();
    expect(await key.inputValue()).toBe('');
    const answer = await page.request.get('/api/admin/providers');
    expect(await answer.text()).not.toContain('1234567890');
    await inspect(page, language);
  });

  it('doubles a price', async () => {
    const percent = page.getByLabel(t('providers:models.percent', { name: MODEL }));
    await percent.fill('200');
    await percent.press('Enter');
    await page
      .locator('li', { hasText: MODEL })
      .getByText(t('providers:models.from', { count: 4 }))
      .waitFor();
    await percent.fill('100');
    await percent.press('Enter');
    await page
      .locator('li', { hasText: MODEL })
      .getByText(t('providers:models.from', { count: 2 }))
      .waitFor();
  });
});
