import type { Database, Transaction } from '../db/database.ts';
import type { ModelRow, ProviderRow } from '../db/provider-tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import type { Catalogue } from '../providers/catalogue.ts';

/** All records of an installation; a few dozen rows. */
export interface ProviderRows {
  readonly providers: readonly ProviderRow[];
  readonly models: readonly ModelRow[];
}

export async function readRows({ read }: Pick<Database, 'read'>): Promise<ProviderRows> {
  const [providers, models] = await Promise.all([
    read.selectFrom('ai_providers').selectAll().orderBy('sort_order').orderBy('slug').execute(),
    read.selectFrom('ai_models').selectAll().orderBy('sort_order').orderBy('slug').execute(),
  ]);
  return { providers, models };
}

/** Makes the records that are missing, so that every provider and model of the catalogue has one. */
export async function addMissingRows(database: Database, catalogue: Catalogue, clock: Clock): Promise<void> {
  const known = await readRows(database);
  const providers = new Set(known.providers.map(({ slug }) => slug));
  const models = new Set(known.models.map(({ slug }) => slug));
  const entries = [...catalogue.values()];
  if (entries.every(({ model, provider }) => providers.has(provider.slug) && models.has(model.slug))) return;
  await database.transaction(async (transaction) => {
    for (const { provider } of entries) {
      if (providers.has(provider.slug)) continue;
      providers.add(provider.slug);
      const rules = provider.connection;
      const name = rules?.label.en ?? 'This server';
      await addProvider(transaction, clock, { slug: provider.slug, name, website: rules?.website ?? null });
    }
    for (const { model, provider } of entries) {
      if (!models.has(model.slug)) await addModel(transaction, clock, model.slug, provider.slug);
    }
  });
}

async function addProvider(
  { query }: Transaction,
  clock: Clock,
  provider: { slug: string; name: string; website: string | null },
): Promise<void> {
  const at = timestamp(clock);
  const { slug, name, website } = provider;
  const platform = { id: newId('platform', clock), name, slug, website, created_at: at, updated_at: at };
  await query
    .insertInto('ai_platforms')
    .values({ ...platform, description: null })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
  const { id } = await query
    .selectFrom('ai_platforms')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  await query
    .insertInto('ai_providers')
    .values({
      id: newId('provider', clock),
      platform_id: id,
      name,
      slug,
      adapter: slug,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
}

async function addModel({ query }: Transaction, clock: Clock, slug: string, provider: string): Promise<void> {
  const at = timestamp(clock);
  const { id } = await query
    .selectFrom('ai_providers')
    .select('id')
    .where('slug', '=', provider)
    .executeTakeFirstOrThrow();
  await query
    .insertInto('ai_models')
    .values({ id: newId('model', clock), provider_id: id, slug, created_at: at, updated_at: at })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
}
