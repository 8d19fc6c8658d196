import { type Kysely, sql } from 'kysely';
import type { Dialect } from './0001-init.ts';

/**
 * Providers and models as operators set them. What a model is stands in its own file; a row holds only what an
 * installation decides. `definition` is for models of custom endpoints, which have no file.
 */
export async function up(db: Kysely<unknown>, _dialect: Dialect): Promise<void> {
  await createPlatforms(db);
  await createProviders(db);
  await createModels(db);
  // The newest ends of each provider's tasks, for its figures, without walking through the history.
  await db.schema
    .createIndex('idx_ai_tasks_outcomes')
    .on('ai_tasks')
    .columns(['ai_provider', 'completed_at'])
    .where(sql.ref('phase'), '=', sql.lit('ended'))
    .execute();
}

async function createPlatforms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_platforms')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('slug', 'text', (c) => c.notNull().unique())
    .addColumn('description', 'text')
    .addColumn('website', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
}

async function createProviders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_providers')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('platform_id', 'text', (c) => c.notNull().references('ai_platforms.id').onDelete('restrict'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('slug', 'text', (c) => c.notNull().unique())
    .addColumn('adapter', 'text', (c) => c.notNull())
    .addColumn('api_endpoint', 'text')
    .addColumn('allows_private_address', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('api_key_sealed', 'text')
    .addColumn('api_key_hint', 'text')
    .addColumn('callback_secret_sealed', 'text')
    .addColumn('callback_secret_hint', 'text')
    .addColumn('upload_to_s3', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('s3_path_prefix', 'text')
    .addColumn('is_active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('sort_order', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('tested_at', 'text')
    .addColumn('test_result', 'text')
    .addColumn('failure_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('circuit_opened_at', 'text')
    .addColumn('circuit_retry_at', 'text')
    .addColumn('circuit_reason', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
}

async function createModels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ai_models')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('provider_id', 'text', (c) => c.notNull().references('ai_providers.id').onDelete('cascade'))
    .addColumn('slug', 'text', (c) => c.notNull().unique())
    .addColumn('is_active', 'integer')
    .addColumn('price_percent', 'integer', (c) => c.notNull().defaultTo(100))
    .addColumn('sort_order', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('usage_count', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('definition', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addCheckConstraint('ai_models_price_positive', sql`price_percent between 1 and 10000`)
    .execute();
}
