import type { FailureGroup, FailureSpan, Failures } from '@atelier/shared/contracts/operations';
import { MAX_SEARCHED_TASKS } from '@atelier/shared/limits';
import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

const DAY_MS = 24 * 60 * 60_000;
const SPAN_MS: Readonly<Record<FailureSpan, number>> = { day: DAY_MS, week: 7 * DAY_MS };
const MAX_GROUPS = 200;

/** What failed lately, by error, provider and model. */
export class FailureFigures {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /**
   * Tasks that their owners deleted are counted, too. Reads no more than the newest `MAX_SEARCHED_TASKS` tasks that
   * ended, and says when that does not reach back over the whole span.
   */
  async of(span: FailureSpan): Promise<Failures> {
    const { read } = this.#database;
    const begin = timestamp(this.#clock, -SPAN_MS[span]);
    const ended = read
      .selectFrom('ai_tasks')
      // Literals and this wording: SQLite uses a partial index only when it sees its condition in the statement.
      .where(sql<boolean>`phase = 'ended' and erased_at is null`);
    const floor = await ended
      .select('completed_at')
      .where('completed_at', '>=', begin)
      .orderBy('completed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .offset(MAX_SEARCHED_TASKS - 1)
      .executeTakeFirst();
    const since = floor?.completed_at ?? begin;
    const failed = ended
      .where('completed_at', '>=', since)
      .where('status', '=', 'failed')
      .select((eb) => [
        ...([
          'id',
          'task_no',
          'error_code',
          'ai_provider',
          'ai_model',
          'completed_at',
          'error_detail',
        ] as const),
        eb.fn
          .countAll<number>()
          .over((over) => over.partitionBy(['error_code', 'ai_provider', 'ai_model']))
          .as('count'),
        eb.fn
          .agg<number>('row_number')
          .over((over) =>
            over
              .partitionBy(['error_code', 'ai_provider', 'ai_model'])
              .orderBy('completed_at', 'desc')
              .orderBy('id', 'desc'),
          )
          .as('place'),
      ]);
    const newest = await read
      .selectFrom(failed.as('failed'))
      .selectAll()
      .where('place', '=', 1)
      .orderBy('count', 'desc')
      .orderBy('completed_at', 'desc')
      .limit(MAX_GROUPS)
      .execute();
    const groups: FailureGroup[] = newest.map((row) => ({
      errorCode: row.error_code ?? '',
      provider: row.ai_provider,
      model: row.ai_model,
      count: Number(row.count),
      newest: { taskId: row.id, taskNo: row.task_no, at: row.completed_at ?? '', detail: row.error_detail },
    }));
    return { since, isShortened: floor !== undefined, groups };
  }
}
