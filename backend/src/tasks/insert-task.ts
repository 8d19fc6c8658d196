import { type Expression, type Kysely, sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { Tables, TaskRow } from '../db/tables.ts';

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
    | 'price_credits'
  > {
  /** When it is accepted, queued and due. */
  readonly at: string;
}

/**
 * The next turn of a user in a lane: one after his last waiting task, but not before the turn that is being served
 * (start-time fair queueing, Goyal, Vin and Cheng 1996, with every task the same size).
 */
function nextTurn(
  db: Kysely<Tables>,
  value: (name: 'user_id' | 'ai_provider') => Expression<string>,
): Expression<number> {
  const ownLast = db
    .selectFrom('ai_tasks')
    .select((eb) => eb.fn.coalesce(eb.fn.max('turn'), sql.lit(0)).as('turn'))
    .where('user_id', '=', value('user_id'))
    .where('ai_provider', '=', value('ai_provider'))
    .where('phase', '=', sql.lit('queued' as const));
  const serving = db
    .selectFrom('lanes')
    .select('serving_turn as turn')
    .where('lane', '=', value('ai_provider'));
  const last = db
    .selectFrom(ownLast.unionAll(serving).as('turns'))
    .select((eb) => eb.fn.max('turn').as('turn'));
  return sql<number>`((${last}) + 1)`;
}

/** The turn a task that stands in line again gets, for a new attempt. */
export async function readNextTurn(
  { query }: Transaction,
  task: Pick<TaskRow, 'user_id' | 'ai_provider'>,
): Promise<number> {
  const turn = nextTurn(query, (name) => sql.val(task[name]));
  const { rows } = await sql<{ turn: number }>`select ${turn} as turn`.execute(query);
  return Number(rows[0]?.turn ?? 1);
}

const insert = reusableQuery<NewTaskRow, TaskRow>((db, value) =>
  db
    .insertInto('ai_tasks')
    .values({
      id: value('id'),
      task_no: value('task_no'),
      user_id: value('user_id'),
      task_type: value('task_type'),
      status: 'pending',
      phase: 'queued',
      ai_provider: value('ai_provider'),
      ai_model: value('ai_model'),
      input_files: value('input_files'),
      input_parameters: value('input_parameters'),
      price_credits: value('price_credits'),
      step: 'queued',
      // The event of its creation is written beside it.
      event_count: 1,
      turn: nextTurn(db, value),
      due_at: value('at'),
      queued_at: value('at'),
      created_at: value('at'),
      updated_at: value('at'),
    })
    .returningAll(),
);

/** Writes a new task, queued and due at once. */
export async function insertTask(transaction: Transaction, task: NewTaskRow): Promise<TaskRow> {
  const [row] = (await insert(transaction.query, task)).rows;
  if (!row) throw new Error('the database gave no row back for a new task');
  return row;
}
