import type { Database } from './database.ts';
import { migrateToLatest } from './migrations.ts';
import { openForMigration, openPostgres, type PostgresOptions } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Which database an installation runs on: a file of its own, or a PostgreSQL server. */
export type DatabaseChoice =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | ({ readonly dialect: 'postgres' } & PostgresOptions);

/** Opens the chosen database. SQLite migrates itself, being alone on its file; PostgreSQL must have been migrated. */
export function openDatabase(choice: DatabaseChoice): Promise<Database> {
  return choice.dialect === 'sqlite' ? openSqlite(choice) : openPostgres(choice);
}

/** Brings the chosen database to the newest version. Returns the names of the migrations it ran. */
export async function migrateDatabase(choice: DatabaseChoice): Promise<readonly string[]> {
  if (choice.dialect === 'sqlite') {
    const database = await openSqlite(choice);
    await database.close();
    return [];
  }
  const db = openForMigration(choice.url);
  try {
    return await migrateToLatest(db, 'postgres');
  } finally {
    await db.destroy();
  }
}
