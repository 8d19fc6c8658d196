import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { assertOutsideTransaction, runInTransactionScope } from '../lib/transaction-scope.ts';
import type { Database, Transaction } from './database.ts';
import { isPassingConflict } from './database-errors.ts';
import { pendingMigrations } from './migrations.ts';
import { ActorPool } from './postgres-pool.ts';
import { LineDoubt } from './renewing-pool.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Connections for transactions; as many again for reading. */
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
  readonly onConnectionError?: (error: Error) => void;
  /** Shared with other connections of this process to the same database. */
  readonly lineDoubt?: LineDoubt;
  /** Hears what an operator should mend although the server runs. */
  readonly onWarning?: (message: string) => void;
}

/** Thrown when the schema is older than the code. On PostgreSQL migrating is a step of its own. */
export class SchemaOutdatedError extends Error {
  override readonly name = 'SchemaOutdatedError';
}

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_STATEMENT_TIMEOUT_MS = 15_000;
/** How often a transaction that lost a deadlock is run again before its caller hears of it. */
const MAX_RUNS = 4;

/**
 * Opens PostgreSQL: one pool for transactions and one that only reads. Transactions run at READ COMMITTED and beside
 * each other, so every write of ours is guarded by a condition in its own statement or by a unique key.
 * @throws SchemaOutdatedError when migrations are missing.
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = {
    url: options.url,
    applicationName: options.applicationName ?? 'atelier',
    size: options.poolSize ?? DEFAULT_POOL_SIZE,
    statementTimeoutMs: options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS,
  };
  const onError = options.onConnectionError ?? (() => undefined);
  const doubt = options.lineDoubt ?? new LineDoubt();
  const open = (isReadOnly: boolean) =>
    new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: new ActorPool({ ...pool, isReadOnly }, onError, doubt) }),
    });
  const writer = open(false);
  const read = open(true);
  const close = async (): Promise<void> => {
    await Promise.all([read.destroy(), writer.destroy()]);
  };
  try {
    const pending = await pendingMigrations(read, 'postgres');
    if (pending.length > 0) {
      throw new SchemaOutdatedError(
        `The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Run "pnpm db:migrate" with the same DATABASE_URL first.`,
      );
    }
    if (await passesRowSecurity(read)) {
      options.onWarning?.(
        'DATABASE_URL names a role that passes row level security (a superuser or BYPASSRLS). Use an ordinary role that owns the database.',
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { dialect: 'postgres', read, transaction: (work) => runTransaction(writer, work), close };
}

async function passesRowSecurity(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ passes: boolean }>`
    select rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user`.execute(db);
  return rows[0]?.passes === true;
}

/** Runs the work again when the database broke it off for the sake of another transaction; nothing of it remained. */
async function runTransaction<T>(
  writer: Kysely<Tables>,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  assertOutsideTransaction('database.transaction');
  for (let run = 1; ; run += 1) {
    const callbacks: Array<() => void> = [];
    try {
      const result = await writer
        .transaction()
        .execute((query) => runInTransactionScope(() => perform(query, work, callbacks)));
      for (const callback of callbacks) callback();
      return result;
    } catch (error) {
      if (!isPassingConflict(error) || run >= MAX_RUNS) throw error;
      await sleep(run * 20 * Math.random());
    }
  }
}

async function perform<T>(
  query: Kysely<Tables>,
  work: (transaction: Transaction) => Promise<T>,
  callbacks: Array<() => void>,
): Promise<T> {
  const lastWork: Array<() => Promise<void>> = [];
  const result = await work({
    query,
    beforeCommit: (last) => void lastWork.push(last),
    exclusive: async (name) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(query);
    },
    afterCommit: (callback) => void callbacks.push(callback),
  });
  for (const last of lastWork) await last();
  return result;
}

/** Opens a connection that may migrate: no read-only setting, no time limit, and it sees every row. */
export function openForMigration(url: string): Kysely<Tables> {
  const pool = { url, applicationName: 'atelier-migrate', size: 1, isReadOnly: false, statementTimeoutMs: 0 };
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new ActorPool(pool, () => undefined) }),
  });
}
