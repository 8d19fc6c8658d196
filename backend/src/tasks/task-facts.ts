import type { Memberships } from '../accounts/memberships.ts';
import type { AssetService } from '../assets/asset-service.ts';
import { useInputs } from '../assets/use-inputs.ts';
import type { Payer } from '../credits/key-usage-reader.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId, newTaskNumber } from '../lib/new-id.ts';
import type { Connections } from '../providers/connection.ts';
import { insertTask, nextTurn } from './insert-task.ts';
import { lockAssetsOnlyOf } from './own-assets.ts';
import type { TaskMover } from './task-mover.ts';
import type { Order } from './task-order.ts';

/** What the facts about a task are written with. */
export interface TaskFactParts {
  readonly database: Pick<Database, 'dialect'>;
  readonly ledger: Ledger;
  readonly memberships: Pick<Memberships, 'assertRunning'>;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly mover: TaskMover;
  readonly connections: Pick<Connections, 'noteOrder'>;
  readonly clock: Clock;
  readonly losses: VendorLosses;
  /** Stops the work on a task whose end was decided elsewhere, here and at its vendor. */
  readonly stopWork: (row: TaskRow) => void;
  /** Whether its vendor can be asked to stop. */
  readonly canStop: (row: TaskRow) => boolean;
}

interface NewTaskFact {
  readonly payer: Payer;
  readonly order: Order;
  readonly inputs: readonly AssetRow[];
  /** Those of the inputs that were there before this transaction. */
  readonly stored: readonly AssetRow[];
  readonly batchId: string | null;
}

/**
 * Writes a new task with its hold, its first event and its wake-up.
 * @throws AppError membership_required, credits_insufficient, api_key_credits_limited, api_key_revoked; input_not_found for
 * an input that was removed meanwhile.
 */
export async function acceptTask(
  { database, ledger, memberships, mover, engine, clock, connections }: TaskFactParts,
  transaction: Transaction,
  task: NewTaskFact,
): Promise<TaskRow> {
  const { order } = task;
  const { userId, apiKeyId } = task.payer;
  if (order.needsMembership) await memberships.assertRunning(transaction.query, userId);
  await useInputs(transaction, database.dialect, task.stored);
  const row = await insertTask(transaction, {
    id: newId('task', clock),
    task_no: newTaskNumber(clock),
    user_id: userId,
    task_type: order.taskType,
    ai_provider: order.entry.provider.slug,
    ai_model: order.entry.model.slug,
    input_files: JSON.stringify(task.inputs.map(({ id }) => id)),
    input_parameters: JSON.stringify(order.parameters),
    prompt: promptOf(order.parameters),
    price_credits: order.priceCredits,
    api_key_id: apiKeyId,
    batch_id: task.batchId,
    at: timestamp(clock),
  });
  const attempt = { userId, taskId: row.id, attempt: 1 };
  await ledger.hold(transaction, attempt, order.priceCredits, apiKeyId);
  mover.appendEvent(transaction, row, 'task.created');
  await engine.enqueue(transaction, { taskId: row.id, lane: row.ai_provider }, clock.now());
  transaction.afterCommit(() => connections.noteOrder(row.ai_provider));
  return row;
}

/**
 * Starts a new attempt of a failed task with its own hold. Returns undefined, with nothing written, when the task is
 * no longer what `found` says.
 * @throws AppError membership_required, credits_insufficient, api_key_credits_limited, api_key_revoked
 */
export async function startNewAttempt(
  { ledger, memberships, mover, engine, clock }: TaskFactParts,
  transaction: Transaction,
  { found, order, apiKeyId }: { found: TaskRow; order: Order; apiKeyId: string | null },
): Promise<TaskRow | undefined> {
  if (order.needsMembership) await memberships.assertRunning(transaction.query, found.user_id);
  const at = timestamp(clock);
  const row = await mover.move(transaction, 'retry', {
    taskId: found.id,
    expectedAttempt: found.attempt,
    set: {
      attempt: found.attempt + 1,
      retry_count: found.retry_count + 1,
      price_credits: order.priceCredits,
      ...CLEARED_FOR_NEW_ATTEMPT,
      due_at: at,
      queued_at: at,
      turn: await nextTurn(transaction, found),
    },
  });
  if (!row) return undefined;
  const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
  await ledger.hold(transaction, attempt, order.priceCredits, apiKeyId);
  await engine.enqueue(transaction, { taskId: row.id, lane: row.ai_provider }, clock.now());
  return row;
}

/** Ends a live task at somebody's wish and returns its credits. Undefined when it has ended already. */
export async function cancelLiveTask(
  { ledger, losses, mover, stopWork, canStop }: TaskFactParts,
  transaction: Transaction,
  { userId, taskId, by }: { userId: string; taskId: string; by: 'owner' | 'operator' },
): Promise<TaskRow | undefined> {
  const row = await mover.move(transaction, 'cancel', { taskId });
  if (!row) return undefined;
  const reason = by === 'owner' ? 'canceled' : 'canceled_by_operator';
  await ledger.release(transaction, { userId, taskId, attempt: row.attempt }, reason);
  // The vendor goes on, and will charge.
  if (row.provider_handle !== null && !canStop(row)) {
    await losses.book(
      transaction,
      row,
      `canceled by ${by === 'owner' ? 'its owner' : 'an operator'} after the vendor had taken it`,
    );
  }
  transaction.afterCommit(() => stopWork(row));
  return row;
}

/**
 * Takes ended tasks of one user out of his sight, together with the assets that nothing else of his needs. Those that
 * still run are left alone.
 */
export async function deleteEndedTasks(
  { assets, clock, database }: Pick<TaskFactParts, 'assets' | 'clock' | 'database'>,
  transaction: Transaction,
  tasks: readonly TaskRow[],
): Promise<void> {
  if (tasks.length === 0) return;
  const deleted = await transaction.query
    .updateTable('ai_tasks')
    .set({ deleted_at: timestamp(clock), result_urls: null })
    .where(
      'id',
      'in',
      tasks.map(({ id }) => id),
    )
    .where('phase', '=', 'ended')
    .where('deleted_at', 'is', null)
    .returningAll()
    .execute();
  await assets.deleteRows(transaction, await lockAssetsOnlyOf(transaction, database.dialect, deleted));
}

/** What the task was asked for in words, for the column `prompt` of the documented table. */
function promptOf({ prompt, text }: Order['parameters']): string | null {
  if (typeof prompt === 'string') return prompt;
  return typeof text === 'string' ? text : null;
}

const CLEARED_FOR_NEW_ATTEMPT = {
  progress: 0,
  step: 'queued',
  error_code: null,
  error_values: null,
  error_message: null,
  error_detail: null,
  provider_handle: null,
  ai_task_id: null,
  start_count: 0,
  check_count: 0,
  started_at: null,
  completed_at: null,
  deadline_at: null,
  failing_since: null,
  result_metadata: null,
} as const;
