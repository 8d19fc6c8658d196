import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

const OWNED_TABLES = ['webhook_endpoints', 'webhook_deliveries', 'webhook_attempts'] as const;

/** Webhooks to customers: their endpoints, what is to be delivered, and every attempt. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createEndpoints(db);
  await createDeliveries(db);
  await createAttempts(db, dialect);
  if (dialect === 'postgres') await protectRows(db);
}

async function createEndpoints(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook_endpoints')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('events', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('disabled_reason', 'text')
    .addColumn('disabled_at', 'text')
    .addColumn('secret_sealed', 'text', (c) => c.notNull())
    .addColumn('secret_hint', 'text', (c) => c.notNull())
    .addColumn('previous_secret_sealed', 'text')
    .addColumn('previous_secret_ends_at', 'text')
    .addColumn('failing_since', 'text')
    .addColumn('last_delivered_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('deleted_at', 'text')
    .execute();
  await db.schema
    .createIndex('idx_webhook_endpoints_url')
    .unique()
    .on('webhook_endpoints')
    .columns(['user_id', 'url'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  // Asked with every event that is written, so it holds only what counts then.
  await db.schema
    .createIndex('idx_webhook_endpoints_active')
    .on('webhook_endpoints')
    .column('user_id')
    .where(sql.ref('is_active'), '=', sql.lit(1))
    .execute();
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook_deliveries')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('endpoint_id', 'text', (c) =>
      c.notNull().references('webhook_endpoints.id').onDelete('cascade'),
    )
    // No reference: the log of what was told outlives the task.
    .addColumn('task_id', 'text')
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('due_at', 'text')
    .addColumn('lease_token', 'text')
    .addColumn('attempt_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('last_status_code', 'integer')
    .addColumn('last_failure', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addCheckConstraint(
      'webhook_deliveries_due_while_pending',
      sql`(state = 'pending' and due_at is not null and ended_at is null)
        or (state in ('delivered', 'failed', 'canceled') and due_at is null and ended_at is not null)`,
    )
    .execute();
  await db.schema
    .createIndex('idx_webhook_deliveries_endpoint')
    .on('webhook_deliveries')
    .columns(['endpoint_id', 'id'])
    .execute();
  await db.schema
    .createIndex('idx_webhook_deliveries_due')
    .on('webhook_deliveries')
    .columns(['due_at', 'endpoint_id'])
    .where(sql.ref('due_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('idx_webhook_deliveries_user_id')
    .on('webhook_deliveries')
    .column('user_id')
    .execute();
}

async function createAttempts(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const attempts = db.schema.createTable('webhook_attempts');
  await (dialect === 'sqlite'
    ? attempts.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    : attempts.addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
  )
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('delivery_id', 'text', (c) =>
      c.notNull().references('webhook_deliveries.id').onDelete('cascade'),
    )
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('duration_ms', 'integer')
    .addColumn('status_code', 'integer')
    .addColumn('failure', 'text')
    .addColumn('excerpt', 'text')
    .addUniqueConstraint('webhook_attempts_number', ['delivery_id', 'number'])
    .execute();
  await db.schema
    .createIndex('idx_webhook_attempts_user_id')
    .on('webhook_attempts')
    .column('user_id')
    .execute();
}

/** As in the migration before: nobody sees or writes rows of others, whatever a statement forgets. */
async function protectRows(db: Kysely<unknown>): Promise<void> {
  for (const table of OWNED_TABLES) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`alter table ${name} force row level security`.execute(db);
    await sql`create policy owner_only on ${name}
      using (current_setting('atelier.actor', true) = '*' or user_id = current_setting('atelier.actor', true))`.execute(
      db,
    );
  }
}
