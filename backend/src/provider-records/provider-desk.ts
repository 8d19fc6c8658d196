import type {
  KeyTest,
  Provider,
  ProviderModel,
  UpdateModelRequest,
  UpdateProviderRequest,
} from '@atelier/shared/contracts/provider';
import { priceOf } from '@atelier/shared/pricing';
import { commonReason } from '@atelier/shared/unavailable-reasons';
import type { Database } from '../db/database.ts';
import type { ProviderRow } from '../db/provider-tables.ts';
import { checkUrl, isPublicAddress } from '../lib/address-guard.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SealedSecrets } from '../lib/sealed-secrets.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import { type Catalogue, type CatalogueEntry, sampleParameters } from '../providers/catalogue.ts';
import type { Connection, Connections } from '../providers/connection.ts';
import type { Transport } from '../providers/transport.ts';
import { CLOSED, stateOf } from './circuit.ts';
import { refuseOtherOriginWithoutKey } from './key-scope.ts';
import { figuresOf } from './provider-figures.ts';
import { circuitOf, type ProviderRecords, sealOf } from './provider-records.ts';
import { tryKey } from './try-key.ts';

interface Parts {
  readonly database: Database;
  readonly records: ProviderRecords;
  readonly catalogue: Catalogue;
  readonly environment: Pick<Connections, 'find'>;
  readonly transport: Transport;
  readonly seals: SealedSecrets;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly temporaryRoot: string;
}

const HINT_CHARACTERS = 4;

/** What operators see of providers and do with them. Keys go in and never come out. */
export class ProviderDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** All vendors' providers, in the operator's order. */
  async list(): Promise<Provider[]> {
    // Counts of use are written without telling anybody.
    await this.#parts.records.refresh();
    const adapters = [...this.#adapters().values()].filter(({ connection }) => connection !== undefined);
    const shown = await Promise.all(adapters.map(({ slug }) => this.read(slug)));
    return shown.sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name));
  }

  /** @throws AppError not_found */
  async read(slug: string): Promise<Provider> {
    const { records, clock } = this.#parts;
    const row = records.row(slug);
    const connection = records.find(slug);
    const adapter = this.#adapters().get(slug);
    if (!row || !connection || !adapter?.connection) throw new AppError('not_found');
    const circuit = circuitOf(row);
    const models = this.#entriesOf(slug);
    return {
      slug,
      name: row.name,
      label: { ...records.labelOf(slug) },
      platform: slug,
      website: adapter.connection.website,
      adapter: row.adapter,
      endpoint: connection.endpoint,
      customEndpoint: row.api_endpoint,
      allowsPrivateAddress: row.allows_private_address === 1,
      key: keyOf(row, connection),
      callbackSecret: { isSet: connection.callbackSecret !== null, hint: row.callback_secret_hint },
      signsCallbacks: adapter.callback?.isSigned ?? false,
      canTest: adapter.connection.keyTest !== undefined,
      keepsResults: connection.keepsResults,
      pathPrefix: row.s3_path_prefix,
      isActive: row.is_active === 1,
      sortOrder: row.sort_order,
      usageCount: models.reduce(
        (sum, { model }) => sum + (records.modelRow(model.slug)?.usage_count ?? 0),
        0,
      ),
      modelCount: models.length,
      unavailableReason: commonReason(models.map(({ model }) => records.whyUnavailable(slug, model.slug))),
      emulated: connection.isEmulated,
      // A test of an earlier release compared nothing.
      keyTest: row.test_result === null ? null : { inputs: null, ...JSON.parse(row.test_result) },
      figures: await figuresOf(this.#parts, slug),
      circuit: {
        state: stateOf(circuit, clock.now()),
        reason: circuit.reason,
        openedAt: circuit.openedAt,
        retryAt: circuit.retryAt,
      },
    };
  }

  /**
   * Changes what is named. A new key or address closes the circuit.
   * @throws AppError not_found, url_refused, provider_key_needed
   */
  async update(slug: string, change: UpdateProviderRequest, operatorId: string): Promise<Provider> {
    const { records, environment, seals, logger } = this.#parts;
    // Another process may have given it a key.
    await records.refresh();
    const row = records.row(slug);
    if (!row) throw new AppError('not_found');
    refuseInsideAddress(row, change);
    const base = environment.find(slug);
    const rules = this.#adapters().get(slug)?.connection;
    if (base && rules) refuseOtherOriginWithoutKey(row, change, { base, rules });
    const isFresh = change.apiKey !== undefined || change.endpoint !== undefined;
    await records.write(slug, {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.endpoint !== undefined && { api_endpoint: change.endpoint?.replace(/\/+$/, '') ?? null }),
      ...(change.allowsPrivateAddress !== undefined && {
        allows_private_address: Number(change.allowsPrivateAddress),
      }),
      ...(change.apiKey !== undefined && {
        api_key_sealed: change.apiKey === null ? null : seals.seal(change.apiKey, sealOf(row, 'key')),
        api_key_hint: hintOf(change.apiKey),
        test_result: null,
      }),
      ...(change.callbackSecret !== undefined && {
        callback_secret_sealed:
          change.callbackSecret === null ? null : seals.seal(change.callbackSecret, sealOf(row, 'callback')),
        callback_secret_hint: hintOf(change.callbackSecret),
      }),
      ...(change.keepsResults !== undefined && { upload_to_s3: Number(change.keepsResults) }),
      ...(change.pathPrefix !== undefined && { s3_path_prefix: change.pathPrefix }),
      ...(change.isActive !== undefined && { is_active: Number(change.isActive) }),
      ...(change.sortOrder !== undefined && { sort_order: change.sortOrder }),
      ...(isFresh && CLOSED_COLUMNS),
    });
    logger.info({ provider: slug, operatorId, fields: Object.keys(change) }, 'a provider was changed');
    return this.read(slug);
  }

  /** Tries the key with a call that costs nothing. @throws AppError not_found, provider_not_testable, provider_not_configured. */
  async test(slug: string): Promise<KeyTest> {
    const { records } = this.#parts;
    const provider = this.#adapters().get(slug);
    if (!provider?.connection) throw new AppError('not_found');
    const result = await tryKey(this.#parts, provider, this.#entriesOf(slug));
    await records.write(slug, {
      tested_at: result.at,
      test_result: JSON.stringify(result),
      ...(result.isGood && CLOSED_COLUMNS),
    });
    return result;
  }

  /** Every vendor's models, by provider and the operator's order. */
  async listModels(): Promise<ProviderModel[]> {
    await this.#parts.records.refresh();
    return [...this.#parts.catalogue.values()]
      .map((entry) => this.#presentModel(entry))
      .sort((one, other) => one.sortOrder - other.sortOrder);
  }

  /** @throws AppError not_found */
  async updateModel(slug: string, change: UpdateModelRequest, operatorId: string): Promise<ProviderModel> {
    const { records, catalogue, logger } = this.#parts;
    const entry = catalogue.get(slug);
    if (!entry) throw new AppError('not_found');
    const isActive = change.isActive === null ? null : Number(change.isActive);
    await records.writeModel(slug, {
      ...(change.isActive !== undefined && { is_active: isActive }),
      ...(change.pricePercent !== undefined && { price_percent: change.pricePercent }),
      ...(change.sortOrder !== undefined && { sort_order: change.sortOrder }),
    });
    logger.info({ model: slug, operatorId, change }, 'a model was changed');
    return this.#presentModel(entry);
  }

  #presentModel(entry: CatalogueEntry): ProviderModel {
    const { model, provider, parameterSchema } = entry;
    const { records } = this.#parts;
    const row = records.modelRow(model.slug);
    const parameters = model.parameters.parse(sampleParameters(parameterSchema));
    const inputCount = Math.max(1, model.inputs.min);
    const outputCount = model.outputCount(parameters, inputCount);
    const rule = { ...model.priceRule, percent: records.pricePercentOf(model.slug) };
    const reason =
      provider.connection === undefined ? null : records.whyUnavailable(provider.slug, model.slug);
    return {
      slug: model.slug,
      provider: provider.slug,
      label: { ...model.label },
      outputType: model.outputType,
      life: model.life?.state ?? 'active',
      isActive: row?.is_active == null ? null : row.is_active === 1,
      available: reason === null,
      unavailableReason: reason,
      missingSetting: records.missingSettingOf(model.slug),
      pricePercent: rule.percent,
      priceFrom: priceOf(rule, { inputCount, outputCount, parameters }),
      sortOrder: row?.sort_order ?? 0,
      usageCount: row?.usage_count ?? 0,
      vendorCostAsOf: model.vendorCost?.asOf ?? null,
    };
  }

  #entriesOf(slug: string): CatalogueEntry[] {
    return [...this.#parts.catalogue.values()].filter(({ provider }) => provider.slug === slug);
  }

  #adapters(): ReadonlyMap<string, ProviderAdapter> {
    return new Map([...this.#parts.catalogue.values()].map(({ provider }) => [provider.slug, provider]));
  }
}

const CLOSED_COLUMNS = {
  failure_count: CLOSED.failureCount,
  circuit_opened_at: CLOSED.openedAt,
  circuit_retry_at: CLOSED.retryAt,
  circuit_reason: CLOSED.reason,
};

/**
 * An endpoint inside the house, or without encryption, needs the operator's word for it; every call would be refused
 * without. Names are judged once more whenever they are resolved. @throws AppError url_refused
 */
function refuseInsideAddress(row: ProviderRow, change: UpdateProviderRequest): void {
  const isAboutAddress = change.endpoint !== undefined || change.allowsPrivateAddress !== undefined;
  const endpoint = change.endpoint === undefined ? row.api_endpoint : change.endpoint;
  const isAllowed = change.allowsPrivateAddress ?? row.allows_private_address === 1;
  if (!isAboutAddress || endpoint === null || isAllowed) return;
  const rules = { allowHttp: false, isAddressAllowed: isPublicAddress, isHostAllowed: () => false };
  const check = checkUrl(endpoint, rules);
  if ('refusal' in check) throw new AppError('url_refused', { reason: check.refusal });
}

/** Enough to tell two keys apart; nothing of a short one. */
function hintOf(secret: string | null): string | null {
  return secret === null || secret.length < 4 * HINT_CHARACTERS ? null : secret.slice(-HINT_CHARACTERS);
}

function keyOf(row: ProviderRow, { isEmulated, key }: Connection): Provider['key'] {
  if (isEmulated) return { source: 'emulator', hint: null };
  if (row.api_key_sealed !== null) return { source: 'record', hint: row.api_key_hint };
  return key === null ? { source: 'none', hint: null } : { source: 'environment', hint: hintOf(key) };
}
