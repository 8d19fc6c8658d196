import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { runAsSystem } from '../lib/actor-scope.ts';

/** How many of the newest finished tasks the figure rests on, and how few are too few. */
const SAMPLE_SIZE = 20;
const MINIMUM_SAMPLES = 3;

/** Median seconds from start to end of this installation's newest completed tasks of a model; null when unknown. */
export async function typicalSeconds(database: Database, model: string): Promise<number | null> {
  // A figure over everybody's tasks, of which nothing else is told.
  const rows = await runAsSystem(() =>
    database.read
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
