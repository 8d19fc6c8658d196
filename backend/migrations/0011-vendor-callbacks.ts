import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/**
 * What vendors tell by themselves: when a callback last brought a check forward, so that the next one keeps its
 * distance; and starts that go through a relay, with the vendor's answers that it brought.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('ai_tasks').addColumn('called_back_at', 'text').execute();
  await db.schema
    .createTable('relayed_starts')
    .addColumn('task_id', 'text', (c) => c.notNull().references('ai_tasks.id').onDelete('cascade'))
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('message_id', 'text', (c) => c.unique())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('answered_at', 'text')
    .addColumn('answer_status', 'integer')
    .addColumn('answer_headers', 'text')
    .addColumn('answer_body', 'text')
    .addColumn('closed_at', 'text')
    .addPrimaryKeyConstraint('relayed_starts_pk', ['task_id', 'attempt', 'number'])
    .execute();
  if (dialect === 'sqlite') return;
  await sql`alter table relayed_starts enable row level security`.execute(db);
  await sql`alter table relayed_starts force row level security`.execute(db);
  await sql`create policy owner_only on relayed_starts
    using (current_setting('atelier.actor', true) = '*' or user_id = current_setting('atelier.actor', true))`.execute(
    db,
  );
}
