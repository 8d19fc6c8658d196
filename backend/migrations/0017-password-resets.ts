import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/** Links with which a password is set anew, who changed what about an account, and since when old sessions are over. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('users').addColumn('sessions_ended_at', 'text').execute();
  await db.schema
    .createTable('password_resets')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('used_at', 'text')
    .execute();
  await db.schema
    .createIndex('idx_password_resets_user_id')
    .on('password_resets')
    .columns(['user_id', 'expires_at'])
    .execute();
  await db.schema
    .createTable('user_changes')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('restrict'))
    .addColumn('changed_by', 'text')
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('old_value', 'text')
    .addColumn('new_value', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('idx_user_changes_user_id')
    .on('user_changes')
    .columns(['user_id', 'id'])
    .execute();
  await forbidChanges(db, dialect);
  if (dialect === 'postgres') await guardRows(db);
}

/** As for the ledger: also for whoever opens the database by hand. */
async function forbidChanges(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') {
    for (const action of ['update', 'delete']) {
      await sql`create trigger ${sql.id(`user_changes_no_${action}`)} before ${sql.raw(action)} on user_changes
        begin select raise(abort, 'user_changes is append-only'); end`.execute(db);
    }
    return;
  }
  await sql`create function refuse_user_change_edit() returns trigger language plpgsql as
    $$ begin raise exception 'user_changes is append-only'; end $$`.execute(db);
  await sql`create trigger user_changes_append_only before update or delete on user_changes
    for each row execute function refuse_user_change_edit()`.execute(db);
}

/** As in 0005: a query that forgets the owner finds nothing. */
async function guardRows(db: Kysely<unknown>): Promise<void> {
  for (const table of ['password_resets', 'user_changes']) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`alter table ${name} force row level security`.execute(db);
    await sql`create policy owner_only on ${name}
      using (current_setting('atelier.actor', true) = '*' or user_id = current_setting('atelier.actor', true))`.execute(
      db,
    );
  }
}
