import { PENDING_TIMEOUT_MS } from '@atelier/shared/limits';
import type { AssetService } from '../assets/asset-service.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { Database } from '../db/database.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { TaskMover } from './task-mover.ts';

interface Parts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly ledger: Ledger;
  readonly mover: TaskMover;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Rows one sweep touches at most; the next sweep takes the rest. */
const SWEEP_LIMIT = 500;

/** Finds what fell through: lost wake-ups, dead leases, tasks nobody takes, objects nobody claims. */
export class TaskSweeper {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * For the start of a process that is alone on its database: whoever held a lease is gone, so their tasks go on at
   * once instead of after the lease has run out.
   */
  async adoptAll(): Promise<number> {
    const freed = await this.#parts.database.transaction(({ query }) =>
      query
        .updateTable('ai_tasks')
        .set({ lease_token: null, lease_until: null, due_at: timestamp(this.#parts.clock) })
        .where('phase', '<>', 'ended')
        .where('lease_token', 'is not', null)
        .executeTakeFirst(),
    );
    await this.wakeDue();
    return Number(freed.numUpdatedRows);
  }

  /** Everything in turn; called on a schedule. */
  async sweep(): Promise<void> {
    await this.failUntaken();
    await this.wakeDue();
    await this.#parts.assets.sweepOrphans();
  }

  /** Asks again for live tasks that are due, unleased or with a dead lease, and have no wake-up. */
  async wakeDue(): Promise<void> {
    const { database, engine, clock } = this.#parts;
    const now = timestamp(clock);
    const forgotten = await database.read
      .selectFrom('ai_tasks')
      .leftJoin('jobs', 'jobs.task_id', 'ai_tasks.id')
      .select('ai_tasks.id')
      .where('phase', '<>', 'ended')
      .where('due_at', '<=', now)
      .where('jobs.task_id', 'is', null)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
      .orderBy('due_at')
      .limit(SWEEP_LIMIT)
      .execute();
    if (forgotten.length === 0) return;
    await database.transaction(async (transaction) => {
      for (const { id } of forgotten) await engine.enqueue(transaction, id, clock.now());
    });
  }

  /**
   * The ten-minute rule (seed B): a task that waited ten minutes while no worker took any task fails and is refunded.
   * A long line that moves is not a timeout: its tasks are waiting for their turn, and their position is shown.
   */
  async failUntaken(): Promise<number> {
    const { database, mover, ledger, clock, logger } = this.#parts;
    const limit = timestamp(clock, -PENDING_TIMEOUT_MS);
    const lastStart = await database.read
      .selectFrom('ai_tasks')
      .select((eb) => eb.fn.max('started_at').as('at'))
      .executeTakeFirst();
    if (lastStart?.at && lastStart.at > limit) return 0;
    const untaken = await database.read
      .selectFrom('ai_tasks')
      .select(['id', 'user_id'])
      .where('status', '=', 'pending')
      .where('queued_at', '<=', limit)
      .where('due_at', '<=', limit)
      .limit(SWEEP_LIMIT)
      .execute();
    for (const task of untaken) {
      await database.transaction(async (transaction) => {
        const moved = await mover.move(transaction, 'fail', {
          taskId: task.id,
          onlyWhilePending: true,
          set: {
            error_code: 'task_timed_out_pending',
            error_values: '{}',
            error_message: new AppError('task_timed_out_pending').message,
            error_detail: `no worker took a task since ${lastStart?.at ?? 'the beginning'}`,
          },
        });
        if (!moved) return;
        const attempt = { userId: task.user_id, taskId: task.id, attempt: moved.attempt };
        await ledger.release(transaction, attempt, 'task_timed_out_pending');
        logger.warn({ taskId: task.id }, 'task was not taken for ten minutes and was refunded');
      });
    }
    return untaken.length;
  }
}
