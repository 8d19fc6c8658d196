import type { Kysely } from 'kysely';
import { reusableQuery } from '../db/reusable-query.ts';
import type { EventRow, Tables } from '../db/tables.ts';

export type NewEventRow = Omit<EventRow, 'id'>;

/** The values of several rows side by side: `user_id_0`, `user_id_1` … */
type NumberedValues = { [C in keyof NewEventRow as `${C}_${number}`]: NewEventRow[C] };

/** Facts write one to four events, a batch many; beyond this the building of a statement hardly counts. */
const MAX_REUSED_ROWS = 16;
/** Six values each; SQLite allows 32,766 of them in one statement. */
const MAX_ROWS_PER_STATEMENT = 500;

const statements = new Map<number, ReturnType<typeof insertOf>>();

/** The insert of exactly `count` rows, compiled once. */
function insertOf(count: number) {
  return reusableQuery<NumberedValues>((db, value) =>
    db.insertInto('events').values(
      Array.from({ length: count }, (_, row) => ({
        user_id: value(`user_id_${row}`),
        task_id: value(`task_id_${row}`),
        task_sequence: value(`task_sequence_${row}`),
        type: value(`type_${row}`),
        data: value(`data_${row}`),
        created_at: value(`created_at_${row}`),
      })),
    ),
  );
}

/** Making these names anew for each event would take longer than the rest of it. */
const NAMES = Array.from(
  { length: MAX_REUSED_ROWS },
  (_, row) =>
    [
      `user_id_${row}`,
      `task_id_${row}`,
      `task_sequence_${row}`,
      `type_${row}`,
      `data_${row}`,
      `created_at_${row}`,
    ] as const,
);

function numbered(rows: readonly NewEventRow[]): NumberedValues {
  const values: NumberedValues = {};
  for (const [row, event] of rows.entries()) {
    const names = NAMES[row];
    if (!names) break;
    values[names[0]] = event.user_id;
    values[names[1]] = event.task_id;
    values[names[2]] = event.task_sequence;
    values[names[3]] = event.type;
    values[names[4]] = event.data;
    values[names[5]] = event.created_at;
  }
  return values;
}

/** Inserts events in this order with one statement (one per 500 rows); their ids rise in the same order. */
export async function insertEvents(query: Kysely<Tables>, rows: readonly NewEventRow[]): Promise<void> {
  if (rows.length <= MAX_REUSED_ROWS) {
    const insert = statements.get(rows.length) ?? insertOf(rows.length);
    statements.set(rows.length, insert);
    await insert(query, numbered(rows));
    return;
  }
  for (let from = 0; from < rows.length; from += MAX_ROWS_PER_STATEMENT) {
    const some = rows.slice(from, from + MAX_ROWS_PER_STATEMENT);
    await query.insertInto('events').values(some).execute();
  }
}
