import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { TaskRow } from '../db/tables.ts';

/** What is particular to a new task; the rest is the same for all. */
export interface NewTaskRow
  extends Pick<
    TaskRow,
    | 'id'
    | 'task_no'
    | 'user_id'
    | 'task_type'
    | 'ai_provider'
    | 'ai_model'
    | 'input_files'
    | 'input_parameters'
    | 'prompt'
    | 'price_credits'
    | 'api_key_id'
    | 'batch_id'
  > {
  /** When it is accepted, queued and due. */
  readonly at: string;
}

/** Own statement: as a subquery of the insert SQLite needs four times as long for both together. */
const lastTurns = reusableQuery<
  Pick<TaskRow, 'user_id' | 'ai_provider'>,
  { own: number | null; serving: number | null }
>((db, value) =>
  db.selectNoFrom([
    db
      .selectFrom('ai_tasks')
      .select('turn')
      .where('user_id', '=', value('user_id'))
      .where('ai_provider', '=', value('ai_provider'))
      .where('phase', '=', sql.lit('queued' as const))
      // The end of an index, where an aggregate would walk through all waiting tasks of the user.
      .orderBy('turn', 'desc')
      .limit(sql.lit(1))
      .as('own'),
    db.selectFrom('lanes').select('serving_turn').where('lane', '=', value('ai_provider')).as('serving'),
  ]),
);

/**
 * The turn of a user's next task in a lane: one after his last waiting task, but not before the turn that is being
 * served (start-time fair queueing, Goyal, Vin and Cheng 1996, with every task the same size).
 */
export async function nextTurn(
  { query }: Transaction,
  { user_id, ai_provider }: Pick<TaskRow, 'user_id' | 'ai_provider'>,
): Promise<number> {
  const [last] = (await lastTurns(query, { user_id, ai_provider })).rows;
  return Math.max(last?.own ?? 0, last?.serving ?? 0) + 1;
}

/** A task at its beginning, as the database fills the columns that the insert below leaves out; a test compares them. */
const UNTOUCHED = {
  status: 'pending',
  phase: 'queued',
  step: 'queued',
  // The event of its creation is written beside it.
  event_count: 1,
  attempt: 1,
  retry_count: 0,
  start_count: 0,
  check_count: 0,
  progress: 0,
  ai_task_id: null,
  provider_handle: null,
  called_back_at: null,
  failing_since: null,
  erased_at: null,
  result_urls: null,
  result_metadata: null,
  error_code: null,
  error_values: null,
  error_message: null,
  error_detail: null,
  charged_credits: null,
  lease_token: null,
  lease_until: null,
  deadline_at: null,
  estimated_completion_at: null,
  started_at: null,
  completed_at: null,
  deleted_at: null,
} as const satisfies Partial<TaskRow>;

const insert = reusableQuery<NewTaskRow & { turn: number }>((db, value) =>
  db.insertInto('ai_tasks').values({
    id: value('id'),
    task_no: value('task_no'),
    user_id: value('user_id'),
    task_type: value('task_type'),
    status: UNTOUCHED.status,
    phase: UNTOUCHED.phase,
    ai_provider: value('ai_provider'),
    ai_model: value('ai_model'),
    input_files: value('input_files'),
    input_parameters: value('input_parameters'),
    prompt: value('prompt'),
    price_credits: value('price_credits'),
    api_key_id: value('api_key_id'),
    batch_id: value('batch_id'),
    step: UNTOUCHED.step,
    event_count: UNTOUCHED.event_count,
    turn: value('turn'),
    due_at: value('at'),
    queued_at: value('at'),
    created_at: value('at'),
    updated_at: value('at'),
  }),
);

/**
 * Writes a new task, queued and due at once. Its row is put together here: reading it back would take half as long
 * again as writing it.
 */
export async function insertTask(transaction: Transaction, task: NewTaskRow): Promise<TaskRow> {
  const turn = await nextTurn(transaction, task);
  await insert(transaction.query, { ...task, turn });
  const { at, ...own } = task;
  return { ...UNTOUCHED, ...own, turn, due_at: at, queued_at: at, created_at: at, updated_at: at };
}
