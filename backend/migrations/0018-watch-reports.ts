import type { Kysely } from 'kysely';

/** What regular looks at ledger and files last found: the processes that look are not always those that are asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('watch_reports')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('found', 'integer', (c) => c.notNull())
    .addColumn('checked_at', 'text', (c) => c.notNull())
    .execute();
}
