import { sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { RelayedStartRow, TaskRow } from '../db/tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type {
  ProviderAdapter,
  ProviderFailure,
  TransportAnswer,
  TransportRequest,
} from '../providers/adapter.ts';
import { answerOfRelay } from '../providers/answer-of-relay.ts';
import type { Connections } from '../providers/connection.ts';
import type { Json } from '../providers/http-messages.ts';
import type { QstashPublisher, RelayedAnswer } from '../providers/qstash.ts';
import { keepTrying } from './keep-trying.ts';

/** The relay's callback says when the answer is there; this is for callbacks that are lost. */
export const RELAY_CHECK_MS = 30_000;
/** The relay knows a message again for ten minutes; after that publishing again would order the work again. */
const REPEATABLE_MS = 8 * 60_000;
/** QStash repeats a callback for so long that later ones should still find their message. */
const KEPT_MS = 60 * 60_000;

interface Parts {
  readonly database: Database;
  readonly connections: Pick<Connections, 'find'>;
  /** Undefined where starts go to the vendors directly. */
  readonly publisher: QstashPublisher | undefined;
  readonly clock: Clock;
}

/** What became of handing a start over. */
export type Dispatch =
  | { readonly kind: 'accepted'; readonly handle: Json; readonly checkAfterMs: number }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/** Whether a task's handle is of a relayed start whose answer was not read yet. */
export function isRelayed({ provider_handle }: TaskRow): boolean {
  const handle: unknown = JSON.parse(provider_handle ?? 'null');
  return typeof handle === 'object' && handle !== null && 'relayedMessage' in handle;
}

/**
 * Starts that go to their vendor by way of a relay: noted before they are handed over, so that a worker that dies in
 * between can hand the same one over again; and the vendor's answers, as the relay brought them.
 */
export class RelayedStarts {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Hands a start over; undefined when it must go to the vendor directly. */
  async dispatch(
    row: TaskRow,
    call: { provider: ProviderAdapter; request: TransportRequest; signal: AbortSignal },
  ): Promise<Dispatch | undefined> {
    const { publisher } = this.#parts;
    const { provider, request, signal } = call;
    if (!publisher?.takes(provider, request)) return undefined;
    const start = await this.#open(row);
    if (start.message_id !== null) return acceptedAs(start.message_id);
    if (!this.#isRepeatable(start)) return UNKNOWN;
    const deduplicationId = `${row.id}:${row.attempt}:${start.number}`;
    const outcome = await publisher.publish(request, { provider, deduplicationId, signal });
    if (outcome.kind === 'sent') {
      await keepTrying(() => this.#write(start, { message_id: outcome.messageId }));
      return acceptedAs(outcome.messageId);
    }
    if (outcome.isUnheard) await this.#write(start, { closed_at: timestamp(this.#parts.clock) });
    return outcome.kind === 'too_large' ? undefined : { kind: 'failed', failure: outcome.failure };
  }

  /** Whether a start that was cut short may be made again, because the relay would know it. */
  async canRepeat(row: TaskRow): Promise<boolean> {
    if (this.#parts.publisher === undefined) return false;
    const start = await this.#find(row);
    return start !== undefined && (start.message_id !== null || this.#isRepeatable(start));
  }

  /** The vendor's answer to the start, its files in the folder; undefined while the relay has not brought it. */
  async answerOf(row: TaskRow, directory: string): Promise<TransportAnswer | undefined> {
    const start = await this.#find(row);
    if (!start || start.answer_status === null) return undefined;
    const brought = {
      status: start.answer_status,
      headers: JSON.parse(start.answer_headers ?? '{}'),
      body: start.answer_body ?? '',
    };
    const key = this.#parts.connections.find(row.ai_provider)?.key ?? null;
    return answerOfRelay(brought, { directory, key });
  }

  /** The vendor asked to come later, so the next start is another one. */
  async close(transaction: Transaction, row: TaskRow): Promise<void> {
    await transaction.query
      .updateTable('relayed_starts')
      .set({ closed_at: timestamp(this.#parts.clock), answer_body: null })
      .where('task_id', '=', row.id)
      .where('attempt', '=', row.attempt)
      .where('closed_at', 'is', null)
      .execute();
  }

  /** Keeps the first answer to a message. Undefined for a message that nobody noted, or not yet. */
  async keepAnswer(
    answer: RelayedAnswer,
  ): Promise<{ taskId: string; attempt: number; isNew: boolean } | undefined> {
    const { database, clock } = this.#parts;
    const kept = await database.transaction(({ query }) =>
      query
        .updateTable('relayed_starts')
        .set({
          answered_at: timestamp(clock),
          answer_status: answer.status,
          answer_headers: JSON.stringify(answer.headers),
          answer_body: answer.body,
        })
        .where('message_id', '=', answer.messageId)
        .where('answered_at', 'is', null)
        .returning(['task_id', 'attempt'])
        .executeTakeFirst(),
    );
    if (kept) return { taskId: kept.task_id, attempt: kept.attempt, isNew: true };
    const known = await database.read
      .selectFrom('relayed_starts')
      .select(['task_id', 'attempt'])
      .where('message_id', '=', answer.messageId)
      .executeTakeFirst();
    return known && { taskId: known.task_id, attempt: known.attempt, isNew: false };
  }

  /** Removes answers of ended tasks at once, and the notes of their messages once no callback comes any more. */
  async sweep(): Promise<void> {
    const before = timestamp(this.#parts.clock, -KEPT_MS);
    await this.#parts.database.transaction(async ({ query }) => {
      // Asked for each of the few starts: a list of ended tasks would be the whole history.
      const ended = query
        .selectFrom('ai_tasks')
        .select('id')
        .where('id', '=', sql.ref<string>('relayed_starts.task_id'))
        .where('phase', '=', 'ended');
      await query
        .updateTable('relayed_starts')
        .set({ answer_body: null, answer_headers: null })
        .where('answer_body', 'is not', null)
        .where(({ exists }) => exists(ended))
        .execute();
      await query
        .deleteFrom('relayed_starts')
        .where('created_at', '<', before)
        .where(({ exists }) => exists(ended.where('completed_at', '<', before)))
        .execute();
    });
  }

  #isRepeatable({ created_at }: RelayedStartRow): boolean {
    return Date.parse(created_at) + REPEATABLE_MS > this.#parts.clock.now().getTime();
  }

  async #find({ id, attempt }: TaskRow): Promise<RelayedStartRow | undefined> {
    return this.#parts.database.read
      .selectFrom('relayed_starts')
      .selectAll()
      .where('task_id', '=', id)
      .where('attempt', '=', attempt)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
  }

  /** The open one, or a new one, committed before the relay hears of it. */
  async #open(row: TaskRow): Promise<RelayedStartRow> {
    const known = await this.#find(row);
    if (known) return known;
    const { database, clock } = this.#parts;
    return database.transaction(async ({ query }) => {
      const { last } = await query
        .selectFrom('relayed_starts')
        .select((eb) => eb.fn.max('number').as('last'))
        .where('task_id', '=', row.id)
        .where('attempt', '=', row.attempt)
        .executeTakeFirstOrThrow();
      const start = {
        task_id: row.id,
        attempt: row.attempt,
        number: Number(last ?? 0) + 1,
        user_id: row.user_id,
        created_at: timestamp(clock),
      };
      return query.insertInto('relayed_starts').values(start).returningAll().executeTakeFirstOrThrow();
    });
  }

  async #write(
    { task_id, attempt, number }: RelayedStartRow,
    change: { message_id: string } | { closed_at: string },
  ): Promise<void> {
    await this.#parts.database.transaction(({ query }) =>
      query
        .updateTable('relayed_starts')
        .set(change)
        .where('task_id', '=', task_id)
        .where('attempt', '=', attempt)
        .where('number', '=', number)
        .execute(),
    );
  }
}

const acceptedAs = (relayedMessage: string): Dispatch => ({
  kind: 'accepted',
  handle: { relayedMessage },
  checkAfterMs: RELAY_CHECK_MS,
});

/** The relay may have had it, and has forgotten by now. */
const UNKNOWN: Dispatch = {
  kind: 'failed',
  failure: {
    kind: 'outcome_unknown',
    code: 'vendor_outcome_unknown',
    detail: 'the start was handed to the relay, whose answer was lost',
  },
};
