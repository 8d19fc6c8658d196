import type {
  NewWebhook,
  UpdateWebhookRequest,
  Webhook,
  WebhookWithSecret,
} from '@atelier/shared/contracts/webhook';
import { MAX_WEBHOOKS_PER_USER, WEBHOOK_SECRET_OVERLAP_MS } from '@atelier/shared/limits';
import type { WebhookEventType } from '@atelier/shared/webhook-events';
import type { Updateable } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { isUniqueViolation } from '../db/database-errors.ts';
import type { WebhookEndpointRow, WebhookEndpointsTable } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import { cancelDeliveries } from './cancel-deliveries.ts';
import type { EndpointSecrets } from './endpoint-secrets.ts';
import { makeWebhookSecret } from './signatures.ts';

export interface WebhookEndpointsParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: EndpointSecrets;
  readonly safeFetch: Pick<SafeFetch, 'check'>;
  /** Whether plain http may be told; only where the outlet is not the real one. */
  readonly allowHttp: boolean;
}

/** Addresses that are told of a user's events. Ownership is a condition of every statement here. */
export class WebhookEndpoints {
  readonly #parts: WebhookEndpointsParts;

  constructor(parts: WebhookEndpointsParts) {
    this.#parts = parts;
  }

  /** All of the user's, oldest first; there are few. */
  async list(userId: string): Promise<Webhook[]> {
    const rows = await this.#parts.database.read
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map(presentEndpoint);
  }

  /** @throws AppError not_found, also for other people's. */
  async get(userId: string, id: string): Promise<Webhook> {
    return presentEndpoint(await findEndpoint(this.#parts.database.read, userId, id));
  }

  /**
   * Adds an address. `alongside` writes what belongs to it in the same transaction.
   * @throws AppError url_refused, webhooks_too_many, webhook_url_taken.
   */
  async create(
    userId: string,
    wish: NewWebhook,
    alongside?: (transaction: Transaction, id: string) => Promise<void>,
  ): Promise<WebhookWithSecret> {
    const { database, clock, secrets } = this.#parts;
    const url = this.#checkUrl(wish.url);
    const id = newId('webhook', clock);
    const secret = makeWebhookSecret();
    const at = timestamp(clock);
    const row = await refusingTakenUrl(() =>
      database.transaction(async (transaction) => {
        await this.#assertRoom(transaction, userId);
        await alongside?.(transaction, id);
        return transaction.query
          .insertInto('webhook_endpoints')
          .values({
            id,
            user_id: userId,
            url,
            description: wish.description,
            events: JSON.stringify(wish.events),
            is_active: wish.isActive ? 1 : 0,
            ...secrets.seal(id, secret),
            created_at: at,
            updated_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
      }),
    );
    return { ...presentEndpoint(row), secret };
  }

  /** Changes what is named. @throws AppError not_found, url_refused, webhook_url_taken. */
  async update(userId: string, id: string, wish: UpdateWebhookRequest): Promise<Webhook> {
    const { database, clock } = this.#parts;
    const at = timestamp(clock);
    const change: Updateable<WebhookEndpointsTable> = { updated_at: at };
    if (wish.url !== undefined) change.url = this.#checkUrl(wish.url);
    if (wish.description !== undefined) change.description = wish.description;
    if (wish.events !== undefined) change.events = JSON.stringify(wish.events);
    if (wish.isActive !== undefined) change.is_active = wish.isActive ? 1 : 0;
    // Another address, or a fresh start: what went wrong before no longer counts.
    if (wish.url !== undefined || wish.isActive === true) change.failing_since = null;
    if (wish.isActive === true) Object.assign(change, { disabled_reason: null, disabled_at: null });
    const row = await refusingTakenUrl(() =>
      database.transaction(async (transaction) => {
        const changed = await changeEndpoint(transaction, { userId, id, change });
        if (wish.isActive === false) await cancelDeliveries(transaction, id, at);
        return changed;
      }),
    );
    return presentEndpoint(row);
  }

  /**
   * Gives a new secret. For a day deliveries are signed with the one before as well; an older one ends at once.
   * @throws AppError not_found
   */
  async rotateSecret(userId: string, id: string): Promise<WebhookWithSecret> {
    const { database, clock, secrets } = this.#parts;
    const secret = makeWebhookSecret();
    const row = await database.transaction((transaction) =>
      transaction.query
        .updateTable('webhook_endpoints')
        .set((eb) => ({
          previous_secret_sealed: eb.ref('secret_sealed'),
          previous_secret_ends_at: timestamp(clock, WEBHOOK_SECRET_OVERLAP_MS),
          ...secrets.seal(id, secret),
          updated_at: timestamp(clock),
        }))
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('deleted_at', 'is', null)
        .returningAll()
        .executeTakeFirst(),
    );
    if (!row) throw new AppError('not_found');
    return { ...presentEndpoint(row), secret };
  }

  /**
   * Takes the endpoint away from its owner and forgets its secrets. The row goes later (`WebhookSweeper`): a
   * transaction that is just writing a delivery for it must not fail for that. @throws AppError not_found
   */
  async delete(userId: string, id: string): Promise<void> {
    const { database, clock } = this.#parts;
    const at = timestamp(clock);
    await database.transaction(async (transaction) => {
      const change = {
        deleted_at: at,
        is_active: 0,
        secret_sealed: '',
        previous_secret_sealed: null,
        previous_secret_ends_at: null,
      };
      await changeEndpoint(transaction, { userId, id, change });
      await cancelDeliveries(transaction, id, at);
    });
  }

  /** The canonical form. @throws AppError url_refused with the field it is about. */
  #checkUrl(address: string): string {
    const { safeFetch, allowHttp } = this.#parts;
    try {
      safeFetch.check(address, { allowHttp });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const fieldProblems = [{ field: 'url', message: error.message }];
      throw new AppError(error.code, error.values, { cause: error, fieldProblems });
    }
    return new URL(address).href;
  }

  async #assertRoom(transaction: Transaction, userId: string): Promise<void> {
    await transaction.exclusive(`webhooks:${userId}`);
    const { count } = await transaction.query
      .selectFrom('webhook_endpoints')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_WEBHOOKS_PER_USER) {
      throw new AppError('webhooks_too_many', { limit: MAX_WEBHOOKS_PER_USER });
    }
  }
}

/** @throws AppError not_found, also for other people's. */
export async function findEndpoint(
  query: Transaction['query'],
  userId: string,
  id: string,
): Promise<WebhookEndpointRow> {
  const row = await query
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

async function changeEndpoint(
  { query }: Transaction,
  { userId, id, change }: { userId: string; id: string; change: Updateable<WebhookEndpointsTable> },
): Promise<WebhookEndpointRow> {
  const row = await query
    .updateTable('webhook_endpoints')
    .set(change)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

async function refusingTakenUrl<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('webhook_url_taken', {}, { cause: error });
    throw error;
  }
}

function presentEndpoint(row: WebhookEndpointRow): Webhook {
  const events: WebhookEventType[] = JSON.parse(row.events);
  const { disabled_reason: reason, disabled_at: at } = row;
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events,
    isActive: row.is_active === 1,
    disabled: reason !== null && at !== null ? { reason, at } : null,
    secretHint: row.secret_hint,
    previousSecretEndsAt: row.previous_secret_ends_at,
    failingSince: row.failing_since,
    lastDeliveredAt: row.last_delivered_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
