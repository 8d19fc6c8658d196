import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** How long ended tasks and their files are kept, by recipe and by user; and which tasks are down to their receipt. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('ai_tasks').addColumn('erased_at', 'text').execute();
  await db.schema
    .createIndex('idx_ai_tasks_kept')
    .on('ai_tasks')
    .columns(['completed_at', 'id'])
    .where(sql<boolean>`phase = 'ended' and erased_at is null`)
    .execute();
  await db.schema
    .createTable('retention_rules')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('task_type', 'text')
    .addColumn('user_id', 'text', (c) => c.references('users.id').onDelete('cascade'))
    .addColumn('specificity', 'integer', (c) => c.notNull())
    .addColumn('keep_days', 'integer')
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint('retention_rules_days_positive', sql`keep_days is null or keep_days > 0`)
    .execute();
  await sql`create unique index idx_retention_rules_scope
    on retention_rules (coalesce(user_id, '*'), coalesce(task_type, '*'))`.execute(db);
  if (dialect === 'sqlite') return;
  await sql`alter table retention_rules enable row level security`.execute(db);
  await sql`alter table retention_rules force row level security`.execute(db);
  // A user sees the rules that may be about his tasks: those for all and his own.
  await sql`create policy own_and_general on retention_rules
    using (current_setting('atelier.actor', true) in ('*', coalesce(user_id, current_setting('atelier.actor', true))))
    with check (current_setting('atelier.actor', true) = '*')`.execute(db);
}
