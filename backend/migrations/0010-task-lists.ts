import type { Kysely } from 'kysely';

/** What a list is narrowed down by. */
const LISTS = {
  idx_ai_tasks_list: [],
  idx_ai_tasks_list_status: ['status'],
  idx_ai_tasks_list_type: ['task_type'],
  idx_ai_tasks_list_type_status: ['task_type', 'status'],
};

/**
 * Lists of a user's tasks, newest first, by any choice of status and type: each finds its page and its count in one
 * place of an index, however long the history is. Deleted tasks are in none of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('idx_ai_tasks_user_id').execute();
  // Nobody asks for all assets of a user, and SQLite took it for a page's pictures: it read a whole history for twenty.
  await db.schema.dropIndex('idx_assets_user_id').execute();
  for (const [name, columns] of Object.entries(LISTS)) {
    await db.schema
      .createIndex(name)
      .on('ai_tasks')
      .columns(['user_id', ...columns, 'created_at', 'id'])
      .where('deleted_at', 'is', null)
      .execute();
  }
}
