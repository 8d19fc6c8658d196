import type { ApiKeyScope } from '@atelier/shared/contracts/api-key';
import type { Database } from '../db/database.ts';
import type { ApiKeyRow } from '../db/tables.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { type ApiKeyAllowance, ApiKeyRates } from './api-key-rates.ts';
import { hashApiKeySecret, isWholeApiKey } from './api-key-secret.ts';
import { scopesOf } from './present-api-key.ts';

/** The last use of a key is written at most this often, so that reading with a key stays reading. */
export const LAST_USE_INTERVAL_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/** A key that was shown and is good. */
export interface AdmittedApiKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: readonly ApiKeyScope[];
  /** In milliseconds since 1970; infinite for keys that do not expire. */
  readonly endsAtMs: number;
  /** Undefined for keys without a limit of their own. */
  readonly allowance: ApiKeyAllowance | undefined;
}

/**
 * Where API keys are shown. The row is read on every request and never remembered: a revoked key is refused from the
 * moment the revocation is committed, by every process.
 */
export class ApiKeyGate {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #rates: ApiKeyRates;
  /** When this process last wrote the use of a key. */
  readonly #usesWritten = new Map<string, number>();

  constructor(parts: { database: Database; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#rates = new ApiKeyRates(parts.clock);
  }

  /**
   * Finds the key behind a secret and counts the request. `address` is the caller's network address, for the owner.
   * Whoever has the secret may know why it does not work.
   * @throws AppError api_key_malformed, api_key_invalid, api_key_revoked, api_key_expired, api_key_rate_limited.
   */
  async admit(secret: string, address: string): Promise<AdmittedApiKey> {
    if (!isWholeApiKey(secret)) throw new AppError('api_key_malformed');
    // The owner is not known before the row is found; having the secret is the right to it.
    const row = await runAsSystem(() => this.#find('secret_hash', hashApiKeySecret(secret)));
    if (!row) throw new AppError('api_key_invalid');
    this.#assertGood(row);
    const limit = row.requests_per_minute;
    const allowance = limit === null ? undefined : this.#rates.count(row.id, limit);
    await this.#noteUse(row.id, address);
    return {
      id: row.id,
      userId: row.user_id,
      scopes: scopesOf(row),
      endsAtMs: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
      allowance,
    };
  }

  /** Whether a key that was admitted before is still good. For what stays open longer than a request. */
  async isGood(apiKeyId: string): Promise<boolean> {
    const row = await runAsSystem(() => this.#find('id', apiKeyId));
    return row !== undefined && row.revoked_at === null && !this.#isExpired(row);
  }

  async #find(column: 'id' | 'secret_hash', value: string): Promise<ApiKeyRow | undefined> {
    return this.#database.read
      .selectFrom('api_keys')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst();
  }

  #assertGood(row: ApiKeyRow): void {
    if (row.revoked_at !== null) throw new AppError('api_key_revoked');
    if (this.#isExpired(row)) throw new AppError('api_key_expired');
  }

  #isExpired(row: ApiKeyRow): boolean {
    return row.expires_at !== null && row.expires_at <= timestamp(this.#clock);
  }

  async #noteUse(apiKeyId: string, address: string): Promise<void> {
    const now = this.#clock.now().getTime();
    const before = this.#usesWritten.get(apiKeyId);
    if (before !== undefined && now - before < LAST_USE_INTERVAL_MS) return;
    this.#usesWritten.delete(apiKeyId);
    this.#usesWritten.set(apiKeyId, now);
    if (this.#usesWritten.size > MAX_REMEMBERED) {
      const [oldest] = this.#usesWritten.keys();
      if (oldest !== undefined) this.#usesWritten.delete(oldest);
    }
    try {
      await runAsSystem(() => this.#writeUse(apiKeyId, address));
    } catch (error) {
      // A full disk or a busy database is no reason to refuse what may only be reading.
      this.#logger.warn({ err: error, apiKeyId }, 'the last use of an API key could not be written');
    }
  }

  /** Unless another process wrote it within the interval. */
  async #writeUse(apiKeyId: string, address: string): Promise<void> {
    await this.#database.transaction(({ query }) =>
      query
        .updateTable('api_keys')
        .set({ last_used_at: timestamp(this.#clock), last_used_address: address })
        .where('id', '=', apiKeyId)
        .where((eb) =>
          eb.or([
            eb('last_used_at', 'is', null),
            eb('last_used_at', '<=', timestamp(this.#clock, -LAST_USE_INTERVAL_MS)),
          ]),
        )
        .execute(),
    );
  }
}
