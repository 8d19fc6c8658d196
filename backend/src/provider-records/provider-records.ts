import { CIRCUIT_REASONS, type Health } from '@atelier/shared/contracts/operations';
import type { FailureKind } from '@atelier/shared/failure-kinds';
import type { LocalizedText } from '@atelier/shared/locales';
import type { UnavailableReason } from '@atelier/shared/unavailable-reasons';
import type { Database, Transaction } from '../db/database.ts';
import type { ModelRow, ProviderRow } from '../db/provider-tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { SealBrokenError, type SealedSecrets } from '../lib/sealed-secrets.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Connection, ConnectionRules, Connections, ModelPlace } from '../providers/connection.ts';
import { afterAnswer, type Circuit, stateOf } from './circuit.ts';
import { mayUseEnvironmentKey } from './key-scope.ts';
import { addMissingRows, ownLabelOf, readRows } from './provider-rows.ts';

/** How long one order may take to show whether a provider is back, before another may try. */
const TRIAL_MS = 60_000;
const REFRESH_INTERVAL_MS = 3000;

interface Parts {
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** What the environment says; records come before it. */
  readonly environment: Pick<Connections, 'find'>;
  /** Slug of the provider to choose first. */
  readonly preferredProvider: string | undefined;
  readonly seals: SealedSecrets;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Names the record a sealed key belongs to. */
export const sealOf = (row: Pick<ProviderRow, 'id'>, what: 'key' | 'callback'): string =>
  `provider:${row.id}:${what}`;

/**
 * Providers as this installation has set them up: records of the database over what the environment says. Answers from
 * memory; `refresh` brings what another process has written.
 */
export class ProviderRecords implements Connections {
  readonly #parts: Parts;
  readonly #rules: ReadonlyMap<string, ConnectionRules>;
  #providers: ReadonlyMap<string, ProviderRow> = new Map();
  #models: ReadonlyMap<string, ModelRow> = new Map();
  #connections: ReadonlyMap<string, Connection> = new Map();
  readonly #ownLabels: ReadonlyMap<string, LocalizedText>;
  readonly #trials = new Map<string, number>();

  private constructor(parts: Parts) {
    this.#parts = parts;
    const adapters = [...parts.catalogue.values()].map(({ provider }) => provider);
    this.#ownLabels = new Map(adapters.map((adapter) => [adapter.slug, ownLabelOf(adapter)]));
    this.#rules = new Map(
      adapters.flatMap(({ slug, connection }) => (connection ? [[slug, connection]] : [])),
    );
  }

  /** Makes missing records and reads all of them. */
  static async open(parts: Parts): Promise<ProviderRecords> {
    const records = new ProviderRecords(parts);
    await addMissingRows(parts.database, parts.catalogue, parts.clock);
    await records.refresh();
    return records;
  }

  /** Reads the records again. */
  async refresh(): Promise<void> {
    const { providers, models } = await readRows(this.#parts.database);
    this.#providers = new Map(providers.map((row) => [row.slug, row]));
    this.#models = new Map(models.map((row) => [row.slug, row]));
    const connections = providers.flatMap((row) => this.#connect(row) ?? []);
    this.#connections = new Map(connections.map((connection) => [connection.slug, connection]));
  }

  /** Looks every few seconds for what other processes have written. Returns the function that ends it. */
  watch(): () => void {
    const timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        this.#parts.logger.warn({ err: error }, 'records of providers could not be read again'),
      );
    }, REFRESH_INTERVAL_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  find(providerSlug: string): Connection | undefined {
    return this.#connections.get(providerSlug);
  }

  row(providerSlug: string): ProviderRow | undefined {
    return this.#providers.get(providerSlug);
  }

  modelRow(modelSlug: string): ModelRow | undefined {
    return this.#models.get(modelSlug);
  }

  whyUnavailable(providerSlug: string, modelSlug: string): UnavailableReason | null {
    if (!this.isSwitchedOn(modelSlug)) {
      const life = this.#parts.catalogue.get(modelSlug)?.model.life?.state;
      return life === 'retired' ? 'retired' : 'switched_off';
    }
    const row = this.#providers.get(providerSlug);
    if (!row?.is_active) return 'provider_off';
    if (this.#connections.get(providerSlug)?.key == null) return 'no_key';
    if (this.missingSettingOf(modelSlug) !== null) return 'settings_missing';
    const state = stateOf(circuitOf(row), this.#parts.clock.now());
    const isResting = state === 'open' || (state === 'half_open' && this.#isTrialUnderWay(providerSlug));
    return isResting ? 'circuit_open' : null;
  }

  /** The setting of the environment that a model needs and does not have; null when none is missing. */
  missingSettingOf(modelSlug: string): string | null {
    const entry = this.#parts.catalogue.get(modelSlug);
    if (!entry?.model.settings) return null;
    const { settings } = this.#connections.get(entry.provider.slug) ?? {};
    return settings?.[modelSlug] === undefined ? entry.model.settings.environmentName : null;
  }

  labelOf(providerSlug: string): LocalizedText {
    const own = this.#ownLabels.get(providerSlug) ?? { en: providerSlug, 'zh-CN': providerSlug };
    const name = this.#providers.get(providerSlug)?.name ?? own.en;
    return name === own.en ? { ...own } : { en: name, 'zh-CN': name };
  }

  /** Whether a model takes orders as far as the operator and its life are concerned. */
  isSwitchedOn(modelSlug: string): boolean {
    const decided = this.#models.get(modelSlug)?.is_active ?? null;
    if (decided !== null) return decided === 1;
    return (this.#parts.catalogue.get(modelSlug)?.model.life?.state ?? 'active') === 'active';
  }

  pricePercentOf(modelSlug: string): number {
    return this.#models.get(modelSlug)?.price_percent ?? 100;
  }

  placeOf(providerSlug: string, modelSlug: string): ModelPlace {
    return {
      isPreferred: providerSlug === this.#parts.preferredProvider,
      providerOrder: this.#providers.get(providerSlug)?.sort_order ?? 0,
      modelOrder: this.#models.get(modelSlug)?.sort_order ?? 0,
    };
  }

  noteOrder(providerSlug: string): void {
    const row = this.#providers.get(providerSlug);
    if (!row || stateOf(circuitOf(row), this.#parts.clock.now()) !== 'half_open') return;
    this.#trials.set(providerSlug, this.#parts.clock.now().getTime());
  }

  /** Providers that failed so often in a row that they are not asked, or only by one trial. */
  openCircuits(): Health['circuits'] {
    const now = this.#parts.clock.now();
    return [...this.#providers.values()].flatMap((row) => {
      const { reason, retryAt } = circuitOf(row);
      const state = stateOf(circuitOf(row), now);
      const known = CIRCUIT_REASONS.find((each) => each === reason);
      if (state === 'closed' || retryAt === null || known === undefined) return [];
      return [{ provider: row.slug, state, reason: known, retryAt }];
    });
  }

  async noteAnswer(providerSlug: string, failure: FailureKind | null): Promise<void> {
    const row = this.#providers.get(providerSlug);
    if (!row) return;
    const { clock, logger } = this.#parts;
    const before = circuitOf(row);
    const after = afterAnswer(before, failure, clock.now());
    if (after === before) return;
    this.#trials.delete(providerSlug);
    const changed = await this.write(providerSlug, {
      failure_count: after.failureCount,
      circuit_opened_at: after.openedAt,
      circuit_retry_at: after.retryAt,
      circuit_reason: after.reason,
    });
    if (!changed || before.retryAt === after.retryAt) return;
    const facts = { provider: providerSlug, reason: after.reason, retryAt: after.retryAt };
    if (after.retryAt === null) logger.info(facts, 'a provider answers again');
    else logger.error(facts, 'a provider gets no new tasks for now; see GET /api/admin/providers');
  }

  async countUse({ query }: Transaction, modelSlug: string): Promise<void> {
    await query
      .updateTable('ai_models')
      .set((eb) => ({ usage_count: eb('usage_count', '+', 1) }))
      .where('slug', '=', modelSlug)
      .execute();
  }

  /** Changes one record; false when there is none. */
  async write(providerSlug: string, change: Partial<ProviderRow>): Promise<boolean> {
    const { database, clock } = this.#parts;
    const result = await database.transaction(({ query }) =>
      query
        .updateTable('ai_providers')
        .set({ ...change, updated_at: timestamp(clock) })
        .where('slug', '=', providerSlug)
        .executeTakeFirst(),
    );
    await this.refresh();
    return result.numUpdatedRows > 0n;
  }

  /** Changes one model's record; false when there is none. */
  async writeModel(modelSlug: string, change: Partial<ModelRow>): Promise<boolean> {
    const { database, clock } = this.#parts;
    const result = await database.transaction(({ query }) =>
      query
        .updateTable('ai_models')
        .set({ ...change, updated_at: timestamp(clock) })
        .where('slug', '=', modelSlug)
        .executeTakeFirst(),
    );
    await this.refresh();
    return result.numUpdatedRows > 0n;
  }

  #isTrialUnderWay(providerSlug: string): boolean {
    const since = this.#trials.get(providerSlug);
    return since !== undefined && this.#parts.clock.now().getTime() - since < TRIAL_MS;
  }

  /** What a record makes of a provider; undefined for work on this machine, which needs no connection. */
  #connect(row: ProviderRow): Connection | undefined {
    const base = this.#parts.environment.find(row.slug);
    if (!base) return undefined;
    const keyOfRecord = this.#open(row, 'key', row.api_key_sealed);
    const endpoint = row.api_endpoint ?? base.endpoint;
    const rules = this.#rules.get(row.slug);
    const keyOfEnvironment = rules && mayUseEnvironmentKey(endpoint, base, rules) ? base.key : null;
    return {
      ...base,
      // A stand-in answers for every vendor, whatever the records say.
      ...(!base.isEmulated && {
        endpoint,
        // A sealed key that cannot be opened is no reason to send another one.
        key: row.api_key_sealed === null ? keyOfEnvironment : keyOfRecord,
        allowsPrivateAddress: row.allows_private_address === 1,
        callbackSecret: this.#open(row, 'callback', row.callback_secret_sealed) ?? base.callbackSecret,
      }),
      keepsResults: row.upload_to_s3 === 1,
      pathPrefix: row.s3_path_prefix,
    };
  }

  #open(row: ProviderRow, what: 'key' | 'callback', sealed: string | null): string | null {
    if (sealed === null) return null;
    try {
      return this.#parts.seals.open(sealed, sealOf(row, what));
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      // The others must go on working; this one has no key until an operator gives it again.
      this.#parts.logger.error({ err: error, provider: row.slug, what }, 'a sealed secret cannot be opened');
      return null;
    }
  }
}

export function circuitOf(row: ProviderRow): Circuit {
  return {
    failureCount: row.failure_count,
    openedAt: row.circuit_opened_at,
    retryAt: row.circuit_retry_at,
    reason: row.circuit_reason,
  };
}
