import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgres, SchemaOutdatedError } from '../../src/db/postgres.ts';
import { openSqlite } from '../../src/db/sqlite.ts';
import type { Tables } from '../../src/db/tables.ts';
import { migrate } from '../../src/migrate.ts';
import { makePostgresDatabase, openTestDatabase } from '../test-database.ts';

test('the same migrations make the same tables and columns on both databases', async () => {
  const inPostgres = async (kysely: Kysely<Tables>) =>
    (await kysely.introspection.getTables())
      // The messenger's tables live in a schema of their own.
      .filter((table) => table.schema !== 'pgboss')
      .map((table) => `${table.name}(${table.columns.map((column) => column.name).join(', ')})`)
      .sort();
  const inSqlite = async (kysely: Kysely<Tables>) => {
    const { rows } = await sql<{ name: string; columns: string }>`
      select tables.name, group_concat(columns.name, ', ' order by columns.cid) as columns
      from sqlite_master as tables, pragma_table_info(tables.name) as columns
      where tables.type = 'table' and tables.name not like 'sqlite_%' and tables.name not like 'kysely_%'
      group by tables.name`.execute(kysely);
    return rows.map(({ name, columns }) => `${name}(${columns})`).sort();
  };
  const postgres = await openTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-schema-'));
  const sqlite = await openSqlite({ path: path.join(folder, 'atelier.sqlite') });
  onTestFinished(async () => {
    await sqlite.close();
    await rm(folder, { recursive: true, force: true });
  });
  expect(await inPostgres(postgres.read)).toEqual(await inSqlite(sqlite.read));
});

test('migrating is a step of its own: a server refuses an old schema, and a second run changes nothing', async () => {
  const { url, drop } = await makePostgresDatabase();
  onTestFinished(drop);
  expect(await migrate({ dialect: 'postgres', url })).toEqual([]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`delete from kysely_migration where name = (select max(name) from kysely_migration)`);
  await client.end();
  await expect(openPostgres({ url })).rejects.toThrow(SchemaOutdatedError);
});

test('a connection as superuser is told about, since it passes by row level security', async () => {
  const { url, drop } = await makePostgresDatabase();
  onTestFinished(drop);
  const warnings: string[] = [];
  const open = (address: string) =>
    openPostgres({ url: address, onWarning: (message) => warnings.push(message) });
  await (await open(url)).close();
  expect(warnings).toEqual([]);
  await (await open(url.replace('atelier:atelier', 'postgres:postgres'))).close();
  expect(warnings).toEqual([expect.stringContaining('row level security')]);
});

test('a transaction that loses a deadlock is run again and its caller never hears of it', async () => {
  const database = await openTestDatabase();
  await database.transaction(({ query }) =>
    query
      .insertInto('lanes')
      .values([{ lane: 'a' }, { lane: 'b' }])
      .execute(),
  );
  let met = 0;
  const both = Promise.withResolvers<void>();
  const runs: string[] = [];
  const touch = (first: string, second: string) =>
    database.transaction(async ({ query }) => {
      runs.push(first);
      await query.updateTable('lanes').set({ serving_turn: 1 }).where('lane', '=', first).execute();
      if (runs.length <= 2) {
        met += 1;
        if (met === 2) both.resolve();
        await both.promise;
      }
      await query.updateTable('lanes').set({ serving_turn: 1 }).where('lane', '=', second).execute();
    });
  await Promise.all([touch('a', 'b'), touch('b', 'a')]);
  expect(runs).toHaveLength(3);
});

test('reading cannot write', async () => {
  const database = await openTestDatabase();
  await expect(sql`delete from lanes`.execute(database.read)).rejects.toThrow(/read-only/);
});
