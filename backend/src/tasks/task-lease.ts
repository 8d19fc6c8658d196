import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { TaskMover } from './task-mover.ts';

/** A lease that is not renewed for this long may be taken by another worker. */
export const LEASE_MS = 20_000;
const RENEWAL_INTERVAL_MS = 5_000;

/** Why work on a task was broken off from outside. */
export type AbortReason = 'lease_lost' | 'ended_elsewhere' | 'worker_stops' | 'deadline_passed';

/** Carries an AbortReason through code that only knows AbortSignals. */
export class WorkAborted extends Error {
  override readonly name = 'WorkAborted';
  readonly reason: AbortReason;

  constructor(reason: AbortReason) {
    super(`work was broken off: ${reason}`);
    this.reason = reason;
  }
}

/**
 * One worker's right to work on one task. Every write carries its token; when the lease is lost or the task has ended,
 * those writes change nothing and the signal stops the work.
 */
export class TaskLease {
  readonly token = randomUUID();
  readonly #abort = new AbortController();
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #renewal: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #deadlineMs = 0;

  constructor(parts: { database: Database; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The columns a claiming statement writes. */
  columns(): { lease_token: string; lease_until: string } {
    return { lease_token: this.token, lease_until: timestamp(this.#clock, LEASE_MS) };
  }

  /**
   * Renews the lease until `end`, and breaks the work off at the task's deadline. A vendor that is asked once more
   * after the deadline gets `graceMs` for its answer.
   */
  keep(taskId: string, deadlineAt: string | null, graceMs: number): void {
    this.#renewal = setInterval(() => void this.#renew(taskId), RENEWAL_INTERVAL_MS);
    if (deadlineAt === null) return;
    const leftMs = Math.max(graceMs, Date.parse(deadlineAt) - this.#clock.now().getTime());
    this.#breakOffAfter(leftMs);
  }

  /** Gives work that would be a pity to lose at least so long from now, whatever the deadline. */
  allow(graceMs: number): void {
    if (this.#deadline !== undefined && this.#deadlineMs < performance.now() + graceMs)
      this.#breakOffAfter(graceMs);
  }

  abort(reason: AbortReason): void {
    this.#abort.abort(new WorkAborted(reason));
  }

  end(): void {
    clearInterval(this.#renewal);
    clearTimeout(this.#deadline);
  }

  #breakOffAfter(leftMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadlineMs = performance.now() + leftMs;
    this.#deadline = setTimeout(() => this.abort('deadline_passed'), leftMs);
  }

  async #renew(taskId: string): Promise<void> {
    const renewed = await this.#database
      .transaction(({ query }) =>
        query
          .updateTable('ai_tasks')
          .set({ lease_until: timestamp(this.#clock, LEASE_MS) })
          .where('id', '=', taskId)
          .where('lease_token', '=', this.token)
          .executeTakeFirst(),
      )
      .catch((error: unknown) => {
        // Tried again at the next turn; the lease outlives three of them.
        this.#logger.warn({ err: error, taskId }, 'a lease could not be renewed');
        return undefined;
      });
    if (renewed?.numUpdatedRows === 0n) this.abort('lease_lost');
  }
}

/** Writes progress at most this often, except when the step changes. */
const PROGRESS_INTERVAL_MS = 300;

/** Passes a worker's progress on to the task row, thinned out, in order, and only forwards. */
export class ProgressWriter {
  readonly #database: Database;
  readonly #mover: TaskMover;
  readonly #logger: Logger;
  readonly #row: TaskRow;
  readonly #lease: TaskLease;
  #lastStep: string | null;
  #lastPercent: number;
  #lastWriteMs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    parts: { database: Database; mover: TaskMover; logger: Logger },
    row: TaskRow,
    lease: TaskLease,
  ) {
    this.#database = parts.database;
    this.#mover = parts.mover;
    this.#logger = parts.logger;
    this.#row = row;
    this.#lease = lease;
    this.#lastStep = row.step;
    this.#lastPercent = row.progress;
  }

  /** `fraction` is the share of all work on the task that is done, 0 to 1. */
  report(step: string, fraction: number): void {
    const percent = Math.max(this.#lastPercent, Math.min(99, Math.floor(fraction * 100)));
    const isNews = step !== this.#lastStep;
    const nowMs = performance.now();
    if (!isNews && (percent === this.#lastPercent || nowMs - this.#lastWriteMs < PROGRESS_INTERVAL_MS))
      return;
    this.#lastStep = step;
    this.#lastPercent = percent;
    this.#lastWriteMs = nowMs;
    this.#writing = this.#writing.then(() => this.#write(step, percent));
  }

  /** Resolves when everything reported so far is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  async #write(step: string, percent: number): Promise<void> {
    if (this.#lease.signal.aborted) return;
    const progress = { taskId: this.#row.id, leaseToken: this.#lease.token, percent, step };
    try {
      const isHeld = await this.#database.transaction((transaction) =>
        this.#mover.progress(transaction, progress),
      );
      if (!isHeld) this.#lease.abort('lease_lost');
    } catch (error) {
      // Progress is a courtesy: the work goes on, and its end will tell whether the trouble lasts.
      this.#logger.warn({ err: error, taskId: this.#row.id }, 'progress could not be written');
    }
  }
}
