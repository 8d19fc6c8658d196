import type {
  ApiKey,
  ApiKeyUsage,
  CreatedApiKey,
  createApiKeySchema,
  UpdateApiKeyRequest,
} from '@atelier/shared/contracts/api-key';
import { MAX_API_KEYS, MAX_REVOKED_API_KEYS_LISTED } from '@atelier/shared/limits';
import type { z } from 'zod';
import type { KeyUsageReader } from '../credits/key-usage-reader.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { ApiKeyRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import { makeApiKeySecret } from './api-key-secret.ts';
import { presentApiKey, storedScopes } from './present-api-key.ts';

type NewApiKey = z.output<typeof createApiKeySchema>;

/** A request that may arrive twice: the caller's key for it and a hash of what it asks for. */
interface Repeatable {
  readonly key: string;
  readonly requestHash: string;
}

/** An owner's API keys: making, changing, revoking and looking at them. Showing one is the business of ApiKeyGate. */
export class ApiKeys {
  readonly #database: Database;
  readonly #usage: KeyUsageReader;
  readonly #clock: Clock;
  readonly #onRevoked: (key: { userId: string; apiKeyId: string }) => void;

  /** `onRevoked` ends what the key still has open in this process. */
  constructor(parts: {
    database: Database;
    keyUsage: KeyUsageReader;
    clock: Clock;
    onRevoked: (key: { userId: string; apiKeyId: string }) => void;
  }) {
    this.#database = parts.database;
    this.#usage = parts.keyUsage;
    this.#clock = parts.clock;
    this.#onRevoked = parts.onRevoked;
  }

  /**
   * Makes a key. Its secret is in this answer and nowhere afterwards: a repeat with the same Idempotency-Key finds the
   * key that was made, but no secret.
   * @throws AppError api_keys_too_many, idempotency_key_reused, request_invalid for a moment of expiry that is past.
   */
  async create(userId: string, wish: NewApiKey, repeatable?: Repeatable): Promise<CreatedApiKey> {
    const expiresAt = this.#expiryOf(wish.expiresAt);
    const { secret, hash, prefix, lastFour } = makeApiKeySecret();
    const row: ApiKeyRow = {
      id: newId('apiKey', this.#clock),
      user_id: userId,
      name: wish.name,
      prefix,
      last_four: lastFour,
      secret_hash: hash,
      scopes: storedScopes(wish.scopes),
      requests_per_minute: wish.requestsPerMinute,
      credits_per_month: wish.creditsPerMonth,
      idempotency_key: repeatable?.key ?? null,
      request_hash: repeatable?.requestHash ?? null,
      created_at: timestamp(this.#clock),
      expires_at: expiresAt,
      revoked_at: null,
      last_used_at: null,
      last_used_address: null,
    };
    const made = await this.#database.transaction((transaction) => this.#insertOnce(transaction, row));
    return { key: await this.#present(made), secret: made.id === row.id ? secret : null };
  }

  /** All keys that are not revoked, the newest first; then those revoked last. */
  async list(userId: string): Promise<ApiKey[]> {
    const own = this.#database.read.selectFrom('api_keys').selectAll().where('user_id', '=', userId);
    const [kept, revoked] = await Promise.all([
      own.where('revoked_at', 'is', null).orderBy('id', 'desc').execute(),
      own
        .where('revoked_at', 'is not', null)
        .orderBy('revoked_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MAX_REVOKED_API_KEYS_LISTED)
        .execute(),
    ]);
    return this.#presentAll([...kept, ...revoked]);
  }

  /** @throws AppError not_found, api_key_not_changeable, request_invalid for a moment of expiry that is past. */
  async update(userId: string, id: string, change: UpdateApiKeyRequest): Promise<ApiKey> {
    await this.#get(userId, id);
    const { name, expiresAt, requestsPerMinute, creditsPerMonth } = change;
    const expiry = expiresAt === undefined ? undefined : this.#expiryOf(expiresAt);
    const row = await this.#database.transaction(({ query }) =>
      query
        .updateTable('api_keys')
        // What is not named is not written, so that two changes at once do not undo each other.
        .set({
          id,
          ...(name !== undefined && { name }),
          ...(expiry !== undefined && { expires_at: expiry }),
          ...(requestsPerMinute !== undefined && { requests_per_minute: requestsPerMinute }),
          ...(creditsPerMonth !== undefined && { credits_per_month: creditsPerMonth }),
        })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .returningAll()
        .executeTakeFirst(),
    );
    if (!row) throw new AppError('api_key_not_changeable');
    return this.#present(row);
  }

  /** Ends a key for good, at once; the row stays. Revoking twice gives the same answer. @throws AppError not_found */
  async revoke(userId: string, id: string): Promise<ApiKey> {
    await this.#database.transaction(({ query }) =>
      query
        .updateTable('api_keys')
        .set({ revoked_at: timestamp(this.#clock) })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .execute(),
    );
    const row = await this.#get(userId, id);
    this.#onRevoked({ userId, apiKeyId: id });
    return this.#present(row);
  }

  /** What was used through a key, day by day. @throws AppError not_found */
  async usage(userId: string, id: string, days: number): Promise<ApiKeyUsage> {
    const row = await this.#get(userId, id);
    const [key, used] = await Promise.all([this.#present(row), this.#usage.daysOf(id, days)]);
    return { key, days: used };
  }

  /** Returns the row, or the one that an identical earlier request made. */
  async #insertOnce(transaction: Transaction, row: ApiKeyRow): Promise<ApiKeyRow> {
    // In turns: two requests at once would both find no earlier key, or room for the last one.
    await transaction.exclusive(`api_keys:${row.user_id}`);
    const earlier = await this.#findEarlier(transaction, row);
    if (earlier) return earlier;
    const { count } = await transaction.query
      .selectFrom('api_keys')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', row.user_id)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_API_KEYS) throw new AppError('api_keys_too_many', { limit: MAX_API_KEYS });
    await transaction.query.insertInto('api_keys').values(row).execute();
    return row;
  }

  async #findEarlier({ query }: Transaction, row: ApiKeyRow): Promise<ApiKeyRow | undefined> {
    if (row.idempotency_key === null) return undefined;
    const earlier = await query
      .selectFrom('api_keys')
      .selectAll()
      .where('user_id', '=', row.user_id)
      .where('idempotency_key', '=', row.idempotency_key)
      .executeTakeFirst();
    if (earlier && earlier.request_hash !== row.request_hash) throw new AppError('idempotency_key_reused');
    return earlier;
  }

  async #get(userId: string, id: string): Promise<ApiKeyRow> {
    const row = await this.#database.read
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** The stored form of a wished expiry. */
  #expiryOf(wished: string | null): string | null {
    if (wished === null) return null;
    const stored = new Date(wished).toISOString();
    if (stored > timestamp(this.#clock)) return stored;
    const message = 'must be in the future';
    throw new AppError(
      'request_invalid',
      { detail: `expiresAt: ${message}` },
      { fieldProblems: [{ field: 'expiresAt', message }] },
    );
  }

  async #present(row: ApiKeyRow): Promise<ApiKey> {
    const monthOf = await this.#usage.monthsOf([row.id]);
    return presentApiKey(row, monthOf(row.id), timestamp(this.#clock));
  }

  async #presentAll(rows: readonly ApiKeyRow[]): Promise<ApiKey[]> {
    const monthOf = await this.#usage.monthsOf(rows.map(({ id }) => id));
    const now = timestamp(this.#clock);
    return rows.map((row) => presentApiKey(row, monthOf(row.id), now));
  }
}
