import type { Kysely } from 'kysely';

/**
 * Tasks know since when their vendor has been answering "later", so that they are asked at growing distances and given
 * up in the end.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ai_tasks').addColumn('failing_since', 'text').execute();
}
