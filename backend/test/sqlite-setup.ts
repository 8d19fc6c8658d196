import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openSqlite } from '../src/db/sqlite.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, empty SQLite database that each test's own is copied from. */
    sqliteTemplate: string;
  }
}

/** Migrating takes most of the time of a small test, so it is done once for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-template-'));
  const file = path.join(folder, 'template.sqlite');
  const database = await openSqlite({ path: file });
  await database.close();
  project.provide('sqliteTemplate', file);
  return () => rm(folder, { recursive: true, force: true });
}
