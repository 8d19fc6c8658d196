import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openVisitor, type Visitor } from './browser.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { eventually, samplePicture, signIn } from './studio-steps.ts';
import { textsOf } from './texts.ts';

const run = promisify(execFile);
const t = textsOf('en');
const NAME = 'Listing script';

let browser: Browser;
let server: StudioServer;
let visitor: Visitor;
let page: Page;
let folder: string;

beforeAll(async () => {
  [browser, server, folder] = await Promise.all([
    launchBrowser(),
    startStudioServer(),
    mkdtemp(join(tmpdir(), 'atelier-keys-')),
  ]);
  visitor = await openVisitor(browser, { address: server.address, language: 'en' });
  page = await visitor.newPage();
});
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Runs a line as somebody who pasted it into a terminal, beside a picture. Gives what the server answered. */
async function paste(
  line: string,
): Promise<{ success: boolean; code?: string; data: { priceCredits: number } | null }> {
  const { stdout } = await run('bash', ['-c', line], { cwd: folder, timeout: 30_000 });
  return JSON.parse(stdout);
}

it('a key is made, works as the page says, is limited, shows its use, and is revoked', async () => {
  await writeFile(join(folder, 'photo.jpg'), samplePicture('mug').buffer);
  await signIn(page, t);
  await page.getByRole('button', { name: t('shell:account.menu'), exact: true }).click();
  await page.getByRole('menuitem', { name: t('shell:title.apiKeys') }).click();
  await page.getByRole('button', { name: t('api-keys:create.action') }).click();
  await page.getByLabel(t('api-keys:field.name.label')).fill(NAME);
  await page.getByLabel(t('api-keys:field.creditsPerMonth.label')).fill('2');
  await page.keyboard.press('Enter');
  const label = t('api-keys:secret.tryIt');
  await page.getByRole('button', { name: t('api-keys:copy.of', { what: label }) }).click();
  await page.getByText(t('api-keys:copy.copied')).first().waitFor();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: t('api-keys:secret.done') }).click();

  expect(await paste(line)).toMatchObject({ success: true, data: { priceCredits: 1 } });
  expect(await paste(line)).toMatchObject({ success: true });
  expect(await paste(line)).toMatchObject({ success: false, code: 'api_key_credits_limited' });

  // The page hears of it by itself, through the account's live events.
  const row = page.getByRole('listitem').filter({ hasText: NAME });
  await row.getByText(t('api-keys:month.ofLimit', { used: 2, limit: 2 })).waitFor();
  await row.getByRole('button', { name: t('api-keys:usage.of', { name: NAME }) }).click();
  const tasks = t('api-keys:usage.tasks', { count: 2 });
  await eventually(() => row.getByRole('figure').textContent()).toContain(tasks);
  expect(await row.textContent()).toContain('127.0.0.1');

  await row.getByRole('button', { name: t('api-keys:revoke.of', { name: NAME }) }).click();
  await page.getByRole('button', { name: t('api-keys:revoke.confirm'), exact: true }).click();
  await page.getByText(t('api-keys:revoked.title', { count: 1 })).waitFor();
  expect(await paste(line)).toMatchObject({ success: false, code: 'api_key_revoked' });
  expect(visitor.takeFaults()).toEqual([]);
});
