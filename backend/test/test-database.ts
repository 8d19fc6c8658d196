import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { Database } from '../src/db/database.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { openSqlite } from '../src/db/sqlite.ts';
// Tell inject() what the setups provide.
import type {} from './postgres-setup.ts';
import type {} from './sqlite-setup.ts';
import { TEMPLATE_DATABASE } from './template-database.ts';

/** Which database this run of the suite stands on; the variable is set by the runner's project. */
export const TEST_DIALECT = process.env['TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

/** Puts a migrated, empty database at a path. */
export async function copyTestDatabase(to: string): Promise<void> {
  await copyFile(inject('sqliteTemplate'), to);
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: inject('postgresPort'),
    user: 'postgres',
    password: 'postgres',
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A migrated, empty PostgreSQL database for one test. Returns its address and how to remove it. */
export async function makePostgresDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copied as files instead of page by page through the log: half the time for a database this small.
  await onServer(`create database ${name} owner atelier template ${TEMPLATE_DATABASE} strategy file_copy`);
  return {
    url: `postgres://atelier:atelier@127.0.0.1:${inject('postgresPort')}/${name}`,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

/** A migrated database of its own for one test, removed afterwards. */
export async function openTestDatabase(): Promise<Database> {
  const { database } = await openTestDatabaseAt();
  return database;
}

/** The same, with its address for parts that open connections of their own (a path when it is SQLite). */
export async function openTestDatabaseAt(): Promise<{ database: Database; address: string }> {
  if (TEST_DIALECT === 'postgres') {
    const { url, drop } = await makePostgresDatabase();
    const database = await openDatabase({ dialect: 'postgres', url, poolSize: 5 });
    onTestFinished(async () => {
      await database.close();
      await drop();
    });
    return { database, address: url };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-db-'));
  const file = path.join(folder, 'atelier.sqlite');
  await copyTestDatabase(file);
  const database = await openSqlite({ path: file });
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { database, address: file };
}
