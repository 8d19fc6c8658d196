import type { CreditsEventData, EventType, LiveEvent, TaskEventData } from '@atelier/shared/contracts/event';
import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { EventRow } from '../db/tables.ts';

export interface NewEvent {
  readonly userId: string;
  readonly taskId: string | null;
  readonly type: EventType;
  readonly data: TaskEventData | CreditsEventData;
}

const insertEvent = reusableQuery<Omit<EventRow, 'id'>>((db, value) =>
  db.insertInto('events').values({
    user_id: value('user_id'),
    task_id: value('task_id'),
    task_sequence: value('task_sequence'),
    type: value('type'),
    data: value('data'),
    created_at: value('created_at'),
  }),
);

/** Called after the commit of new events with the users they belong to. */
type Listener = (userId: string) => void;

/**
 * The append-only log behind the live stream. Events are written in the transaction of the fact they tell of, so a
 * fact and its event appear together or not at all; readers are woken after the commit and read by id.
 */
export class EventLog {
  readonly #database: Database;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Appends one event inside the caller's transaction. */
  async append(transaction: Transaction, event: NewEvent): Promise<void> {
    await insertEvent(transaction.query, {
      user_id: event.userId,
      task_id: event.taskId,
      task_sequence: 'sequence' in event.data ? event.data.sequence : null,
      type: event.type,
      data: JSON.stringify(event.data),
      created_at: event.data.at,
    });
    transaction.afterCommit(() => this.#wake(event.userId));
  }

  /** Events of one user after an id, oldest first. */
  async readAfter(userId: string, afterId: number, limit: number): Promise<readonly LiveEvent[]> {
    const rows = await this.#database.read
      .selectFrom('events')
      .selectAll()
      .where('user_id', '=', userId)
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toLiveEvent);
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

  /** Wakes `listener` after each commit with events of that user. Returns the function that ends it. */
  listen(userId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(userId) ?? new Set();
    this.#listeners.set(userId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(userId);
    };
  }

  #wake(userId: string): void {
    for (const listener of this.#listeners.get(userId) ?? []) listener(userId);
  }
}

function toLiveEvent(row: EventRow): LiveEvent {
  return { id: row.id, type: row.type, data: JSON.parse(row.data) } as LiveEvent;
}
