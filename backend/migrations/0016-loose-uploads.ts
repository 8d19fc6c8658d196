import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/**
 * Uploads that no order has used yet know since when, so that they can be removed some days later. Those that were
 * never used before this migration are counted from their upload.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('assets').addColumn('loose_since', 'text').execute();
  await db.schema
    .createIndex('idx_assets_loose')
    .on('assets')
    .columns(['loose_since', 'id'])
    .where(sql<boolean>`loose_since is not null`)
    .execute();
  const used =
    dialect === 'sqlite'
      ? sql`select input.value from ai_tasks, json_each(ai_tasks.input_files) as input`
      : sql`select input.value from ai_tasks, jsonb_array_elements_text(ai_tasks.input_files::jsonb) as input`;
  await sql`update assets set loose_since = created_at
    where kind = 'input' and deleted_at is null and id not in (${used})`.execute(db);
}
