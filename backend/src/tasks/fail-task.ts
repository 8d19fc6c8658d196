import type { Ledger } from '../credits/ledger.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { Work } from './finish-task.ts';
import type { TaskFailure } from './task-failure.ts';
import type { MoveOptions, TaskMover } from './task-mover.ts';

/** What a failed end is written with. */
export interface FailParts {
  readonly mover: TaskMover;
  readonly ledger: Ledger;
  readonly losses: VendorLosses;
}

/**
 * Ends a task as failed inside the caller's transaction: its end, the refund and, where it may have cost, the loss.
 * Undefined, with nothing written, when the task has ended or is not as `which` says.
 */
export async function endAsFailed(
  { mover, ledger, losses }: FailParts,
  transaction: Transaction,
  { code, values = {}, detail, mayHaveCost = code === 'vendor_outcome_unknown' }: TaskFailure,
  which: Pick<MoveOptions, 'taskId' | 'leaseToken' | 'onlyWhilePending'>,
): Promise<TaskRow | undefined> {
  const row = await mover.move(transaction, 'fail', {
    ...which,
    set: {
      error_code: code,
      error_values: JSON.stringify(values),
      error_message: new AppError(code, values).message,
      error_detail: detail,
    },
  });
  if (!row) return undefined;
  await ledger.release(transaction, { userId: row.user_id, taskId: row.id, attempt: row.attempt }, code);
  if (mayHaveCost) await losses.book(transaction, row, detail);
  return row;
}

/** The same for a task in hand, in a transaction of its own. False when the task is not in hand any more. */
export async function failTask(
  parts: FailParts & { readonly database: Database; readonly logger: Logger },
  { row, lease }: Pick<Work, 'row' | 'lease'>,
  failure: TaskFailure,
): Promise<boolean> {
  const { code, detail } = failure;
  const isFailed = await parts.database.transaction(async (transaction) => {
    const which = { taskId: row.id, leaseToken: lease.token };
    return (await endAsFailed(parts, transaction, failure, which)) !== undefined;
  });
  if (isFailed) parts.logger.warn({ taskId: row.id, code, detail }, 'task failed and was refunded');
  return isFailed;
}
