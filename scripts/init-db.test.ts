import { readFile } from 'node:fs/promises';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { dumpSchema } from './lib/dump-schema.ts';

const INIT_SQL = path.join(import.meta.dirname, 'init-db.sql');

test('init-db.sql is what the migrations make (run "pnpm db:dump" after changing them)', async () => {
  expect(await readFile(INIT_SQL, 'utf8')).toBe(await dumpSchema());
});

test('init-db.sql runs on an empty database and makes the documented tables', async () => {
  const database = new BetterSqlite(':memory:');
  database.exec(await readFile(INIT_SQL, 'utf8'));
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
  expect(tables).toEqual(
    expect.arrayContaining(['users', 'user_credits', 'ai_tasks', 'credit_transactions']),
  );
  database.close();
});
