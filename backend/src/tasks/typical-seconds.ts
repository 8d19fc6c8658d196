import { type Kysely, sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

/** How many of the newest finished tasks the figure rests on, and how few are too few. */
const SAMPLE_SIZE = 20;
const MINIMUM_SAMPLES = 3;
/** A median of twenty moves slowly; until then a figure is told again without asking the database. */
const KEPT_MS = 60_000;

interface Figure {
  readonly seconds: number | null;
  readonly endsAtMs: number;
}

/** How long models usually take here, known from this installation's own tasks. */
export class TypicalTimes {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #figures = new Map<string, Figure>();

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** Median seconds from start to end of the newest completed tasks of a model; null when they are too few. */
  async secondsOf(model: string, query: Kysely<Tables> = this.#database.read): Promise<number | null> {
    const nowMs = this.#clock.now().getTime();
    const known = this.#figures.get(model);
    if (known && known.endsAtMs > nowMs) return known.seconds;
    const seconds = await medianSeconds(query, model);
    this.#figures.set(model, { seconds, endsAtMs: nowMs + KEPT_MS });
    return seconds;
  }

  /** When a task of the model that starts now can be expected to end; null when unknown. */
  async endOfStart({ query }: Transaction, model: string): Promise<string | null> {
    const seconds = await this.secondsOf(model, query);
    return seconds === null ? null : timestamp(this.#clock, seconds * 1000);
  }

  /** To be called when a task of the model was completed: where samples were missing, they are looked for again. */
  noteCompleted(model: string): void {
    if (this.#figures.get(model)?.seconds === null) this.#figures.delete(model);
  }
}

async function medianSeconds(query: Kysely<Tables>, model: string): Promise<number | null> {
  // A figure over everybody's tasks, of which nothing else is told.
  const rows = await runAsSystem(() =>
    query
      .selectFrom('ai_tasks')
      .select(['started_at', 'completed_at'])
      .where('ai_model', '=', model)
      .where('status', '=', sql.lit('completed' as const))
      .orderBy('completed_at', 'desc')
      .limit(SAMPLE_SIZE)
      .execute(),
  );
  const seconds = rows
    .flatMap(({ started_at, completed_at }) =>
      started_at && completed_at ? [(Date.parse(completed_at) - Date.parse(started_at)) / 1000] : [],
    )
    .sort((a, b) => a - b);
  if (seconds.length < MINIMUM_SAMPLES) return null;
  return Math.round((seconds[Math.floor(seconds.length / 2)] ?? 0) * 10) / 10;
}
