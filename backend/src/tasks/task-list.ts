import type { Pagination } from '@atelier/shared/contracts/envelope';
import type { ListTasksQuery } from '@atelier/shared/contracts/task';
import { MAX_COUNTED_TASKS } from '@atelier/shared/limits';
import type { TaskState } from '@atelier/shared/task-states';
import type { Expression, Kysely } from 'kysely';
import { sql } from 'kysely';
import { reusableQuery } from '../db/reusable-query.ts';
import type { Tables, TaskRow } from '../db/tables.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** A list has its own statement for each choice of these, so that the database plans it for the right index. */
interface Conditions {
  /** In how many states: one door has a single word for two of ours. */
  readonly statusCount: 0 | 1 | 2;
  readonly byType: boolean;
  readonly byModel: boolean;
  /** Those of one batch, or those of none. */
  readonly byBatch: 'one' | 'none' | null;
  readonly afterCursor: boolean;
}

/** A page of tasks that somebody wishes; `statuses` are instead of `status`. */
export type TaskListWish = ListTasksQuery & { readonly statuses?: readonly TaskState[] | undefined };

type ListValues = Pick<TaskRow, 'user_id' | 'status' | 'task_type' | 'ai_model' | 'created_at' | 'id'> & {
  readonly batch_id: string;
  readonly other_status: TaskState;
  readonly limit: number;
  readonly offset: number;
};

type Value = <K extends keyof ListValues>(name: K) => Expression<ListValues[K]>;

function matching(db: Kysely<Tables>, value: Value, { statusCount, byType, byModel, byBatch }: Conditions) {
  return db
    .selectFrom('ai_tasks')
    .where('user_id', '=', value('user_id'))
    .where('deleted_at', 'is', null)
    .$if(statusCount === 1, (query) => query.where('status', '=', value('status')))
    .$if(statusCount === 2, (query) => query.where('status', 'in', [value('status'), value('other_status')]))
    .$if(byType, (query) => query.where('task_type', '=', value('task_type')))
    .$if(byModel, (query) => query.where('ai_model', '=', value('ai_model')))
    .$if(byBatch === 'none', (query) => query.where('batch_id', 'is', null))
    .$if(byBatch === 'one', (query) => query.where('batch_id', '=', value('batch_id')));
}

function statementsFor(conditions: Conditions) {
  return {
    page: reusableQuery<ListValues, TaskRow>((db, value) =>
      matching(db, value, conditions)
        .selectAll()
        .$if(conditions.afterCursor, (query) =>
          query.where((eb) =>
            eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(value('created_at'), value('id'))),
          ),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(value('limit'))
        .offset(value('offset')),
    ),
    count: reusableQuery<ListValues, { count: number }>((db, value) =>
      db
        .selectFrom(
          matching(db, value, conditions)
            // Only what the index holds, so that no row is looked up.
            .select('id')
            // Only the index that the page is read from has this order; without it SQLite may take another one.
            .orderBy('created_at', 'desc')
            .orderBy('id', 'desc')
            .limit(sql.lit(MAX_COUNTED_TASKS + 1))
            .as('counted'),
        )
        .select((eb) => eb.fn.countAll<number>().as('count')),
    ),
  };
}

const statements = new Map<string, ReturnType<typeof statementsFor>>();

function statementsOnce(conditions: Conditions): ReturnType<typeof statementsFor> {
  const name = JSON.stringify(conditions);
  const known = statements.get(name) ?? statementsFor(conditions);
  statements.set(name, known);
  return known;
}

/** A page of the user's tasks, newest first, by cursor or offset. @throws AppError request_invalid for a bad cursor. */
export async function listTasks(
  read: Kysely<Tables>,
  userId: string,
  { limit, offset, cursor, status, statuses = status ? [status] : [], type, model, batch }: TaskListWish,
): Promise<{ rows: readonly TaskRow[]; pagination: Pagination }> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const { page, count } = statementsOnce({
    statusCount: statuses.length > 1 ? 2 : statuses.length === 1 ? 1 : 0,
    byType: type !== undefined,
    byModel: model !== undefined,
    byBatch: batch === undefined ? null : batch === 'none' ? 'none' : 'one',
    afterCursor: after !== undefined,
  });
  const values: ListValues = {
    user_id: userId,
    status: statuses[0] ?? 'pending',
    other_status: statuses[1] ?? 'pending',
    task_type: type ?? '',
    ai_model: model ?? '',
    batch_id: batch ?? '',
    created_at: after?.createdAt ?? '',
    id: after?.id ?? '',
    // One more than asked for tells whether there are more.
    limit: limit + 1,
    offset: after ? 0 : offset,
  };
  const found = (await page(read, values)).rows;
  const counted = Number((await count(read, values)).rows[0]?.count ?? 0);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit;
  return {
    rows,
    pagination: {
      total: Math.min(counted, MAX_COUNTED_TASKS),
      ...(counted > MAX_COUNTED_TASKS && { totalIsCapped: true }),
      limit,
      offset,
      hasMore,
      ...(hasMore && last && { nextCursor: writeCursor(last) }),
    },
  };
}
