import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import { expect, test, vi } from 'vitest';
import { openTestStudio, type TestStudio } from './test-studio.ts';

/** Tables that grow for ever, and are never read as a whole by what happens every few seconds or minutes. */
const GROWING = [
  'ai_tasks',
  'assets',
  'credit_transactions',
  'events',
  'idempotency_keys',
  'webhook_deliveries',
  'webhook_attempts',
  'batches',
  'batch_items',
];
/** Indexes that hold live tasks alone: walking through one of them is not walking through the history. */
const LIVE_ONLY = /USING (COVERING )?INDEX idx_ai_tasks_(live|line|line_of_user|slots)\b/;

/** Notes every statement that a studio runs from now on. */
async function noteStatements({ parts }: TestStudio): Promise<ReadonlyMap<string, CompiledQuery>> {
  const seen = new Map<string, CompiledQuery>();
  const writer = await parts.database.transaction(async ({ query }) => query.getExecutor());
  for (const executor of [parts.database.read.getExecutor(), writer]) {
    const run = executor.executeQuery.bind(executor);
    vi.spyOn(executor, 'executeQuery').mockImplementation((query) => {
      seen.set(query.sql, query);
      return run(query);
    });
  }
  return seen;
}

test('what is done again and again finds its rows by indexes and leaves the history alone', async () => {
  const studio = await openTestStudio({ work: false });
  const { memberships, retention, sweeper, webhooks } = studio.parts;
  const file = new BetterSqlite(path.join(studio.dataDirectory, 'atelier.sqlite'), { readonly: true });
  const tables = file.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  expect(tables).toEqual(expect.arrayContaining(GROWING));
  const seen = await noteStatements(studio);
  await sweeper.sweep();
  await sweeper.wakeDue();
  await memberships.giveAllDue();
  await retention.run();
  await webhooks.sweeper.sweep();
  expect(seen.size).toBeGreaterThan(10);
  const scans = [...seen.values()].flatMap(({ sql, parameters }) => {
    const steps = file.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...parameters);
    return steps
      .map(({ detail }) => detail)
      .filter((detail) => GROWING.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? '') && !LIVE_ONLY.test(detail))
      .map((detail) => `${detail}: ${sql}`);
  });
  file.close();
  expect(scans).toEqual([]);
});
