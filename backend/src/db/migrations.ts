import { readdir } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Dialect } from '../../migrations/0001-init.ts';

const MIGRATIONS_FOLDER = new URL('../../migrations/', import.meta.url);

interface MigrationModule {
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
}

async function loadMigrations(dialect: Dialect): Promise<Record<string, Migration>> {
  const names = (await readdir(MIGRATIONS_FOLDER))
    .filter((name) => /^\d{4}-[a-z0-9-]+\.ts$/.test(name))
    .sort();
  const migrations: Record<string, Migration> = {};
  for (const name of names) {
    const module: MigrationModule = await import(new URL(name, MIGRATIONS_FOLDER).href);
    migrations[name.replace(/\.ts$/, '')] = { up: (db) => module.up(db, dialect) };
  }
  return migrations;
}

/** Brings the schema to the newest version, forward only. Returns the names of the migrations it ran. */
export async function migrateToLatest<T>(db: Kysely<T>, dialect: Dialect): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => loadMigrations(dialect) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw new Error('the database could not be migrated', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of the migrations that the database has not seen yet. Changes nothing. */
export async function pendingMigrations<T>(db: Kysely<T>, dialect: Dialect): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => loadMigrations(dialect) } });
  return (await migrator.getMigrations())
    .filter((migration) => migration.executedAt === undefined)
    .map((migration) => migration.name);
}
