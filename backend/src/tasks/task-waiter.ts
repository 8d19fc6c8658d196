import { setTimeout as sleep } from 'node:timers/promises';
import { isErrorCode } from '@atelier/shared/errors';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { TaskReader } from './task-reader.ts';

/** Local work ends within a second; vendors take many, so that asking less often costs nobody anything. */
const FIRST_LOOK_MS = 100;
const LONGEST_PAUSE_MS = 1000;
const GROWTH = 1.5;

/** Waits for tasks on behalf of doors whose callers wait for the result itself. Reads only; leaving ends nothing. */
export class TaskWaiter {
  readonly #reader: Pick<TaskReader, 'get'>;

  constructor({ reader }: { reader: Pick<TaskReader, 'get'> }) {
    this.#reader = reader;
  }

  /**
   * The task once it has ended, however long that takes: its deadline ends it. Rejects with the signal's reason when
   * that is aborted first. @throws AppError not_found, also when the task was deleted meanwhile.
   */
  async ended(userId: string, taskId: string, signal: AbortSignal): Promise<TaskRow> {
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS)) {
      signal.throwIfAborted();
      const row = await this.#reader.get(userId, taskId);
      if (row.phase === 'ended') return row;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** Why an ended task has no result; undefined for a completed one. */
export function failureOfTask(
  row: Pick<TaskRow, 'status' | 'error_code' | 'error_values'>,
): AppError | undefined {
  if (row.status === 'completed') return undefined;
  if (row.status === 'canceled') return new AppError('task_canceled');
  if (row.error_code === null || !isErrorCode(row.error_code))
    throw new Error(`a task that is ${row.status} has the reason ${row.error_code}`);
  return new AppError(row.error_code, row.error_values ? JSON.parse(row.error_values) : {});
}
