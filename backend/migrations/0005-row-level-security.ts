import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** Tables whose rows belong to one user each. */
const OWNED_TABLES = [
  'ai_tasks',
  'assets',
  'batch_items',
  'batches',
  'credit_transactions',
  'events',
  'idempotency_keys',
  'user_credits',
  'vendor_losses',
] as const;

/**
 * PostgreSQL compares the owner of every owned row with the actor of the connection (`atelier.actor`, set by the
 * pool): a user's id, `*` for the server itself, or nothing, which sees nothing. A route that forgets its owner thus
 * finds no rows instead of somebody else's. "Force" makes the rule hold for the owner of the tables too; only
 * superusers pass it, so the server must not connect as one.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return;
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
