import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { compose } from '@atelier/backend/compose';
import { ConfigError, loadConfig } from '@atelier/backend/config';
import { findViolations } from '@atelier/backend/credits/ledger-invariants';
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';

const SYNC_SAMPLES = 50;

/** Looks at everything an installation stands on and says plainly what is wrong. Exit code 1 when anything is. */
async function main(): Promise<void> {
  let problems = 0;
  const report = (name: string, outcome: string, isGood = true): void => {
    if (!isGood) problems += 1;
    console.log(`${isGood ? 'ok  ' : 'FAIL'}  ${name}: ${outcome}`);
  };
  report(
    'runtime',
    `Node ${process.version}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
  );
  const parts = await compose(loadConfig());
  try {
    const { database, config, store } = parts;
    const settings = await sql<{ version: string }>`select sqlite_version() as version`.execute(
      database.read,
    );
    report(
      'database',
      `SQLite ${settings.rows[0]?.version} at ${config.database.dialect === 'sqlite' ? config.database.path : 'PostgreSQL'}`,
    );
    const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.read);
    const integrity = check.rows.map((row) => row.integrity_check).join('; ');
    report('integrity', integrity, integrity === 'ok');
    report('disk sync', await measureSync(config.dataDirectory));
    const violations = await findViolations(database.read);
    for (const { rule, rows } of violations) report('ledger', `broken: ${rule} (${rows.length} rows)`, false);
    if (violations.length === 0) report('ledger', 'every rule holds');
    await store.checkHealth().then(
      () => report('storage', `${config.storage.provider}: written, read back, deleted`),
      (error: unknown) => report('storage', error instanceof Error ? error.message : String(error), false),
    );
    const { rows } = await sql<{ missing: number }>`
      select count(*) as missing from ai_tasks t where t.status = 'completed' and t.deleted_at is null
        and not exists (select 1 from assets a where a.task_id = t.id and a.deleted_at is null)`.execute(
      database.read,
    );
    const missing = Number(rows[0]?.missing ?? 0);
    report(
      'results',
      missing === 0 ? 'every completed task has its files' : `${missing} tasks without files`,
      missing === 0,
    );
    report('engine', JSON.stringify(await parts.engine.health()));
  } finally {
    await parts.close();
  }
  if (problems > 0) process.exitCode = 1;
}

/** What one durable commit costs on this disk. */
async function measureSync(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const database = new BetterSqlite(path.join(folder, 'tmp', 'doctor.sqlite'));
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.exec('create table if not exists probe (value integer)');
  const insert = database.prepare('insert into probe values (1)');
  const timesMs = Array.from({ length: SYNC_SAMPLES }, () => {
    const startedAt = performance.now();
    insert.run();
    return performance.now() - startedAt;
  }).sort((a, b) => a - b);
  database.close();
  const at = (share: number) => (timesMs[Math.floor((SYNC_SAMPLES - 1) * share)] ?? 0).toFixed(2);
  return `one durable commit takes ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)`;
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
