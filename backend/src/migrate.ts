import { type DatabaseChoice, migrateDatabase } from './db/open-database.ts';
import { migrateMessenger } from './engine/postgres-engine.ts';

/**
 * Brings the database to the newest version: our tables and, on PostgreSQL, the messenger's. Run as a step of its own
 * before the new processes start; running it twice changes nothing.
 */
export async function migrate(choice: DatabaseChoice): Promise<readonly string[]> {
  const done = await migrateDatabase(choice);
  if (choice.dialect === 'postgres') await migrateMessenger(choice.url);
  return done;
}
