import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** An ever-growing number given out by the database, never reused. */
function addSerialKey<T extends string, C extends string>(table: CreateTableBuilder<T, C>, dialect: Dialect) {
  return dialect === 'sqlite'
    ? table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    : table.addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity());
}

/** The first schema: accounts, credits, tasks, assets, events, wake-ups. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createAccounts(db);
  await createTasks(db);
  await createCredits(db, dialect);
  await createAssets(db);
  await createEvents(db, dialect);
  await forbidLedgerChanges(db, dialect);
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('username', 'text', (c) => c.unique())
    .addColumn('password_hash', 'text')
    .addColumn('avatar_url', 'text')
    .addColumn('is_active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('role', 'text', (c) => c.notNull().defaultTo('user'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint('users_role_known', sql`role in ('user', 'operator')`)
    .execute();
  await db.schema
    .createTable('memberships')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('plan', 'text', (c) => c.notNull())
    .addColumn('starts_at', 'text', (c) => c.notNull())
    .addColumn('ends_at', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('idx_memberships_user_id')
    .on('memberships')
    .columns(['user_id', 'ends_at'])
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('family_id', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('replaced_at', 'text')
    .addColumn('revoked_at', 'text')
    .execute();
  await db.schema.createIndex('idx_sessions_family_id').on('sessions').column('family_id').execute();
  await db.schema.createIndex('idx_sessions_user_id').on('sessions').column('user_id').execute();
  await db.schema
    .createTable('sign_in_attempts')
    .addColumn('subject', 'text', (c) => c.primaryKey().notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('window_started_at', 'text', (c) => c.notNull())
    .execute();
}

async function createTasks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_tasks')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('task_no', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('task_type', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull().defaultTo('pending'))
    .addColumn('phase', 'text', (c) => c.notNull().defaultTo('queued'))
    .addColumn('ai_provider', 'text', (c) => c.notNull())
    .addColumn('ai_model', 'text', (c) => c.notNull())
    .addColumn('ai_task_id', 'text')
    .addColumn('input_files', 'text', (c) => c.notNull())
    .addColumn('input_parameters', 'text', (c) => c.notNull())
    .addColumn('prompt', 'text')
    .addColumn('result_urls', 'text')
    .addColumn('result_metadata', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_values', 'text')
    .addColumn('error_message', 'text')
    .addColumn('error_detail', 'text')
    .addColumn('retry_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('attempt', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('price_credits', 'integer', (c) => c.notNull())
    .addColumn('progress', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('step', 'text')
    .addColumn('provider_handle', 'text')
    .addColumn('start_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('check_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('lease_token', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('due_at', 'text')
    .addColumn('deadline_at', 'text')
    .addColumn('event_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('estimated_completion_at', 'text')
    .addColumn('queued_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('deleted_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint(
      'ai_tasks_status_known',
      sql`status in ('pending', 'processing', 'completed', 'failed', 'canceled')`,
    )
    .addCheckConstraint(
      'ai_tasks_phase_known',
      sql`phase in ('queued', 'submitting', 'running', 'collecting', 'ended')`,
    )
    .addCheckConstraint('ai_tasks_price_positive', sql`price_credits > 0`)
    .addCheckConstraint('ai_tasks_progress_percent', sql`progress between 0 and 100`)
    // A live task always has a moment at which somebody looks at it again; an ended one has none and no lease.
    .addCheckConstraint('ai_tasks_due_while_live', sql`(phase = 'ended') = (due_at is null)`)
    .addCheckConstraint('ai_tasks_no_lease_after_end', sql`phase <> 'ended' or lease_token is null`)
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_user_id')
    .on('ai_tasks')
    .columns(['user_id', 'created_at', 'id'])
    .execute();
  await db.schema
    .createIndex('idx_ai_tasks_status')
    .on('ai_tasks')
    .columns(['status', 'queued_at'])
    .execute();
  await db.schema.createIndex('idx_ai_tasks_created_at').on('ai_tasks').column('created_at').execute();
  await db.schema
    .createIndex('idx_ai_tasks_live')
    .on('ai_tasks')
    .columns(['due_at'])
    .where(sql.ref('phase'), '<>', sql.lit('ended'))
    .execute();
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('request_hash', 'text', (c) => c.notNull())
    .addColumn('task_id', 'text', (c) => c.notNull().references('ai_tasks.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['user_id', 'key'])
    .execute();
  await db.schema
    .createTable('jobs')
    .addColumn('task_id', 'text', (c) =>
      c.primaryKey().notNull().references('ai_tasks.id').onDelete('cascade'),
    )
    .addColumn('run_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('idx_jobs_run_at').on('jobs').column('run_at').execute();
}

/** Spells out in SQL what each kind of entry may do to balance and held credits. */
const ENTRY_ARITHMETIC = sql`
  (transaction_type in ('grant', 'purchase') and amount > 0
    and balance_after = balance_before + amount and held_after = held_before)
  or (transaction_type = 'hold' and amount > 0
    and balance_after = balance_before - amount and held_after = held_before + amount)
  or (transaction_type = 'settle' and amount > 0
    and balance_after = balance_before and held_after = held_before - amount)
  or (transaction_type = 'release' and amount > 0
    and balance_after = balance_before + amount and held_after = held_before - amount)
  or (transaction_type = 'adjust' and amount <> 0
    and balance_after = balance_before + amount and held_after = held_before)`;

async function createCredits(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('user_credits')
    .addColumn('user_id', 'text', (c) => c.primaryKey().notNull().references('users.id').onDelete('restrict'))
    .addColumn('credits', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('held', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('total_earned', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('total_spent', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint('user_credits_never_negative', sql`credits >= 0 and held >= 0`)
    .execute();
  await addSerialKey(db.schema.createTable('credit_transactions'), dialect)
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('task_id', 'text', (c) => c.references('ai_tasks.id').onDelete('restrict'))
    .addColumn('attempt', 'integer')
    .addColumn('transaction_type', 'text', (c) => c.notNull())
    .addColumn('amount', 'integer', (c) => c.notNull())
    .addColumn('balance_before', 'integer', (c) => c.notNull())
    .addColumn('balance_after', 'integer', (c) => c.notNull())
    .addColumn('held_before', 'integer', (c) => c.notNull())
    .addColumn('held_after', 'integer', (c) => c.notNull())
    .addColumn('entry_key', 'text', (c) => c.notNull().unique())
    .addColumn('description', 'text')
    .addColumn('metadata', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addCheckConstraint('credit_transactions_arithmetic', ENTRY_ARITHMETIC)
    .addCheckConstraint('credit_transactions_never_negative', sql`balance_after >= 0 and held_after >= 0`)
    .addCheckConstraint(
      'credit_transactions_task_entries',
      sql`transaction_type not in ('hold', 'settle', 'release') or (task_id is not null and attempt is not null)`,
    )
    .execute();
  await db.schema
    .createIndex('idx_credit_transactions_user_id')
    .on('credit_transactions')
    .columns(['user_id', 'id'])
    .execute();
  await db.schema
    .createIndex('idx_credit_transactions_task_id')
    .on('credit_transactions')
    .column('task_id')
    .execute();
}

async function createAssets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('assets')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('task_id', 'text', (c) => c.references('ai_tasks.id').onDelete('restrict'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('role', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('input_position', 'integer', (c) => c.notNull())
    .addColumn('object_key', 'text', (c) => c.notNull().unique())
    .addColumn('thumbnail_key', 'text', (c) => c.unique())
    .addColumn('content_type', 'text', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('has_alpha', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('deleted_at', 'text')
    .addCheckConstraint('assets_kind_known', sql`kind in ('input', 'result')`)
    .addCheckConstraint('assets_size_positive', sql`size_bytes > 0`)
    .execute();
  await db.schema.createIndex('idx_assets_task_id').on('assets').columns(['task_id', 'position']).execute();
  await db.schema.createIndex('idx_assets_user_id').on('assets').column('user_id').execute();
  await db.schema
    .createTable('pending_objects')
    .addColumn('object_key', 'text', (c) => c.primaryKey().notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
}

async function createEvents(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await addSerialKey(db.schema.createTable('events'), dialect)
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('task_id', 'text', (c) => c.references('ai_tasks.id').onDelete('cascade'))
    .addColumn('task_sequence', 'integer')
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('events_no_gap_no_repeat', ['task_id', 'task_sequence'])
    .execute();
  await db.schema.createIndex('idx_events_user_id').on('events').columns(['user_id', 'id']).execute();
}

/** The ledger is append-only, also for whoever opens the database by hand. */
async function forbidLedgerChanges(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') {
    for (const action of ['update', 'delete']) {
      await sql`create trigger ${sql.id(`credit_transactions_no_${action}`)} before ${sql.raw(action)} on credit_transactions
        begin select raise(abort, 'credit_transactions is append-only'); end`.execute(db);
    }
    return;
  }
  await sql`create function refuse_ledger_change() returns trigger language plpgsql as
    $$ begin raise exception 'credit_transactions is append-only'; end $$`.execute(db);
  await sql`create trigger credit_transactions_append_only before update or delete on credit_transactions
    for each row execute function refuse_ledger_change()`.execute(db);
}
