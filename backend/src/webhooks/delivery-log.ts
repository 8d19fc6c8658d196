import type { Pagination } from '@atelier/shared/contracts/envelope';
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetails,
} from '@atelier/shared/contracts/webhook';
import type { DeliveryState } from '@atelier/shared/webhook-events';
import type { Database } from '../db/database.ts';
import type { WebhookAttemptRow, WebhookDeliveryRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { testPayload } from './payloads.ts';
import { findEndpoint } from './webhook-endpoints.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

export interface DeliveryFilter {
  readonly limit: number;
  readonly offset: number;
  readonly state?: DeliveryState | undefined;
}

/** What an endpoint was told, for its owner, and telling it again. */
export class DeliveryLog {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: WebhookOutbox;

  constructor(parts: { database: Database; clock: Clock; outbox: WebhookOutbox }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#outbox = parts.outbox;
  }

  /** A page of the endpoint's deliveries, newest first. @throws AppError not_found */
  async list(
    userId: string,
    endpointId: string,
    filter: DeliveryFilter,
  ): Promise<{ deliveries: WebhookDelivery[]; pagination: Pagination }> {
    const { read } = this.#database;
    await findEndpoint(read, userId, endpointId);
    const { limit, offset, state } = filter;
    const matching = read
      .selectFrom('webhook_deliveries')
      .where('endpoint_id', '=', endpointId)
      .where('user_id', '=', userId)
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'pending'));
    const { count } = await matching
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    // Ids sort by time.
    const page = matching.selectAll().orderBy('id', 'desc').limit(limit).offset(offset);
    const deliveries = (await page.execute()).map(presentDelivery);
    const total = Number(count);
    return {
      deliveries,
      pagination: { total, limit, offset, hasMore: offset + deliveries.length < total },
    };
  }

  /** @throws AppError not_found */
  async read(userId: string, endpointId: string, deliveryId: string): Promise<WebhookDeliveryDetails> {
    const { read } = this.#database;
    await findEndpoint(read, userId, endpointId);
    const row = await read
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('id', '=', deliveryId)
      .where('endpoint_id', '=', endpointId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    const attempts = await read
      .selectFrom('webhook_attempts')
      .selectAll()
      .where('delivery_id', '=', deliveryId)
      .orderBy('number', 'desc')
      .execute();
    return { ...presentDelivery(row), payload: row.payload, attempts: attempts.map(presentAttempt) };
  }

  /**
   * Sends a delivery again, now: one that ended starts over with all its attempts and the same `webhook-id`, one that
   * waits for its next attempt no longer waits. @throws AppError not_found, webhook_off.
   */
  async redeliver(userId: string, endpointId: string, deliveryId: string): Promise<WebhookDelivery> {
    const at = timestamp(this.#clock);
    return this.#database.transaction(async (transaction) => {
      const endpoint = await findEndpoint(transaction.query, userId, endpointId);
      const row = await transaction.query
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('id', '=', deliveryId)
        .where('endpoint_id', '=', endpointId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (!row) throw new AppError('not_found');
      if (endpoint.is_active !== 1) throw new AppError('webhook_off');
      const restarted = await transaction.query
        .updateTable('webhook_deliveries')
        .set({ state: 'pending', due_at: at, ended_at: null, tries: 0 })
        .where('id', '=', deliveryId)
        // What is under way is being sent again already.
        .where('lease_token', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (restarted) this.#outbox.announce(transaction);
      return presentDelivery(restarted ?? row);
    });
  }

  /** Sends a test message, also to an endpoint that is switched off, once. @throws AppError not_found */
  async sendTest(userId: string, endpointId: string): Promise<WebhookDelivery> {
    return this.#database.transaction(async (transaction) => {
      const endpoint = await findEndpoint(transaction.query, userId, endpointId);
      const payload = testPayload(endpointId, timestamp(this.#clock));
      const row = this.#outbox.rowOf(payload, endpoint);
      await this.#outbox.insert(transaction, [row]);
      const made = await transaction.query
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('id', '=', row.id)
        .executeTakeFirstOrThrow();
      return presentDelivery(made);
    });
  }
}

function presentDelivery(row: WebhookDeliveryRow): WebhookDelivery {
  const isUnderWay = row.lease_token !== null;
  return {
    id: row.id,
    type: row.type,
    taskId: row.task_id,
    state: row.state,
    isUnderWay,
    attemptCount: row.attempt_count,
    lastStatusCode: row.last_status_code,
    lastFailure: row.last_failure,
    nextAttemptAt: isUnderWay ? null : row.due_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

function presentAttempt(row: WebhookAttemptRow): WebhookAttempt {
  return {
    number: row.number,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    statusCode: row.status_code,
    failure: row.failure,
    isUnderWay: row.ended_at === null,
    excerpt: row.excerpt,
  };
}
