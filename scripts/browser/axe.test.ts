import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { undrawnGlyphs } from './in-page.ts';
import { inspect } from './inspect-page.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import {
  allPicturesShown,
  chooseFiles,
  chooseRecipe,
  largePicture,
  rowsIn,
  samplePicture,
  signIn,
  start,
  studioIsReady,
  WORK_LIMIT_MS,
} from './studio-steps.ts';
import { LANGUAGES, textsOf } from './texts.ts';

let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStudioServer()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(LANGUAGES)('every page in %s is open to everybody: axe in all looks, 360 px', (language) => {
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

  it('signing in, with an error', async () => {
    visitor.expectFault(/401.*\/api\/auth\/login$/);
    await page.goto('/sign-in');
    await page.getByRole('button', { name: t('account:demo.fill') }).waitFor();
    await page.getByLabel(t('account:field.email')).fill('nobody@example.com');
    await page.getByLabel(t('account:field.password'), { exact: true }).fill('wrong');
    await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
    await page.getByRole('alert').waitFor();
    await inspect(page, language);
  });

  it('registering, with missing fields', async () => {
    await page.goto('/register');
    await page.getByRole('button', { name: t('account:register.submit') }).click();
    await page.getByText(t('account:required')).first().waitFor();
    await inspect(page, language);
  });

  it('a wrong address', async () => {
    await page.goto('/nowhere');
    await page.getByText(t('shell:notFound')).waitFor();
    await inspect(page, language);
  });

  it('the error codes, as a link leads there', async () => {
    await page.goto('/errors#vendor_content_refused');
    await page.getByRole('heading', { name: 'vendor_content_refused' }).waitFor();
    await inspect(page, language);
  });

  it('the empty studio', async () => {
    await signIn(page, t);
    await inspect(page, language);
  });

  it('the studio with pictures, a refused file and settings', async () => {
    await chooseFiles(page, [
      samplePicture('mug'),
      { name: 'bad.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
    ]);
    await page.getByRole('alert').waitFor();
    await chooseRecipe(page, 'style_transfer');
    await inspect(page, language);
  });

  it('the studio while it works', async () => {
    await chooseRecipe(page, 'basic_clean');
    await start(page, t, 1);
    await chooseFiles(page, [await largePicture('lamp', 'lamp.jpg')]);
    await start(page, t, 1);
    const cancel = page.getByRole('button', { name: t('task-progress:cancelOf', { name: 'lamp.jpg' }) });
    await cancel.waitFor();
    await inspect(page, language);
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
  });

  it('a finished task', async () => {
    const finished = rowsIn(page, t, 'completed').first();
    await finished.waitFor({ timeout: WORK_LIMIT_MS });
    await finished.getByRole('link').first().click();
    await page.getByRole('slider').waitFor();
    await page.locator('#receipt').getByRole('listitem').first().waitFor();
    await allPicturesShown(page);
    await inspect(page, language);
  });

  it('the full-screen view and the question before deleting', async () => {
    await page.getByRole('button', { name: t('compare:fullScreen') }).click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, language);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t('task:delete.action') }).click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, language);
  });

  it('a task that is not there', async () => {
    visitor.expectFault(/404.*\/api\/tasks\/task_missing/);
    await page.goto('/tasks/task_missing');
    await page.getByText(t('task:missing.title')).waitFor();
    await inspect(page, language);
  });

  it('the history with chosen tasks', async () => {
    await page.goto('/history');
    await page.getByRole('checkbox').first().check();
    await page.getByRole('region', { name: t('history:selection.label') }).waitFor();
    await inspect(page, language);
  });

  it('the credits', async () => {
    await page.goto('/credits');
    await page.getByRole('table').waitFor();
    await inspect(page, language);
  });

  it('the webhooks: none yet, the form, its secret, a message that did not arrive', async () => {
    await page.goto('/webhooks');
    await page.getByText(t('webhooks:empty.title')).waitFor();
    await inspect(page, language);
    await page.getByRole('button', { name: t('webhooks:add.action') }).click();
    await page.getByLabel(t('webhooks:field.url')).waitFor();
    await page.getByRole('button', { name: t('webhooks:add.submit'), exact: true }).click();
    await page.getByText(t('webhooks:fault.urlMissing')).waitFor();
    await inspect(page, language);
    await page.getByLabel(t('webhooks:field.url')).fill('https://shop.invalid-tld-of-a-test/hook');
    await page.getByRole('button', { name: t('webhooks:add.submit'), exact: true }).click();
    const done = page.getByRole('button', { name: t('webhooks:secret.done') });
    await done.waitFor();
    await inspect(page, language);
    await done.click();
    await page.getByRole('button', { name: t('webhooks:test') }).click();
    // The name does not exist, so there is no connection or no answer in time.
    await page.locator('ol').getByText(t('webhooks:delivery.failed'), { exact: true }).first().waitFor();
    await inspect(page, language);
    await page.getByRole('button', { name: t('webhooks:more') }).click();
    await page.getByRole('menuitem', { name: t('webhooks:delete.action') }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: t('webhooks:delete.confirm') });
    await confirm.waitFor();
    await inspect(page, language);
    await confirm.click();
    await page.getByText(t('webhooks:empty.title')).waitFor();
  });

  it('the API keys: none yet, a form with faults, a new key, a list with usage, the question before revoking', async () => {
    await page.goto('/api-keys');
    await page.getByText(t('api-keys:empty.title')).waitFor();
    await inspect(page, language);
    await page.getByRole('button', { name: t('api-keys:create.action') }).click();
    await page.getByRole('checkbox').first().uncheck();
    await page.getByRole('checkbox').last().uncheck();
    const submit = page.getByRole('button', { name: t('api-keys:create.submit'), exact: true });
    await submit.click();
    await page.getByText(t('api-keys:fault.scopes')).waitFor();
    await inspect(page, language);
    const name = 'shop-sync-production-with-a-name-that-is-long';
    await page.getByLabel(t('api-keys:field.name.label')).fill(name);
    await page.getByLabel(t('api-keys:field.creditsPerMonth.label')).fill('500');
    await page.getByRole('checkbox').first().check();
    await submit.click();
    await page.getByText(t('api-keys:secret.once')).waitFor();
    await inspect(page, language);
    await page.getByRole('button', { name: t('api-keys:secret.done') }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t('api-keys:usage.of', { name }) }).click();
    await page.getByRole('figure').waitFor();
    await inspect(page, language);
    await page.getByRole('button', { name: t('api-keys:revoke.of', { name }) }).click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, language);
    // Both languages visit the same account, each finds it without keys.
    await page.getByRole('button', { name: t('api-keys:revoke.confirm'), exact: true }).click();
    await page.getByText(t('api-keys:empty.title')).waitFor();
  });

  it('the account menu and the list of shortcuts', async () => {
    await page.goto('/');
    await studioIsReady(page, t);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await inspect(page, language);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t('shell:account.menu'), exact: true }).click();
    await page.getByRole('menu').waitFor();
    await inspect(page, language);
  });

  it('Chinese characters are drawn, each in its own shape', async () => {
    expect(await undrawnGlyphs(page, '商品图片积分工作台预扣结算')).toEqual([]);
    expect(await undrawnGlyphs(page, 'ab\u{10ffff}')).toEqual(['\u{10ffff}']);
  });
});
