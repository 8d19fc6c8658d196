import { randomUUID } from 'node:crypto';
import { WEBHOOK_FAILING_LIMIT_MS, WEBHOOK_RETRY_SECONDS } from '@atelier/shared/limits';
import { type AttemptFailure, WEBHOOK_TEST_TYPE } from '@atelier/shared/webhook-events';
import type { Database, Transaction } from '../db/database.ts';
import type { WebhookDeliveryRow, WebhookEndpointRow } from '../db/tables.ts';
import type { EventLog } from '../events/event-log.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { cancelDeliveries } from './cancel-deliveries.ts';
import { retryDelayMs } from './retry-schedule.ts';

/** Longer than any attempt takes; whoever holds a delivery beyond this is gone. */
const LEASE_MS = 60_000;
/** An endpoint is not switched off by messages that were hardly tried: the fifth attempt comes after some hours. */
const TRIES_BEFORE_DISABLING = 5;
/** The first attempt and one after each wait. */
const MAX_TRIES = WEBHOOK_RETRY_SECONDS.length + 1;
/** Our own trouble says nothing about the endpoint. */
const OUR_FAILURES: ReadonlySet<AttemptFailure> = new Set(['interrupted', 'not_signed']);

/** A delivery whose time has come, as it was seen. */
export type DueDelivery = Pick<
  WebhookDeliveryRow,
  'id' | 'endpoint_id' | 'type' | 'due_at' | 'lease_token' | 'tries'
> &
  Pick<WebhookEndpointRow, 'is_active' | 'deleted_at' | 'failing_since'>;

/** One attempt that this process may make and must settle. */
export interface Claim {
  readonly delivery: WebhookDeliveryRow;
  readonly endpoint: WebhookEndpointRow;
  readonly leaseToken: string;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  /** Null when it delivered. */
  readonly failure: AttemptFailure | null;
  readonly statusCode: number | null;
  readonly excerpt: string | null;
  readonly durationMs: number;
  /** How long the endpoint asked to be left alone. */
  readonly restMs: number | null;
}

/**
 * Who sends what and what came of it, in the database, so that several processes do not send the same thing at once.
 * An attempt is written down before it is made: one that a crash cut off is seen, and made again when its lease ends.
 */
export class DeliveryClaims {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(parts: { database: Database; events: EventLog; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#events = parts.events;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** What is due, the longest waiting first, leaving out these endpoints. */
  async findDue(limit: number, except: readonly string[]): Promise<readonly DueDelivery[]> {
    return this.#database.read
      .selectFrom('webhook_deliveries as delivery')
      .innerJoin('webhook_endpoints as endpoint', 'endpoint.id', 'delivery.endpoint_id')
      .select([
        'delivery.id',
        'delivery.endpoint_id',
        'delivery.type',
        'delivery.due_at',
        'delivery.lease_token',
        'delivery.tries',
        'endpoint.is_active',
        'endpoint.deleted_at',
        'endpoint.failing_since',
      ])
      .where('delivery.due_at', '<=', timestamp(this.#clock))
      .$if(except.length > 0, (query) => query.where('delivery.endpoint_id', 'not in', [...except]))
      .orderBy('delivery.due_at')
      .limit(limit)
      .execute();
  }

  /**
   * Takes a delivery for one attempt. Undefined when another process was quicker, and when there is no further attempt:
   * its endpoint is off, or each of its attempts ended with the process that made it.
   */
  async claim(due: DueDelivery): Promise<Claim | undefined> {
    const at = timestamp(this.#clock);
    if (isOff(due)) return this.#end(due, 'canceled', at);
    if (due.tries >= MAX_TRIES) return this.#end(due, 'failed', at);
    const leaseToken = randomUUID();
    return this.#database.transaction(async ({ query }) => {
      const delivery = await query
        .updateTable('webhook_deliveries')
        .set((eb) => ({
          lease_token: leaseToken,
          due_at: timestamp(this.#clock, LEASE_MS),
          attempt_count: eb('attempt_count', '+', 1),
          tries: eb('tries', '+', 1),
        }))
        .where('id', '=', due.id)
        .where('due_at', '=', due.due_at)
        .returningAll()
        .executeTakeFirst();
      if (!delivery) return undefined;
      if (due.lease_token !== null) await closeInterrupted(query, due.id, at);
      const { user_id, attempt_count: number } = delivery;
      await query
        .insertInto('webhook_attempts')
        .values({ user_id, delivery_id: due.id, number, started_at: at })
        .execute();
      const endpoint = await query
        .selectFrom('webhook_endpoints')
        .selectAll()
        .where('id', '=', due.endpoint_id)
        .executeTakeFirstOrThrow();
      return { delivery, endpoint, leaseToken };
    });
  }

  /** Writes down how the attempt ended and what follows from it. */
  async settle(claim: Claim, outcome: AttemptOutcome): Promise<void> {
    const { delivery } = claim;
    const at = timestamp(this.#clock);
    await this.#database.transaction(async (transaction) => {
      await transaction.query
        .updateTable('webhook_attempts')
        .set({
          ended_at: at,
          duration_ms: outcome.durationMs,
          status_code: outcome.statusCode,
          failure: outcome.failure,
          excerpt: outcome.excerpt,
        })
        .where('delivery_id', '=', delivery.id)
        .where('number', '=', delivery.attempt_count)
        .execute();
      if (outcome.failure === null) await this.#settleDelivered(transaction, claim, outcome, at);
      else await this.#settleFailed(transaction, claim, { ...outcome, failure: outcome.failure }, at);
    });
  }

  /** Delivered is delivered, even when the lease was lost meanwhile. */
  async #settleDelivered(
    { query }: Transaction,
    { delivery, endpoint }: Claim,
    { statusCode }: AttemptOutcome,
    at: string,
  ): Promise<void> {
    await query
      .updateTable('webhook_deliveries')
      .set({
        state: 'delivered',
        due_at: null,
        ended_at: at,
        lease_token: null,
        last_status_code: statusCode,
        last_failure: null,
      })
      .where('id', '=', delivery.id)
      .where('state', '=', 'pending')
      .execute();
    await query
      .updateTable('webhook_endpoints')
      .set({ failing_since: null, last_delivered_at: at })
      .where('id', '=', endpoint.id)
      .execute();
  }

  async #settleFailed(
    transaction: Transaction,
    claim: Claim,
    outcome: AttemptOutcome & { failure: AttemptFailure },
    at: string,
  ): Promise<void> {
    const { delivery, endpoint, leaseToken } = claim;
    const isTest = delivery.type === WEBHOOK_TEST_TYPE;
    const isOurs = OUR_FAILURES.has(outcome.failure);
    const failing = isTest || isOurs ? undefined : await noteFailure(transaction.query, endpoint.id, at);
    const dueAt = this.#nextAttempt(delivery, outcome, failing ?? endpoint);
    await transaction.query
      .updateTable('webhook_deliveries')
      .set((eb) => ({
        ...(dueAt === null ? endedAs('failed', at) : { due_at: dueAt }),
        lease_token: null,
        // An attempt we cut off ourselves does not use one up.
        tries: outcome.failure === 'interrupted' ? eb('tries', '-', 1) : delivery.tries,
        last_status_code: outcome.statusCode,
        last_failure: outcome.failure,
      }))
      .where('id', '=', delivery.id)
      .where('lease_token', '=', leaseToken)
      .execute();
    if (!failing) return;
    if (outcome.restMs !== null) await this.#rest(transaction, endpoint.id, outcome.restMs);
    const isHopeless =
      delivery.tries >= TRIES_BEFORE_DISABLING &&
      Date.parse(failing.failing_since ?? at) <= Date.parse(at) - WEBHOOK_FAILING_LIMIT_MS;
    if (outcome.failure === 'gone') await this.#disable(transaction, endpoint, 'gone', at);
    else if (isHopeless) await this.#disable(transaction, endpoint, 'failing', at);
  }

  /** When to try again; null when this was the last attempt. */
  #nextAttempt(
    delivery: WebhookDeliveryRow,
    { failure, restMs }: AttemptOutcome,
    endpoint: Pick<WebhookEndpointRow, 'is_active'>,
  ): string | null {
    if (failure === 'interrupted') return timestamp(this.#clock);
    if (failure === 'gone' || delivery.type === WEBHOOK_TEST_TYPE || endpoint.is_active !== 1) return null;
    const delayMs = retryDelayMs(delivery.tries);
    return delayMs === null ? null : timestamp(this.#clock, Math.max(delayMs, restMs ?? 0));
  }

  /** Everything else that waits for this endpoint waits at least as long. */
  async #rest({ query }: Transaction, endpointId: string, restMs: number): Promise<void> {
    const until = timestamp(this.#clock, restMs);
    await query
      .updateTable('webhook_deliveries')
      .set({ due_at: until })
      .where('endpoint_id', '=', endpointId)
      .where('due_at', '<', until)
      .where('lease_token', 'is', null)
      .execute();
  }

  /** Switches an endpoint off and tells its owner. */
  async #disable(
    transaction: Transaction,
    { id, user_id: userId, url }: WebhookEndpointRow,
    reason: 'gone' | 'failing',
    at: string,
  ): Promise<void> {
    const changed = await transaction.query
      .updateTable('webhook_endpoints')
      .set({ is_active: 0, disabled_reason: reason, disabled_at: at, updated_at: at })
      .where('id', '=', id)
      .where('is_active', '=', 1)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return;
    await cancelDeliveries(transaction, id, at);
    const data = { webhookId: id, url, reason, at };
    this.#events.append(transaction, { userId, taskId: null, type: 'webhook.disabled', data });
    transaction.afterCommit(() =>
      this.#logger.warn({ webhookId: id, userId, reason }, 'a webhook was switched off'),
    );
  }

  async #end(due: DueDelivery, state: 'failed' | 'canceled', at: string): Promise<undefined> {
    await this.#database.transaction(async ({ query }) => {
      await query
        .updateTable('webhook_deliveries')
        .set({ ...endedAs(state, at), lease_token: null })
        .where('id', '=', due.id)
        .where('due_at', '=', due.due_at)
        .execute();
      if (due.lease_token !== null) await closeInterrupted(query, due.id, at);
    });
    return undefined;
  }
}

function isOff({ is_active, deleted_at, type }: DueDelivery): boolean {
  return deleted_at !== null || (is_active !== 1 && type !== WEBHOOK_TEST_TYPE);
}

const endedAs = (state: 'failed' | 'canceled', at: string) =>
  ({ state, due_at: null, ended_at: at }) as const;

/** The attempt of a process that is gone: what came of it is not known. */
async function closeInterrupted(query: Transaction['query'], deliveryId: string, at: string): Promise<void> {
  await query
    .updateTable('webhook_attempts')
    .set({ ended_at: at, failure: 'interrupted' })
    .where('delivery_id', '=', deliveryId)
    .where('ended_at', 'is', null)
    .execute();
}

async function noteFailure(
  query: Transaction['query'],
  endpointId: string,
  at: string,
): Promise<Pick<WebhookEndpointRow, 'failing_since' | 'is_active'>> {
  return query
    .updateTable('webhook_endpoints')
    .set((eb) => ({ failing_since: eb.fn.coalesce('failing_since', eb.val(at)) }))
    .where('id', '=', endpointId)
    .returning(['failing_since', 'is_active'])
    .executeTakeFirstOrThrow();
}
