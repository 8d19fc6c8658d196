import { createHash } from 'node:crypto';
import { findViolations } from '@atelier/backend/credits/ledger-invariants';
import type { Transaction } from '@atelier/backend/db/database';
import { openPostgres } from '@atelier/backend/db/postgres';
import { migrate } from '@atelier/backend/migrate';
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';

/** Parents before children, so that every foreign key is there when a row needs it. */
const TABLES = [
  'users',
  'password_resets',
  'user_changes',
  'memberships',
  'membership_renewals',
  'retention_rules',
  'sessions',
  'sign_in_attempts',
  'user_credits',
  'lanes',
  'ai_platforms',
  'ai_providers',
  'ai_models',
  'api_keys',
  'api_key_usage',
  'batches',
  'ai_tasks',
  'relayed_starts',
  'batch_items',
  'assets',
  'credit_transactions',
  'vendor_losses',
  'idempotency_keys',
  'pending_objects',
  'events',
  'webhook_endpoints',
  'webhook_deliveries',
  'webhook_attempts',
  'watch_reports',
] as const;
/** Not carried over: wake-ups belong to the embedded engine and are made anew, migrations ran on the other side. */
const LEFT_BEHIND = new Set(['jobs', 'kysely_migration', 'kysely_migration_lock', 'sqlite_sequence']);
const SERIAL_TABLES = ['credit_transactions', 'events', 'vendor_losses', 'webhook_attempts'] as const;
const ROWS_PER_INSERT = 500;
const ROWS_PER_FETCH = 2000;
/** PostgreSQL takes at most 65,535 parameters in a statement. */
const MAX_PARAMETERS = 60_000;

export interface MoveReport {
  readonly tables: ReadonlyArray<{ readonly table: string; readonly rows: number }>;
  /** Names of broken ledger rules after the move; empty is the only good answer. */
  readonly violations: readonly string[];
  readonly seconds: number;
}

type Row = Record<string, unknown>;
type Query = Transaction['query'];

/**
 * Carries all rows of a stopped SQLite installation into an empty PostgreSQL database, in one transaction, and proves
 * it: the same number of rows and the same hash over all values of every table, and every ledger rule on the other
 * side. Files stay where they are. When anything differs nothing is kept.
 * @throws Error saying what differs, or that the target is not empty, or that a table is not known here.
 */
export async function moveToPostgres(from: string, url: string): Promise<MoveReport> {
  const startedAt = performance.now();
  await migrate({ dialect: 'postgres', url });
  const source = new BetterSqlite(from, { readonly: true, timeout: 5000 });
  const target = await openPostgres({ url, statementTimeoutMs: 3_600_000, poolSize: 2 });
  try {
    assertAllKnown(source);
    const tables = TABLES.filter((table) => columnsOf(source, table).length > 0);
    const counts = await target.transaction(async ({ query }) => {
      await assertEmpty(query);
      const counted = [];
      for (const table of tables) counted.push({ table, rows: await moveTable(source, query, table) });
      for (const table of SERIAL_TABLES) await continueNumbers(query, table);
      for (const { table, rows } of counted) await assertSame(source, query, table, rows);
      return counted;
    });
    const violations = (await findViolations(target.read)).map(({ rule }) => rule);
    return { tables: counts, violations, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    source.close();
    await target.close();
  }
}

function assertAllKnown(source: BetterSqlite.Database): void {
  const found = source
    .prepare("select name from sqlite_schema where type = 'table'")
    .pluck()
    .all() as string[];
  const unknown = found.filter((name) => !LEFT_BEHIND.has(name) && !TABLES.some((table) => table === name));
  if (unknown.length > 0) throw new Error(`these tables would be left behind: ${unknown.join(', ')}`);
}

const columnsOf = (source: BetterSqlite.Database, table: string): string[] =>
  source.prepare('select name from pragma_table_info(?) order by name').pluck().all(table) as string[];

async function assertEmpty(query: Query): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from users limit 1`.execute(query);
  if (rows.length > 0) throw new Error('the PostgreSQL database already has users; give an empty one');
}

async function moveTable(source: BetterSqlite.Database, query: Query, table: string): Promise<number> {
  const columns = columnsOf(source, table);
  const perInsert = Math.min(ROWS_PER_INSERT, Math.floor(MAX_PARAMETERS / columns.length));
  let moved = 0;
  let waiting: Row[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const values = waiting.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      overriding system value values ${sql.join(values)}`.execute(query);
    moved += waiting.length;
    waiting = [];
  };
  // Made anew where the migrations already wrote rows, such as lanes.
  await sql`delete from ${sql.table(table)}`.execute(query);
  for (const row of source.prepare(`select * from "${table}" order by rowid`).iterate()) {
    waiting.push(row as Row);
    if (waiting.length >= perInsert) await write();
  }
  await write();
  return moved;
}

/** New rows are numbered after the ones that were carried over. */
async function continueNumbers(query: Query, table: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'),
    coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(query);
}

async function assertSame(
  source: BetterSqlite.Database,
  query: Query,
  table: string,
  moved: number,
): Promise<void> {
  const columns = columnsOf(source, table);
  const before = new RowsHash(columns);
  for (const row of source.prepare(`select * from "${table}"`).iterate()) before.add(row as Row);
  const after = new RowsHash(columns);
  await sql`declare moved_rows cursor for select * from ${sql.table(table)}`.execute(query);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.raw(String(ROWS_PER_FETCH))} from moved_rows`.execute(query);
    for (const row of rows) after.add(row);
    if (rows.length === 0) break;
  }
  await sql`close moved_rows`.execute(query);
  if (before.value !== after.value || after.count !== moved)
    throw new Error(`${table} differs after the move`);
}

/** The same for the same rows in whatever order they come: the sum of their SHA-256 hashes. */
class RowsHash {
  readonly #columns: readonly string[];
  #sum = 0n;
  count = 0;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  get value(): string {
    return `${this.count}:${this.#sum.toString(16)}`;
  }

  add(row: Row): void {
    const values = this.#columns.map((column) => row[column] ?? null);
    const hash = createHash('sha256').update(JSON.stringify(values)).digest('hex');
    this.#sum = BigInt.asUintN(256, this.#sum + BigInt(`0x${hash}`));
    this.count += 1;
  }
}
