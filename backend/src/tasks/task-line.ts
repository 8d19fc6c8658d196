import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { TaskRow } from '../db/tables.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import type { Lanes } from './lanes.ts';

/** A longer line is told as this long; counting on would make every look at a long line slow. */
const MAX_COUNTED_AHEAD = 100;
/** From so many waiting tasks of a lane on, reading the head of its line once is cheaper than counting for each. */
const MIN_TASKS_FOR_ONE_READING = 4;

type Place = Pick<TaskRow, 'turn' | 'queued_at'>;

/** Place in line, counted over everybody's tasks in the lane: 0 is next. */
const countAhead = reusableQuery<Place & Pick<TaskRow, 'ai_provider'>, { count: number }>((db, value) =>
  db
    .selectFrom(
      db
        .selectFrom('ai_tasks')
        // Only what the index holds, so that no row is looked up.
        .select('queued_at')
        .where('phase', '=', sql.lit('queued'))
        .where('ai_provider', '=', value('ai_provider'))
        .where((eb) => eb(eb.refTuple('turn', 'queued_at'), '<', eb.tuple(value('turn'), value('queued_at'))))
        .limit(sql.lit(MAX_COUNTED_AHEAD))
        .as('ahead'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count')),
);

/** The first places of a lane's line; the last of them may be counted as "so many or more". */
const headOfLine = reusableQuery<Pick<TaskRow, 'ai_provider'>, Place>((db, value) =>
  db
    .selectFrom('ai_tasks')
    .select(['turn', 'queued_at'])
    .where('phase', '=', sql.lit('queued'))
    .where('ai_provider', '=', value('ai_provider'))
    .orderBy('turn')
    .orderBy('queued_at')
    .limit(sql.lit(MAX_COUNTED_AHEAD)),
);

/** What waiting tasks are told about the line they stand in. */
export interface Line {
  /** By task id. */
  readonly positions: ReadonlyMap<string, number>;
  readonly paused: ReadonlySet<string>;
}

/** The places of those of these tasks that wait; the others are not in it. */
export async function lineOf(
  parts: { database: Database; lanes: Pick<Lanes, 'paused'> },
  rows: readonly TaskRow[],
): Promise<Line> {
  const waiting = rows.filter(({ phase }) => phase === 'queued');
  if (waiting.length === 0) return { positions: new Map(), paused: new Set() };
  const positions = new Map<string, number>();
  for (const [lane, tasks] of Map.groupBy(waiting, (row) => row.ai_provider)) {
    // The place depends on other users' tasks, of which nothing but their number is told.
    const counts = await runAsSystem(() => countsAhead(parts.database, lane, tasks));
    for (const [index, { id }] of tasks.entries()) positions.set(id, counts[index] ?? 0);
  }
  return { positions, paused: await parts.lanes.paused() };
}

async function countsAhead(
  { read }: Database,
  ai_provider: string,
  tasks: readonly TaskRow[],
): Promise<number[]> {
  if (tasks.length >= MIN_TASKS_FOR_ONE_READING) {
    const { rows: head } = await headOfLine(read, { ai_provider });
    return tasks.map((task) => head.filter((place) => isBefore(place, task)).length);
  }
  const counts: number[] = [];
  for (const { turn, queued_at } of tasks) {
    const [counted] = (await countAhead(read, { ai_provider, turn, queued_at })).rows;
    counts.push(Number(counted?.count ?? 0));
  }
  return counts;
}

const isBefore = (one: Place, other: Place): boolean =>
  one.turn < other.turn || (one.turn === other.turn && one.queued_at < other.queued_at);
