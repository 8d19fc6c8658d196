import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** API keys, what was used through each of them by day, and which key a task and a ledger entry belong to. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createKeys(db);
  await createUsage(db);
  for (const table of ['ai_tasks', 'credit_transactions']) {
    await db.schema
      .alterTable(table)
      .addColumn('api_key_id', 'text', (c) => c.references('api_keys.id').onDelete('restrict'))
      .execute();
  }
  if (dialect === 'postgres') await guardRows(db);
}

async function createKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('last_four', 'text', (c) => c.notNull())
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('requests_per_minute', 'integer')
    .addColumn('credits_per_month', 'integer')
    .addColumn('idempotency_key', 'text')
    .addColumn('request_hash', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('revoked_at', 'text')
    .addColumn('last_used_at', 'text')
    .addColumn('last_used_address', 'text')
    .addUniqueConstraint('api_keys_made_once', ['user_id', 'idempotency_key'])
    .addCheckConstraint('api_keys_scopes_known', sql`scopes in ('read', 'create', 'read,create')`)
    .addCheckConstraint('api_keys_limits_positive', sql`requests_per_minute > 0 and credits_per_month > 0`)
    .execute();
}

async function createUsage(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_key_usage')
    .addColumn('api_key_id', 'text', (c) => c.notNull().references('api_keys.id').onDelete('restrict'))
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('tasks', 'integer', (c) => c.notNull())
    .addColumn('held', 'integer', (c) => c.notNull())
    .addColumn('spent', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('api_key_usage_pk', ['api_key_id', 'day'])
    .addCheckConstraint('api_key_usage_never_negative', sql`tasks >= 0 and held >= 0 and spent >= 0`)
    .execute();
}

/** As in 0005: a query that forgets the owner finds nothing. Who shows a key is found by the server itself. */
async function guardRows(db: Kysely<unknown>): Promise<void> {
  for (const table of ['api_keys', 'api_key_usage']) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`alter table ${name} force row level security`.execute(db);
    await sql`create policy owner_only on ${name}
      using (current_setting('atelier.actor', true) = '*' or user_id = current_setting('atelier.actor', true))`.execute(
      db,
    );
  }
}
