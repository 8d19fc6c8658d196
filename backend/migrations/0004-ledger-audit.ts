import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** What a task finally cost, beside what it was priced at, and vendor costs that nobody was charged for. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('ai_tasks').addColumn('charged_credits', 'integer').execute();
  await sql`update ai_tasks set charged_credits = case when status = 'completed' then price_credits else 0 end
    where phase = 'ended'`.execute(db);
  const losses = db.schema.createTable('vendor_losses');
  await (dialect === 'sqlite'
    ? losses.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    : losses.addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
  )
    .addColumn('task_id', 'text', (c) => c.notNull().references('ai_tasks.id').onDelete('restrict'))
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('estimated_credits', 'integer', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('resolved_at', 'text')
    .addColumn('resolved_by', 'text')
    .addColumn('resolution', 'text')
    .addUniqueConstraint('vendor_losses_once_per_attempt', ['task_id', 'attempt'])
    .execute();
  await db.schema
    .createIndex('idx_vendor_losses_open')
    .on('vendor_losses')
    .column('id')
    .where(sql.ref('resolved_at'), 'is', null)
    .execute();
}
