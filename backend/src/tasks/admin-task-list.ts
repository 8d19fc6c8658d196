import type { ListAdminTasksQuery } from '@atelier/shared/contracts/admin-task';
import { idsFrom } from '@atelier/shared/ids';
import { MAX_SEARCHED_TASKS } from '@atelier/shared/limits';
import type { TaskState } from '@atelier/shared/task-states';
import { type Expression, type Kysely, sql } from 'kysely';
import { reusableQuery } from '../db/reusable-query.ts';
import type { Tables, TaskRow } from '../db/tables.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** What a list is narrowed down by; `userId` is the owner that was found for `user`. */
export type AdminTaskWish = Omit<ListAdminTasksQuery, 'user' | 'task'> & {
  readonly userId?: string | undefined;
};

export interface FoundTasks {
  readonly rows: readonly TaskRow[];
  readonly nextCursor: string | null;
  readonly searchedTo: string | null;
}

/** A list has its own statement for each choice of these, so that the database plans it for the right index. */
interface Conditions {
  /**
   * The order that is read: `tasks` is that of all ids, which grow with time, `owner` the list of one user, in which
   * deleted tasks are not. There is no index for anything else over all users, and there shall be none: each makes
   * every new task dearer.
   */
  readonly order: 'tasks' | 'owner';
  readonly byUser: boolean;
  readonly byStatus: boolean;
  readonly byProvider: boolean;
  readonly byModel: boolean;
  readonly byErrorCode: boolean;
  readonly withDeleted: boolean;
}

/** A span of the order: `from` belongs to it, `before` does not. */
interface Span {
  readonly from: { readonly at: string; readonly id: string };
  readonly before: { readonly at: string; readonly id: string };
}

interface Values {
  readonly from_at: string;
  readonly from_id: string;
  readonly before_at: string;
  readonly before_id: string;
  readonly user_id: string;
  readonly status: TaskState;
  readonly ai_provider: string;
  readonly ai_model: string;
  readonly error_code: string;
  readonly limit: number;
}

type Value = <K extends keyof Values>(name: K) => Expression<Values[K]>;

/** The tasks of a span in their order, newest first. */
function ordered(db: Kysely<Tables>, value: Value, { order }: Pick<Conditions, 'order'>) {
  const tasks = db.selectFrom('ai_tasks');
  if (order === 'tasks') {
    return tasks
      .where('id', '>=', value('from_id'))
      .where('id', '<', value('before_id'))
      .orderBy('id', 'desc');
  }
  return tasks
    .where('user_id', '=', value('user_id'))
    .where('deleted_at', 'is', null)
    .where((eb) => eb(eb.refTuple('created_at', 'id'), '>=', eb.tuple(value('from_at'), value('from_id'))))
    .where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(value('before_at'), value('before_id'))))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
}

function statementsFor(conditions: Conditions) {
  return {
    page: reusableQuery<Values, TaskRow>((db, value) =>
      ordered(db, value, conditions)
        .selectAll()
        .$if(conditions.order === 'tasks' && conditions.byUser, (query) =>
          query.where('user_id', '=', value('user_id')),
        )
        .$if(conditions.byStatus, (query) => query.where('status', '=', value('status')))
        .$if(conditions.byProvider, (query) => query.where('ai_provider', '=', value('ai_provider')))
        .$if(conditions.byModel, (query) => query.where('ai_model', '=', value('ai_model')))
        .$if(conditions.byErrorCode, (query) => query.where('error_code', '=', value('error_code')))
        .$if(!conditions.withDeleted, (query) => query.where('deleted_at', 'is', null))
        .limit(value('limit')),
    ),
    /** The last task that one answer looks at. Only what the index holds is read on the way to it. */
    floor: reusableQuery<Values, Pick<TaskRow, 'id' | 'created_at'>>((db, value) =>
      db
        .selectFrom('ai_tasks')
        .select(['id', 'created_at'])
        .where('id', '=', (eb) =>
          ordered(eb as unknown as Kysely<Tables>, value, conditions)
            .select('id')
            .limit(sql.lit(1))
            .offset(sql.lit(MAX_SEARCHED_TASKS - 1)),
        ),
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

/** Sorts after every moment and every id of a task. */
const END = { at: '9', id: 'task_z' };

function spanOf({ from, to, cursor }: AdminTaskWish): Span {
  const edge = (moment: string) => {
    const at = new Date(moment);
    return { at: at.toISOString(), id: idsFrom('task', at.getTime()) };
  };
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const end = to === undefined ? END : edge(to);
  return {
    from: from === undefined ? { at: '', id: '' } : edge(from),
    before: after && after.createdAt < end.at ? { at: after.createdAt, id: after.id } : end,
  };
}

/**
 * Tasks of everybody, newest first. One answer looks at `MAX_SEARCHED_TASKS` tasks at most, so that a filter few tasks
 * pass cannot make the server read all of a long history at once: it then tells how far it came, and the cursor leads
 * on from there. @throws AppError request_invalid for a bad cursor.
 */
export async function listAdminTasks(read: Kysely<Tables>, wish: AdminTaskWish): Promise<FoundTasks> {
  const withDeleted = wish.deleted === 'with';
  const { page, floor } = statementsOnce({
    order: wish.userId !== undefined && !withDeleted ? 'owner' : 'tasks',
    byUser: wish.userId !== undefined,
    byStatus: wish.status !== undefined,
    byProvider: wish.provider !== undefined,
    byModel: wish.model !== undefined,
    byErrorCode: wish.errorCode !== undefined,
    withDeleted,
  });
  const { from, before } = spanOf(wish);
  const values: Values = {
    from_at: from.at,
    from_id: from.id,
    before_at: before.at,
    before_id: before.id,
    user_id: wish.userId ?? '',
    status: wish.status ?? 'pending',
    ai_provider: wish.provider ?? '',
    ai_model: wish.model ?? '',
    error_code: wish.errorCode ?? '',
    // One more than asked for tells whether there are more.
    limit: wish.limit + 1,
  };
  const [lowest] = (await floor(read, values)).rows;
  const within = lowest ? { ...values, from_at: lowest.created_at, from_id: lowest.id } : values;
  const found = (await page(read, within)).rows;
  const rows = found.slice(0, wish.limit);
  const last = found.length > wish.limit ? rows.at(-1) : lowest;
  return {
    rows,
    nextCursor: last ? writeCursor(last) : null,
    searchedTo: last?.created_at ?? null,
  };
}
