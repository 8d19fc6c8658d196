import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** Lanes: one line per provider, served in turns, that an operator can pause. Also room for more than 2^31 rows. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createLanes(db);
  await addTurns(db);
  await renewJobs(db);
  if (dialect === 'postgres') await widenNumbers(db);
}

async function createLanes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lanes')
    .addColumn('lane', 'text', (c) => c.primaryKey().notNull())
    .addColumn('serving_turn', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('served_at', 'text')
    .addColumn('paused_at', 'text')
    .addColumn('paused_by', 'text')
    .addColumn('pause_reason', 'text')
    .execute();
}

async function addTurns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('ai_tasks')
    .addColumn('turn', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  // Both hold only waiting tasks, so they stay small however long the history grows.
  await db.schema
    .createIndex('idx_ai_tasks_line')
    .on('ai_tasks')
    .columns(['ai_provider', 'turn', 'queued_at'])
    .where(sql.ref('phase'), '=', sql.lit('queued'))
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_line_of_user')
    .on('ai_tasks')
    .columns(['user_id', 'ai_provider', 'turn'])
    .where(sql.ref('phase'), '=', sql.lit('queued'))
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_slots')
    .on('ai_tasks')
    .column('ai_provider')
    .where(sql.ref('phase'), 'in', sql`('submitting', 'running', 'collecting')`)
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_durations')
    .on('ai_tasks')
    .columns(['ai_model', 'completed_at'])
    .where(sql.ref('status'), '=', sql.lit('completed'))
    .execute();
  // What they served is served by the indexes above, and every insert had to pay for them.
  await db.schema.dropIndex('idx_ai_tasks_status').execute();
  await db.schema.dropIndex('idx_ai_tasks_created_at').execute();
}

/** Wake-ups now know their lane. They are made anew by the sweeper when some were waiting. */
async function renewJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('jobs').execute();
  await db.schema
    .createTable('jobs')
    .addColumn('task_id', 'text', (c) =>
      c.primaryKey().notNull().references('ai_tasks.id').onDelete('cascade'),
    )
    .addColumn('lane', 'text', (c) => c.notNull())
    .addColumn('run_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('idx_jobs_lane').on('jobs').columns(['lane', 'run_at']).execute();
}

async function widenNumbers(db: Kysely<unknown>): Promise<void> {
  for (const table of ['events', 'credit_transactions']) {
    await sql`alter table ${sql.table(table)} alter column id type bigint`.execute(db);
  }
  await sql`alter table assets alter column size_bytes type bigint`.execute(db);
}
