import type {
  CreditsEventData,
  EventType,
  TaskEventData,
  TaskEventType,
  WebhookEventData,
} from '@atelier/shared/contracts/event';
import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { EventRow } from '../db/tables.ts';
import { type EventBell, LocalBell } from './event-bell.ts';
import { insertEvents, type NewEventRow } from './insert-events.ts';

interface EventOf<T extends EventType, D> {
  readonly userId: string;
  readonly taskId: string | null;
  readonly type: T;
  readonly data: D;
}

export type NewEvent =
  | EventOf<TaskEventType, TaskEventData>
  | EventOf<'credits.changed', CreditsEventData>
  | EventOf<'webhook.disabled', WebhookEventData>;

/** Takes down, in the transaction that writes events, whom outside the house they are to be told. */
export interface EventOutbox {
  /** Called just before the commit with all events of the transaction; asks the database only where it must. */
  record(transaction: Transaction, events: readonly NewEvent[]): Promise<void>;
}

/** One event as it is kept; `data` is the JSON text that goes out as it is. */
export type StoredEvent = Pick<EventRow, 'id' | 'type' | 'data'>;

const selectAfter = reusableQuery<{ user_id: string; after: number; limit: number }, StoredEvent>(
  (db, value) =>
    db
      .selectFrom('events')
      .select(['id', 'type', 'data'])
      .where('user_id', '=', value('user_id'))
      .where('id', '>', value('after'))
      .orderBy('id')
      .limit(value('limit')),
);

/**
 * The append-only log behind the live stream. Events are written in the transaction of the fact they tell of, so a
 * fact and its event appear together or not at all; readers are woken by the bell after the commit and read by id.
 */
export class EventLog {
  readonly #database: Database;
  readonly #bell: EventBell;
  readonly #outbox: EventOutbox | undefined;
  readonly #waiting = new WeakMap<Transaction, NewEvent[]>();

  constructor(database: Database, bell: EventBell = new LocalBell(), outbox?: EventOutbox) {
    this.#database = database;
    this.#bell = bell;
    this.#outbox = outbox;
  }

  /** Adds one event to those that the caller's transaction writes, all at once, just before its commit. */
  append(transaction: Transaction, event: NewEvent): void {
    const waiting = this.#waitingIn(transaction);
    // The first one, or the first after those before were written: later work before the commit may append as well.
    if (waiting.length === 0) transaction.beforeCommit(() => this.#write(transaction, waiting.splice(0)));
    waiting.push(event);
  }

  #waitingIn(transaction: Transaction): NewEvent[] {
    const known = this.#waiting.get(transaction);
    if (known) return known;
    const waiting: NewEvent[] = [];
    this.#waiting.set(transaction, waiting);
    return waiting;
  }

  /** Events of one user after an id, oldest first. */
  async readAfter(userId: string, afterId: number, limit: number): Promise<readonly StoredEvent[]> {
    const { rows } = await selectAfter(this.#database.read, { user_id: userId, after: afterId, limit });
    return rows;
  }

  /** The id a new listener starts after: everything up to here is already in what it reads over HTTP. */
  async latestId(userId: string): Promise<number> {
    const row = await this.#database.read
      .selectFrom('events')
      .select((eb) => eb.fn.max('id').as('id'))
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return Number(row?.id ?? 0);
  }

  /**
   * PostgreSQL gives out ids when rows are inserted, not when they are committed. Without the lock a reader could see
   * event 5 while event 4 is not committed yet, go on after 5 and never see 4. With it, ids of one user are given out
   * and become visible in the same order. Users are locked in the order of their ids, so that two transactions with
   * events of the same people cannot wait for each other; and last of all, so that the lock is held only for the
   * insert and the commit.
   */
  async #write(transaction: Transaction, events: readonly NewEvent[]): Promise<void> {
    await this.#outbox?.record(transaction, events);
    const userIds = usersOf(events);
    for (const userId of userIds) await transaction.exclusive(`events:${userId}`);
    await insertEvents(transaction.query, events.map(toRow));
    transaction.afterCommit(() => this.#bell.ring(userIds));
  }
}

/** Each user once, in the order of their ids. */
function usersOf(events: readonly NewEvent[]): readonly string[] {
  const [first] = events;
  // Nearly always: a fact concerns one person.
  if (first && events.every(({ userId }) => userId === first.userId)) return [first.userId];
  return [...new Set(events.map(({ userId }) => userId))].sort();
}

function toRow({ userId, taskId, type, data }: NewEvent): NewEventRow {
  return {
    user_id: userId,
    task_id: taskId,
    task_sequence: 'sequence' in data ? data.sequence : null,
    type,
    data: JSON.stringify(data),
    created_at: data.at,
  };
}
