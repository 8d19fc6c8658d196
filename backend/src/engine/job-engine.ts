import type { Transaction } from '../db/database.ts';

/** Does the next step of one task and enqueues the one after it. Failures of the task itself are not thrown. */
export type JobHandler = (taskId: string) => Promise<void>;

export interface EngineHealth {
  readonly running: number;
  readonly waiting: number;
  /** How late the oldest due wake-up is; 0 when none is due. */
  readonly oldestDueMs: number;
}

/**
 * A messenger that wakes workers and nothing more: truth (state, leases, slots, deadlines) lives in our tables. A
 * lost wake-up only makes a task late, because the sweeper asks again.
 */
export interface JobEngine {
  /** Asks for a step of the task at `runAt`, inside the caller's transaction. An earlier wake-up stays. */
  enqueue(transaction: Transaction, taskId: string, runAt: Date): Promise<void>;
  /** Starts calling the handler, at most `concurrency` at once. */
  work(handler: JobHandler, concurrency: number): void;
  /** Calls `job` every `everyMs` while the engine works; overlapping runs are skipped. */
  schedule(name: string, everyMs: number, job: () => Promise<void>): void;
  /** Takes no more work and waits for the handlers under way. */
  stop(): Promise<void>;
  health(): Promise<EngineHealth>;
}
