import type { WebhookPayload } from '@atelier/shared/contracts/webhook';
import { WEBHOOK_EVENT_TYPES } from '@atelier/shared/webhook-events';
import { type Insertable, sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { WebhookDeliveriesTable, WebhookEndpointRow } from '../db/tables.ts';
import type { EventOutbox, NewEvent } from '../events/event-log.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import { creditsPayload, TASK_FACTS, type TaskFacts, taskPayload } from './payloads.ts';

type Endpoint = Pick<WebhookEndpointRow, 'id' | 'user_id' | 'events'>;

/** Twelve values each; SQLite allows 32,766 of them in one statement. */
const ROWS_PER_INSERT = 500;

/**
 * Writes one delivery per event and endpoint that wants it, in the transaction of the event, with the payload as it
 * will be sent: a fact that is committed will be told, one that is rolled back never is.
 */
export class WebhookOutbox implements EventOutbox {
  readonly #clock: Clock;
  #onNew: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Has `listener` called after each commit that left something to deliver. One listener: the worker. */
  whenNew(listener: () => void): void {
    this.#onNew = listener;
  }

  async record(transaction: Transaction, events: readonly NewEvent[]): Promise<void> {
    const offered = events.filter(({ type }) => WEBHOOK_EVENT_TYPES.some((known) => known === type));
    if (offered.length === 0) return;
    const endpoints = await endpointsOf(
      transaction,
      offered.map(({ userId }) => userId),
    );
    const wanted = offered.flatMap((event) =>
      endpoints.filter((endpoint) => wants(endpoint, event)).map((endpoint) => ({ event, endpoint })),
    );
    if (wanted.length === 0) return;
    const tasks = await tasksOf(
      transaction,
      wanted.map(({ event }) => event),
    );
    const rows = wanted.flatMap(({ event, endpoint }) => {
      const payload = payloadOf(event, tasks);
      return payload ? [this.#toRow(payload, event.taskId, endpoint)] : [];
    });
    await this.insert(transaction, rows);
  }

  /** Adds deliveries that are due at once. */
  async insert(
    transaction: Transaction,
    rows: ReadonlyArray<Insertable<WebhookDeliveriesTable>>,
  ): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
      const some = rows.slice(from, from + ROWS_PER_INSERT);
      await transaction.query.insertInto('webhook_deliveries').values(some).execute();
    }
    if (rows.length > 0) this.announce(transaction);
  }

  /** Tells the worker of this process after the commit; others find it when they look. */
  announce(transaction: Transaction): void {
    transaction.afterCommit(() => this.#onNew());
  }

  #toRow(payload: WebhookPayload, taskId: string | null, endpoint: Endpoint) {
    const at = timestamp(this.#clock);
    return {
      id: newId('message', this.#clock),
      user_id: endpoint.user_id,
      endpoint_id: endpoint.id,
      task_id: taskId,
      type: payload.type,
      payload: JSON.stringify(payload),
      state: 'pending',
      due_at: at,
      created_at: at,
    } as const;
  }

  /** The row of a message to one endpoint. */
  rowOf(payload: WebhookPayload, endpoint: Endpoint): Insertable<WebhookDeliveriesTable> & { id: string } {
    return this.#toRow(payload, null, endpoint);
  }
}

/** What every event of a task's beginning and end has to ask, so it is built once. */
const selectActive = reusableQuery<Pick<Endpoint, 'user_id'>, Endpoint>((db, value) =>
  db
    .selectFrom('webhook_endpoints')
    .select(['id', 'user_id', 'events'])
    .where('user_id', '=', value('user_id'))
    .where('is_active', '=', sql.lit(1)),
);

async function endpointsOf({ query }: Transaction, userIds: readonly string[]): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (const user_id of new Set(userIds)) endpoints.push(...(await selectActive(query, { user_id })).rows);
  return endpoints;
}

function wants(endpoint: Endpoint, event: NewEvent): boolean {
  if (endpoint.user_id !== event.userId) return false;
  const types: readonly string[] = JSON.parse(endpoint.events);
  return types.includes(event.type);
}

async function tasksOf(
  { query }: Transaction,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<string, TaskFacts>> {
  const ids = [...new Set(events.flatMap(({ taskId }) => taskId ?? []))];
  if (ids.length === 0) return new Map();
  const tasks = await query.selectFrom('ai_tasks').select(TASK_FACTS).where('id', 'in', ids).execute();
  return new Map(tasks.map((task) => [task.id, task]));
}

function payloadOf(event: NewEvent, tasks: ReadonlyMap<string, TaskFacts>): WebhookPayload | undefined {
  switch (event.type) {
    case 'credits.changed':
      return creditsPayload(event.data);
    case 'task.created':
    case 'task.completed':
    case 'task.failed':
    case 'task.canceled': {
      const task = tasks.get(event.taskId ?? '');
      if (!task) throw new Error(`task ${event.taskId} of an event is not in the database`);
      return taskPayload(event.type, event.data, task);
    }
    default:
      return undefined;
  }
}
