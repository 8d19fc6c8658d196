import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { DEMO, eventually, signIn } from './studio-steps.ts';
import { languagesOf, textsOf } from './texts.ts';

const OPERATOR = { email: 'admin@example.com', password: 'atelier-admin' };
const MODEL = 'kie-nano-banana';

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer({ emulate: true })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(languagesOf('en'))('the operators’ page of operations in %s', (language) => {
  const t = textsOf(language);
  let user: Visitor;
  let operator: Visitor;
  let page: Page;
  let orders: Page['request'];

  beforeAll(async () => {
    [user, operator] = await Promise.all([
      openVisitor(browser, { address: server.address, language }),
      openVisitor(browser, { address: server.address, language }),
    ]);
    page = await operator.newPage();
    orders = (await user.newPage()).request;
    expect(
      (await orders.post('/api/auth/login', { data: DEMO, headers: { Origin: server.address } })).ok(),
    ).toBe(true);
  });
  afterAll(async () => {
    await user?.close();
    await operator?.close();
  });
  afterEach(() => {
    expect(operator.takeFaults()).toEqual([]);
  });

  /** Orders a task of the demo user's; the words in the prompt tell the stand-in what to do. */
  const order = async (prompt: string): Promise<{ id: string; taskNo: string }> => {
    const answer = await orders.post('/api/tasks', {
      data: { taskType: 'generate', model: MODEL, parameters: { prompt } },
      headers: { Origin: server.address },
    });
    expect(answer.status()).toBe(201);
    return (await answer.json()).data;
  };
  const statusOf = async (id: string): Promise<string> =>
    (await (await orders.get(`/api/tasks/${id}`)).json()).data.status;

  it('is not shown to other people', async () => {
    await signIn(page, t);
    await page.goto('/operations');
    await eventually(() => new URL(page.url()).pathname).toBe('/');
    // A page that is still open would ask for its events without them.
    await page.goto('about:blank');
    await page.context().clearCookies();
  });

  it('tells how everything stands, from the account menu on', async () => {
    await page.goto('/sign-in');
    await page.getByLabel(t('account:field.email')).fill(OPERATOR.email);
    await page.getByLabel(t('account:field.password'), { exact: true }).fill(OPERATOR.password);
    await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
    await page.getByRole('button', { name: t('shell:account.menu'), exact: true }).click();
    await page.getByRole('menuitem', { name: t('shell:title.operations'), exact: true }).click();
    await page.getByText(t('operations:tile.parts.good')).waitFor();
    await inspect(page, language);
  });

  it('leads from a failure to its tasks and to what broke, without showing what was asked for', async () => {
    const { id, taskNo } = await order(`[[fault:fails]] a secret teapot in ${language}`);
    await eventually(() => statusOf(id)).toBe('failed');
    await page.getByRole('link', { name: t('operations:section.failures'), exact: true }).click();
    await page.getByText('vendor_generation_failed').first().waitFor();
    await inspect(page, language);
    await page
      .getByRole('listitem')
      .filter({ hasText: 'vendor_generation_failed' })
      .getByRole('link', {
        name: new RegExp(
          `^(?:${[1, 2].map((count) => t('operations:failures.tasks', { count })).join('|')})$`,
        ),
      })
      .click();
    await page.getByRole('table').getByText(taskNo).waitFor();
    await inspect(page, language);
    await page.getByRole('link', { name: taskNo }).click();
    await page.getByText(t('operations:task.errorDetail')).waitFor();
    await page.getByText(t('operations:fact.vendorTaskId'), { exact: true }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('teapot');
    expect(await page.locator('main img').count()).toBe(0);
    await inspect(page, language);
  });

  it('stops a line, cancels the task that waits in it after a question, and lets the line go on', async () => {
    await page.goto('/operations/lanes');
    await page.getByRole('button', { name: t('operations:lanes.pauseOf', { lane: 'Kie.ai' }) }).click();
    await page.getByRole('textbox', { name: t('operations:lanes.dialog.label') }).fill('vendor maintenance');
    await inspect(page, language);
    await page.getByRole('button', { name: t('operations:lanes.dialog.confirm'), exact: true }).click();
    const resume = page.getByRole('button', { name: t('operations:lanes.resumeOf', { lane: 'Kie.ai' }) });
    await resume.waitFor();
    await inspect(page, language);

    const { id, taskNo } = await order(`a teapot that waits in ${language}`);
    await page.getByRole('link', { name: t('operations:section.tasks'), exact: true }).click();
    await page.getByLabel(t('operations:filter.find')).fill(taskNo);
    await page.getByRole('button', { name: t('operations:filter.submit'), exact: true }).click();
    await page.getByRole('link', { name: taskNo }).click();
    await page.getByRole('button', { name: t('operations:cancel.action'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(DEMO.email).waitFor();
    await inspect(page, language);
    expect(await statusOf(id)).toBe('pending');
    await dialog.getByRole('button', { name: t('operations:cancel.confirm'), exact: true }).click();
    await page.getByText(t('common:state.canceled'), { exact: true }).first().waitFor();
    expect(await statusOf(id)).toBe('canceled');

    await page.goto('/operations/lanes');
    await resume.click();
    await resume.waitFor({ state: 'detached' });
  });

  it('settles a loss', async () => {
    const { id } = await order(`[[fault:garbage]] a teapot that is lost in ${language}`);
    await eventually(() => statusOf(id)).toBe('failed');
    await page.getByRole('link', { name: t('operations:section.losses'), exact: true }).click();
    await page
      .getByRole('button', { name: t('operations:losses.resolve'), exact: false })
      .first()
      .click();
    await page
      .getByRole('textbox', { name: t('operations:losses.dialog.label') })
      .fill(`on the bill of ${language}`);
    await page.getByRole('button', { name: t('operations:losses.dialog.confirm'), exact: true }).click();
    await page.getByText(`on the bill of ${language}`).waitFor();
    await inspect(page, language);
  });
});
