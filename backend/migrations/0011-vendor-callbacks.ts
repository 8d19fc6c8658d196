import type { Kysely } from 'kysely';

/** When a vendor's callback last brought a check forward, so that the next one keeps its distance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ai_tasks').addColumn('called_back_at', 'text').execute();
}
