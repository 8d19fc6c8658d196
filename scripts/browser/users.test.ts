import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { DEMO, eventually, signIn, studioIsReady } from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';

const OPERATOR = { email: 'admin@example.com', password: 'atelier-admin' };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

describe.each(languagesOf('en'))('accounts in the hands of an operator, in %s', (language) => {
  const t = textsOf(language);
  let server: StudioServer;
  let operator: Visitor;
  let owner: Visitor;
  let desk: Page;
  let page: Page;

  beforeAll(async () => {
    server = await startStudioServer();
    [operator, owner] = [
      await openVisitor(browser, { address: server.address, language }),
      await openOwner(),
    ];
    desk = await operator.newPage();
    page = await owner.newPage();
  });
  afterAll(async () => {
    await operator?.close();
    await owner?.close();
    await server?.stop();
  });
  afterEach(() => {
    expect(operator.takeFaults()).toEqual([]);
    expect(owner.takeFaults()).toEqual([]);
  });

  const openOwner = () => openVisitor(browser, { address: server.address, language });
  const enter = async (who: Page, { email, password }: { email: string; password: string }) => {
    await who.getByLabel(t('account:field.email')).fill(email);
    await who.getByLabel(t('account:field.password'), { exact: true }).fill(password);
    await who.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
  };
  const choose = async (item: string) => {
    await desk.getByRole('button', { name: t('users:menu.of', { email: DEMO.email }) }).click();
    await desk.getByRole('menuitem', { name: t(`users:menu.${item}`) }).click();
  };
  const confirm = async (change: string) => {
    await desk
      .getByRole('dialog')
      .getByRole('button', { name: t(`users:${change}.confirm`) })
      .click();
    await desk.getByRole('dialog').waitFor({ state: 'detached' });
  };

  it('the page is for operators alone and reached from their menu', async () => {
    await signIn(page, t);
    await page.goto('/users');
    await eventually(() => new URL(page.url()).pathname).toBe('/');
    await desk.goto('/sign-in');
    await enter(desk, OPERATOR);
    await studioIsReady(desk, t);
    await desk.getByRole('button', { name: t('shell:account.menu') }).click();
    await desk.getByRole('menuitem', { name: t('shell:title.users') }).click();
    await desk.getByRole('row').filter({ hasText: DEMO.email }).waitFor();
    await inspect(desk, language);
  });

  it('finds an account and gives it credits that its owner sees at once', async () => {
    await desk.getByRole('searchbox').fill('test@');
    await eventually(() => desk.getByRole('row').filter({ hasText: OPERATOR.email }).count()).toBe(0);
    await choose('credits');
    await desk.getByLabel(t('users:credits.amount')).fill('25');
    await desk.getByLabel(t('users:credits.reason')).fill('a good customer');
    await inspect(desk, language);
    await desk.getByRole('button', { name: t('users:credits.submit') }).click();
    await desk.getByRole('dialog').waitFor({ state: 'detached' });
    await desk.getByRole('row').filter({ hasText: '125' }).waitFor();
    await page
      .locator('header')
      .getByRole('link', { name: t('common:credits', { count: 125 }), exact: true })
      .waitFor();
  });

  it('changes the own password and stays signed in', async () => {
    await page.goto('/account');
    await inspect(page, language);
    await page.getByLabel(t('password:change.current'), { exact: true }).fill(DEMO.password);
    await page.getByLabel(t('password:newPassword'), { exact: true }).fill('the second password');
    await page.getByRole('button', { name: t('password:change.submit') }).click();
    await page.getByText(t('password:change.done')).waitFor();
    // Sessions end by the second, so that the next look is one of the new session for sure.
    await page.waitForTimeout(1100);
    await page.goto('/credits');
    await page.getByRole('heading', { name: t('credits:title'), exact: true }).waitFor();
  });

  it('sets a forgotten password by the operator’s link, which works once', async () => {
    await choose('link');
    await desk.getByRole('button', { name: t('users:link.make') }).click();
    const link = (await desk.getByRole('dialog').locator('pre').innerText()).trim();
    await inspect(desk, language);
    await desk.getByRole('button', { name: t('users:link.done') }).click();
    // The page that is still open elsewhere finds out that its session is over.
    owner.expectFault(/40[13].*\/api\//);
    const visitor = await openOwner();
    const visit = await visitor.newPage();
    await visit.goto(link);
    await inspect(visit, language);
    await visit.getByLabel(t('password:newPassword'), { exact: true }).fill('the third password');
    await visit.getByRole('button', { name: t('password:reset.submit') }).click();
    await studioIsReady(visit, t);
    visitor.expectFault(/403.*\/api\/auth\/reset$/);
    await visit.goto('about:blank');
    await visit.goto(link);
    await visit.getByLabel(t('password:newPassword'), { exact: true }).fill('the fourth password');
    await visit.getByRole('button', { name: t('password:reset.submit') }).click();
    await visit.getByRole('alert').waitFor();
    expect(visitor.takeFaults()).toEqual([]);
    await visitor.close();
  });

  it('switches an account off, and its owner is out at once', async () => {
    await page.goto('/sign-in');
    await enter(page, { email: DEMO.email, password: 'the third password' });
    await studioIsReady(page, t);
    await choose('switchOff');
    await inspect(desk, language);
    await confirm('off');
    await desk.getByText(t('users:state.disabled'), { exact: true }).last().waitFor();
    const refused = await page.request.get('/api/auth/me');
    expect(refused.status()).toBe(403);
    await choose('switchOn');
    await confirm('on');
  });
});
