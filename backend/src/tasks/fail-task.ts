import type { Ledger } from '../credits/ledger.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { Work } from './finish-task.ts';
import type { TaskFailure } from './task-failure.ts';
import type { TaskMover } from './task-mover.ts';

interface Parts {
  readonly database: Database;
  readonly mover: TaskMover;
  readonly ledger: Ledger;
  readonly losses: VendorLosses;
  readonly logger: Logger;
}

/** One transaction for the fact that a task in hand failed: its end, the refund and, where it may have cost, the loss. */
export async function failTask(
  { database, mover, ledger, losses, logger }: Parts,
  { row, lease }: Pick<Work, 'row' | 'lease'>,
  failure: TaskFailure,
): Promise<void> {
  const values = failure.values ?? {};
  await database.transaction(async (transaction) => {
    const moved = await mover.move(transaction, 'fail', {
      taskId: row.id,
      leaseToken: lease.token,
      set: {
        error_code: failure.code,
        error_values: JSON.stringify(values),
        error_message: new AppError(failure.code, values).message,
        error_detail: failure.detail,
      },
    });
    if (!moved) return;
    const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
    await ledger.release(transaction, attempt, failure.code);
    if (failure.code === 'vendor_outcome_unknown') await losses.book(transaction, row, failure.detail);
    logger.warn(
      { taskId: row.id, code: failure.code, detail: failure.detail },
      'task failed and was refunded',
    );
  });
}
