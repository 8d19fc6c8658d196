import { type Kysely, sql } from 'kysely';

/**
 * The two other ways in which a list of tasks is narrowed down: the workbench shows tasks of no batch, which may be few
 * among a hundred thousand, and a model's page shows what it made, which may be nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('idx_ai_tasks_list_single')
    .on('ai_tasks')
    .columns(['user_id', 'created_at', 'id'])
    .where(sql.ref('deleted_at'), 'is', null)
    .where(sql.ref('batch_id'), 'is', null)
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_list_model')
    .on('ai_tasks')
    .columns(['user_id', 'ai_model', 'created_at', 'id'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
}
