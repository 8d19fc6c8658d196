import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import type { Database } from '../src/db/database.ts';
import { openSqlite } from '../src/db/sqlite.ts';

let template: Promise<{ folder: string; file: string }> | undefined;

/** Migrating takes most of the time of a small test, so it is done once and the file copied. */
async function makeTemplate(): Promise<{ folder: string; file: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-template-'));
  const file = path.join(folder, 'template.sqlite');
  const database = await openSqlite({ path: file });
  await database.close();
  return { folder, file };
}

afterAll(async () => {
  if (template) await rm((await template).folder, { recursive: true, force: true });
});

/** Puts a migrated, empty database at a path. */
export async function copyTestDatabase(to: string): Promise<void> {
  template ??= makeTemplate();
  await copyFile((await template).file, to);
}

/** A migrated database of its own for one test, removed afterwards. */
export async function openTestDatabase(): Promise<Database> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-db-'));
  const file = path.join(folder, 'atelier.sqlite');
  await copyTestDatabase(file);
  const database = await openSqlite({ path: file });
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return database;
}
