import { mkdirSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Database } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { migrateToLatest } from './migrations.ts';
import { queryDirectly } from './sqlite-executor.ts';
import type { Tables } from './tables.ts';

/** The WAL-reset race that can corrupt a database with two connections was fixed in this version. */
const MINIMUM_SQLITE = [3, 51, 3] as const;
const BUSY_TIMEOUT_MS = 5000;
/** Pages of the database kept in memory per connection; enough for the indexes of some 100,000 tasks. */
const CACHE_KIB = 32_768;

export interface SqliteOptions {
  readonly path: string;
  /** Off when a separate deploy step migrates. */
  readonly migrate?: boolean;
}

/**
 * Opens the embedded database: one writing connection and one that only reads. Durability settings are set and then
 * asserted, because they belong to the connection and are easy to lose (better-sqlite3 starts WAL in NORMAL).
 */
export async function openSqlite({ path: file, migrate = true }: SqliteOptions): Promise<Database> {
  mkdirSync(path.dirname(file), { recursive: true });
  const writer = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    applySettings(writer);
    assertSqliteVersion();
    assertSettings(writer);
    if (migrate) {
      await migrateToLatest(new Kysely({ dialect: new SqliteDialect({ database: writer }) }), 'sqlite');
    }
    const writerQuery = queryDirectly(writer);
    const read = openSqliteForReading(file);
    const groupCommit = new GroupCommit(writer, writerQuery);
    return {
      dialect: 'sqlite',
      read,
      transaction: (work) => groupCommit.run(work),
      close: async () => {
        await groupCommit.idle();
        await read.destroy();
        await writerQuery.destroy();
      },
    };
  } catch (error) {
    writer.close();
    throw error;
  }
}

/**
 * Opens an existing file for looking only, also beside a server that works on it: a reader holds nobody up in WAL mode.
 * @throws Error when there is no such file.
 */
export function openSqliteForReading(file: string): Kysely<Tables> {
  return queryDirectly(new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS, readonly: true }));
}

function applySettings(handle: BetterSqlite.Database): void {
  handle.pragma('journal_mode = wal');
  handle.pragma('synchronous = full');
  handle.pragma('foreign_keys = on');
  handle.pragma('mmap_size = 0');
  // Savepoints keep the pages they change; in a file that costs each transaction of a group several system calls.
  handle.pragma('temp_store = memory');
  handle.pragma(`cache_size = -${CACHE_KIB}`);
}

/** @throws Error when the bundled SQLite is one that can corrupt a file under two connections. */
export function assertSqliteVersion(): void {
  const memory = new BetterSqlite(':memory:');
  const version = String(memory.prepare('select sqlite_version()').pluck().get());
  memory.close();
  const parts = version.split('.').map(Number);
  const difference =
    MINIMUM_SQLITE.map((minimum, index) => (parts[index] ?? 0) - minimum).find((d) => d !== 0) ?? 0;
  if (difference < 0)
    throw new Error(`SQLite ${version} is too old; ${MINIMUM_SQLITE.join('.')} or newer is needed`);
}

/** What must hold on the writing connection. */
export function assertSettings(handle: BetterSqlite.Database): void {
  const expected: ReadonlyArray<readonly [pragma: string, value: unknown]> = [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', BUSY_TIMEOUT_MS],
    ['mmap_size', 0],
  ];
  for (const [pragma, value] of expected) {
    const actual = handle.pragma(pragma, { simple: true });
    // Builds without memory mapping answer nothing at all.
    if (actual !== value && !(pragma === 'mmap_size' && actual === undefined)) {
      throw new Error(`SQLite setting ${pragma} is ${String(actual)}, it must be ${String(value)}`);
    }
  }
}
