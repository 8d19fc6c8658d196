import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** What a membership brings each period, who gave it, and how often it was renewed. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const count = (name: string, byDefault: number) =>
    db.schema
      .alterTable('memberships')
      .addColumn(name, 'integer', (c) => c.notNull().defaultTo(byDefault))
      .execute();
  await count('credits_per_period', 0);
  await count('period_months', 1);
  await count('periods_granted', 0);
  await count('renewals', 0);
  for (const name of ['next_grant_at', 'granted_by', 'idempotency_key', 'request_hash']) {
    await db.schema.alterTable('memberships').addColumn(name, 'text').execute();
  }
  await db.schema
    .createIndex('idx_memberships_due')
    .on('memberships')
    .column('next_grant_at')
    .where('next_grant_at', 'is not', null)
    .execute();
  await db.schema
    .createIndex('idx_memberships_made_once')
    .unique()
    .on('memberships')
    .columns(['granted_by', 'idempotency_key'])
    .execute();
  await db.schema
    .createTable('membership_renewals')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('membership_id', 'text', (c) => c.notNull().references('memberships.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('months', 'integer', (c) => c.notNull())
    .addColumn('ended_before', 'text', (c) => c.notNull())
    .addColumn('ends_at', 'text', (c) => c.notNull())
    .addColumn('renewed_by', 'text', (c) => c.notNull())
    .addColumn('idempotency_key', 'text', (c) => c.notNull())
    .addColumn('request_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('membership_renewals_made_once', ['renewed_by', 'idempotency_key'])
    .addCheckConstraint('membership_renewals_forward', sql`months > 0 and ends_at > ended_before`)
    .execute();
  if (dialect === 'postgres') await guardRows(db);
}

/** As in 0005: a query that forgets the owner finds nothing. */
async function guardRows(db: Kysely<unknown>): Promise<void> {
  for (const table of ['memberships', 'membership_renewals']) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`alter table ${name} force row level security`.execute(db);
    await sql`create policy owner_only on ${name}
      using (current_setting('atelier.actor', true) = '*' or user_id = current_setting('atelier.actor', true))`.execute(
      db,
    );
  }
}
