import type { LocalizedText } from '@atelier/shared/locales';
import type { Database, Transaction } from '../db/database.ts';
import type { ModelRow, ProviderRow } from '../db/provider-tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';

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
  const newProviders = new Map(
    entries.flatMap(({ provider }) => (providers.has(provider.slug) ? [] : [[provider.slug, provider]])),
  );
  const newModels = entries.filter(({ model }) => !models.has(model.slug));
  await database.transaction(async (transaction) => {
    await addProviders(transaction, clock, [...newProviders.values()]);
    await addModels(transaction, clock, newModels);
  });
}

/** What a provider is called as long as no operator gives it another name. */
export function ownLabelOf({ connection }: Pick<ProviderAdapter, 'connection'>): LocalizedText {
  return connection?.label ?? { en: 'This server', 'zh-CN': '本服务器' };
}

async function addProviders(
  { query }: Transaction,
  clock: Clock,
  adapters: readonly ProviderAdapter[],
): Promise<void> {
  if (adapters.length === 0) return;
  const dates = { created_at: timestamp(clock), updated_at: timestamp(clock) };
  const named = adapters.map((adapter) => ({
    slug: adapter.slug,
    name: ownLabelOf(adapter).en,
    website: adapter.connection?.website ?? null,
  }));
  await query
    .insertInto('ai_platforms')
    .values(named.map((one) => ({ id: newId('platform', clock), ...one, description: null, ...dates })))
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
  // Another process may have been first, so the ids are those of the table.
  const platforms = await query
    .selectFrom('ai_platforms')
    .select(['id', 'slug'])
    .where(
      'slug',
      'in',
      named.map(({ slug }) => slug),
    )
    .execute();
  const rows = platforms.map(({ id, slug }) => ({
    id: newId('provider', clock),
    platform_id: id,
    name: named.find((one) => one.slug === slug)?.name ?? slug,
    slug,
    adapter: slug,
    ...dates,
  }));
  await query
    .insertInto('ai_providers')
    .values(rows)
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
}

async function addModels(
  { query }: Transaction,
  clock: Clock,
  entries: readonly CatalogueEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const dates = { created_at: timestamp(clock), updated_at: timestamp(clock) };
  const providers = await query.selectFrom('ai_providers').select(['id', 'slug']).execute();
  const idOf = new Map(providers.map(({ id, slug }) => [slug, id]));
  const rows = entries.map(({ model, provider }) => {
    const provider_id = idOf.get(provider.slug);
    if (provider_id === undefined) throw new Error(`provider ${provider.slug} has no record`);
    return { id: newId('model', clock), provider_id, slug: model.slug, ...dates };
  });
  await query
    .insertInto('ai_models')
    .values(rows)
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
}
