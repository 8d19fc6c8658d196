import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { auditAssets } from '@atelier/backend/assets/asset-audit';
import { type Config, ConfigError, loadConfig } from '@atelier/backend/config';
import { findViolations } from '@atelier/backend/credits/ledger-invariants';
import { openPostgres } from '@atelier/backend/db/postgres';
import { assertSqliteVersion, openSqliteForReading } from '@atelier/backend/db/sqlite';
import type { Tables } from '@atelier/backend/db/tables';
import { loadSecrets } from '@atelier/backend/lib/secrets';
import { createStore } from '@atelier/backend/storage/create-store';
import type { ObjectStore } from '@atelier/backend/storage/object-store';
import BetterSqlite from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';

const SYNC_SAMPLES = 50;
const MAX_SHOWN = 5;

/** Prints findings and counts those that are wrong. */
class Report {
  problems = 0;

  good(name: string, outcome: string): void {
    console.log(`ok    ${name}: ${outcome}`);
  }

  bad(name: string, outcome: string): void {
    this.problems += 1;
    console.log(`FAIL  ${name}: ${outcome}`);
  }
}

/** Looks at everything an installation stands on and says plainly what is wrong; changes nothing it could miss later. */
async function main(): Promise<void> {
  const report = new Report();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  report.good('runtime', `Node ${process.version}, ${os.availableParallelism()} cores, ${memory} GiB`);
  const config = loadConfig();
  const { db, close } = await openForLooking(config);
  try {
    await examineDatabase(db, config, report);
    await examineOperators(db, report);
    await examineLedger(db, report);
    const store = await openStore(config);
    await store.checkHealth().then(
      () => report.good('storage', `${config.storage.provider}: written, read back, deleted`),
      (error: unknown) => report.bad('storage', error instanceof Error ? error.message : String(error)),
    );
    await examineFiles(db, store, report);
  } finally {
    await close();
  }
  if (report.problems > 0) process.exitCode = 1;
}

/** A connection that only reads, so that the doctor may look while servers work. */
async function openForLooking({ database }: Config): Promise<{ db: Kysely<Tables>; close(): Promise<void> }> {
  if (database.dialect === 'sqlite') {
    assertSqliteVersion();
    const db = openSqliteForReading(database.path);
    return { db, close: () => db.destroy() };
  }
  const opened = await openPostgres({
    ...database,
    applicationName: 'atelier-doctor',
    statementTimeoutMs: 0,
  });
  return { db: opened.read, close: () => opened.close() };
}

async function examineDatabase(
  db: Kysely<Tables>,
  { database, dataDirectory }: Config,
  report: Report,
): Promise<void> {
  if (database.dialect === 'postgres') {
    const { rows } = await sql<{ server_version: string; fsync: string }>`
      select current_setting('server_version') as server_version, current_setting('fsync') as fsync`.execute(
      db,
    );
    const [server] = rows;
    report.good('database', `PostgreSQL ${server?.server_version}`);
    if (server?.fsync === 'on') report.good('durability', 'fsync is on');
    else report.bad('durability', 'fsync is off: a power cut can lose or damage everything');
    return;
  }
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(db);
  report.good('database', `SQLite ${rows[0]?.version} at ${database.path}`);
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const integrity = check.rows.map((row) => row.integrity_check).join('; ');
  if (integrity === 'ok') report.good('integrity', integrity);
  else report.bad('integrity', integrity);
  report.good('disk sync', await measureSync(dataDirectory));
}

async function examineOperators(db: Kysely<Tables>, report: Report): Promise<void> {
  const { count } = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', '=', 'operator')
    .where('is_active', '=', 1)
    .executeTakeFirstOrThrow();
  if (Number(count) > 0) report.good('operators', `${count} active`);
  else {
    const command = 'pnpm user create --role operator --email you@example.com';
    report.bad('operators', `nobody can run this installation; make an operator: ${command}`);
  }
}

async function examineLedger(db: Kysely<Tables>, report: Report): Promise<void> {
  const broken = await findViolations(db);
  for (const { rule, rows } of broken) {
    report.bad('ledger', `broken: ${rule} (${rows.length} rows, such as ${JSON.stringify(rows[0])})`);
  }
  if (broken.length === 0) report.good('ledger', 'every rule holds');
}

async function examineFiles(db: Kysely<Tables>, store: ObjectStore, report: Report): Promise<void> {
  const { checked, damaged } = await auditAssets(db, store);
  for (const { objectKey, problem } of damaged.slice(0, MAX_SHOWN))
    report.bad('files', `${problem}: ${objectKey}`);
  if (damaged.length > MAX_SHOWN) report.bad('files', `and ${damaged.length - MAX_SHOWN} more`);
  if (damaged.length === 0) report.good('files', `all ${checked} have the bytes that their rows name`);
  const { rows } = await sql<{ missing: number }>`
    select count(*) as missing from ai_tasks t where t.status = 'completed' and t.deleted_at is null
      and not exists (select 1 from assets a where a.task_id = t.id and a.deleted_at is null)`.execute(db);
  const missing = Number(rows[0]?.missing ?? 0);
  if (missing === 0) report.good('results', 'every completed task has its files');
  else report.bad('results', `${missing} tasks without files`);
}

async function openStore(config: Config): Promise<ObjectStore> {
  if (config.storage.provider !== 'local') return createStore(config.storage).store;
  const { linkKey } = await loadSecrets(config);
  return createStore({ ...config.storage, signingKey: linkKey }).store;
}

/** What one durable commit costs on this disk. */
async function measureSync(dataDirectory: string): Promise<string> {
  await mkdir(dataDirectory, { recursive: true });
  const folder = await mkdtemp(path.join(dataDirectory, 'doctor-'));
  try {
    const probe = new BetterSqlite(path.join(folder, 'probe.sqlite'));
    probe.pragma('journal_mode = wal');
    probe.pragma('synchronous = full');
    probe.exec('create table probe (value integer)');
    const insert = probe.prepare('insert into probe values (1)');
    const timesMs = Array.from({ length: SYNC_SAMPLES }, () => {
      const startedAt = performance.now();
      insert.run();
      return performance.now() - startedAt;
    }).sort((a, b) => a - b);
    probe.close();
    const at = (share: number) => (timesMs[Math.floor((SYNC_SAMPLES - 1) * share)] ?? 0).toFixed(2);
    return `one durable commit takes ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
