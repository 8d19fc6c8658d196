import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** Batches: many pictures, one recipe, a task of each picture, a limit on what all of them may cost. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createBatches(db);
  await joinTasks(db);
  await createItems(db);
  if (dialect === 'postgres') await widenKeysOnPostgres(db);
  else await widenKeysOnSqlite(db);
}

async function createBatches(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('batches')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('batch_no', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('task_type', 'text', (c) => c.notNull())
    .addColumn('ai_model', 'text', (c) => c.notNull())
    .addColumn('input_parameters', 'text', (c) => c.notNull())
    .addColumn('price_credits', 'integer', (c) => c.notNull())
    .addColumn('max_credits', 'integer', (c) => c.notNull())
    .addColumn('file_count', 'integer', (c) => c.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('deleted_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint('batches_credits_positive', sql`price_credits > 0 and max_credits > 0`)
    .addCheckConstraint('batches_file_count_positive', sql`file_count > 0`)
    .execute();
  await db.schema
    .createIndex('idx_batches_user_id')
    .on('batches')
    .columns(['user_id', 'created_at', 'id'])
    .execute();
}

async function joinTasks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('ai_tasks')
    .addColumn('batch_id', 'text', (c) => c.references('batches.id').onDelete('restrict'))
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_batch_id')
    .on('ai_tasks')
    .column('batch_id')
    .where(sql.ref('batch_id'), 'is not', null)
    .execute();
}

/** One row per announced picture, also while it is missing. */
async function createItems(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('batch_items')
    .addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('announced_bytes', 'bigint')
    .addColumn('fingerprint', 'text')
    .addColumn('task_id', 'text', (c) => c.unique().references('ai_tasks.id').onDelete('restrict'))
    .addColumn('error_code', 'text')
    .addColumn('error_values', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('batch_items_pk', ['batch_id', 'position'])
    .addCheckConstraint('batch_items_task_or_error', sql`task_id is null or error_code is null`)
    .execute();
}

/** A key may have led to a batch, and to an answer that is more than one task. */
async function widenKeysOnPostgres(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('idempotency_keys')
    .alterColumn('task_id', (c) => c.dropNotNull())
    .addColumn('batch_id', 'text', (c) => c.references('batches.id'))
    .addColumn('answer', 'text')
    .execute();
}

/** SQLite cannot drop "not null" from a column, so the rows move into a new table. */
async function widenKeysOnSqlite(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('idempotency_keys_new')
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('request_hash', 'text', (c) => c.notNull())
    .addColumn('task_id', 'text', (c) => c.references('ai_tasks.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('batch_id', 'text', (c) => c.references('batches.id'))
    .addColumn('answer', 'text')
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['user_id', 'key'])
    .execute();
  await sql`insert into idempotency_keys_new (user_id, key, request_hash, task_id, created_at)
    select user_id, key, request_hash, task_id, created_at from idempotency_keys`.execute(db);
  await db.schema.dropTable('idempotency_keys').execute();
  await db.schema.alterTable('idempotency_keys_new').renameTo('idempotency_keys').execute();
}
