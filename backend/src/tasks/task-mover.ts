import type { TaskEventData } from '@atelier/shared/contracts/event';
import type { Updateable } from 'kysely';
import type { Transaction } from '../db/database.ts';
import type { AiTasksTable, TaskRow } from '../db/tables.ts';
import type { EventLog } from '../events/event-log.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { TASK_MOVES, type TaskMove, type TaskMoveName } from './task-machine.ts';

export interface MoveOptions {
  readonly taskId: string;
  /** The lease the caller works under. A worker whose lease was taken or whose task ended changes nothing. */
  readonly leaseToken?: string;
  /** The attempt the caller looked at, so that two retries at once start one. */
  readonly expectedAttempt?: number;
  /** For the ten-minute rule, which must not hit a task that a worker has just taken. */
  readonly onlyWhilePending?: boolean;
  readonly set?: Updateable<AiTasksTable>;
}

/** Hears of each slot that a provider may have got back, and from which task. */
export interface SlotKeeper {
  slotFreed(transaction: Transaction, task: TaskRow): Promise<void>;
}

/** Writes task rows; every change of state goes through here and leaves its event in the same transaction. */
export class TaskMover {
  readonly #events: EventLog;
  readonly #clock: Clock;
  readonly #slots: SlotKeeper;

  constructor(parts: { events: EventLog; clock: Clock; slots: SlotKeeper }) {
    this.#events = parts.events;
    this.#clock = parts.clock;
    this.#slots = parts.slots;
  }

  /**
   * Makes one move of the task machine. Returns the row after it, or undefined when the task is not in a phase that
   * allows the move, is gone for its owner who wants it, or the lease is no longer the caller's; then nothing was
   * written.
   */
  async move(
    transaction: Transaction,
    name: TaskMoveName,
    options: MoveOptions,
  ): Promise<TaskRow | undefined> {
    const move: TaskMove = TASK_MOVES[name];
    const at = timestamp(this.#clock);
    const isEnd = move.to === 'ended';
    const row = await transaction.query
      .updateTable('ai_tasks')
      .set((eb) => ({
        phase: move.to,
        status: move.status,
        event_count: eb('event_count', '+', 1),
        updated_at: at,
        ...(isEnd && { lease_token: null, lease_until: null, due_at: null, step: null, completed_at: at }),
        // Only of work under way it is known how long it will go on.
        ...(move.status !== 'processing' && { estimated_completion_at: null }),
        // Whoever charges something says so; every other end costs nothing.
        charged_credits: isEnd ? 0 : null,
        ...options.set,
      }))
      .where('id', '=', options.taskId)
      .where('phase', 'in', move.from)
      .$if(move.fromStatus !== undefined, (query) =>
        query.where('status', '=', move.fromStatus ?? move.status),
      )
      .$if(move.onlyKept === true, (query) =>
        query.where('deleted_at', 'is', null).where('erased_at', 'is', null),
      )
      .$if(options.leaseToken !== undefined, (query) =>
        query.where('lease_token', '=', options.leaseToken ?? null),
      )
      .$if(options.onlyWhilePending === true, (query) => query.where('status', '=', 'pending'))
      .$if(options.expectedAttempt !== undefined, (query) =>
        query.where('attempt', '=', options.expectedAttempt ?? 0),
      )
      .returningAll()
      .executeTakeFirst();
    if (!row) return undefined;
    if (isEnd || name === 'requeue' || name === 'resubmit') await this.#slots.slotFreed(transaction, row);
    this.appendEvent(transaction, row, move.event);
    return row;
  }

  /** Notes real progress under the caller's lease. Returns false when the lease is gone. */
  async progress(
    transaction: Transaction,
    progress: { taskId: string; leaseToken: string; percent: number; step: string },
  ): Promise<boolean> {
    const row = await transaction.query
      .updateTable('ai_tasks')
      .set((eb) => ({
        progress: progress.percent,
        step: progress.step,
        event_count: eb('event_count', '+', 1),
        updated_at: timestamp(this.#clock),
      }))
      .where('id', '=', progress.taskId)
      .where('lease_token', '=', progress.leaseToken)
      .where('phase', '<>', 'ended')
      .returningAll()
      .executeTakeFirst();
    if (row) this.appendEvent(transaction, row, 'task.progressed');
    return row !== undefined;
  }

  appendEvent(transaction: Transaction, row: TaskRow, type: TaskMove['event']): void {
    const data: TaskEventData = {
      taskId: row.id,
      batchId: row.batch_id,
      sequence: row.event_count,
      status: row.status,
      progress: row.progress,
      step: row.step,
      errorCode: row.error_code,
      estimatedCompletionAt: row.estimated_completion_at,
      at: row.updated_at,
    };
    this.#events.append(transaction, { userId: row.user_id, taskId: row.id, type, data });
  }
}
