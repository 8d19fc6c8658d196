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
    | 'price_credits'
  > {
  /** When it is accepted, queued and due. */
  readonly at: string;
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
