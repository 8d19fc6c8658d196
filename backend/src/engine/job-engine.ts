import type { Transaction } from '../db/database.ts';

/** Asks for a step of a task. The lane is the line the task stands in; each lane has hands of its own. */
export interface WakeUp {
  readonly taskId: string;
  readonly lane: string;
}

/** Does the next step in the lane and enqueues the one after it. Failures of the task itself are not thrown. */
export type JobHandler = (wakeUp: WakeUp) => Promise<void>;

export interface EngineHealth {
  readonly running: number;
  readonly waiting: number;
  /** How late the oldest due wake-up is; 0 when none is due. */
  readonly oldestDueMs: number;
}

/**
 * A messenger that wakes workers and nothing more: truth (state, leases, slots, turns, deadlines) lives in our tables.
 * A lost wake-up only makes a task late, because the sweeper asks again; one too many finds nothing to do.
 */
export interface JobEngine {
  /** Asks for a step at `runAt`, inside the caller's transaction. At most one wake-up per task and moment waits. */
  enqueue(transaction: Transaction, wakeUp: WakeUp, runAt: Date): Promise<void>;
  /** Starts calling the handler for these lanes, for each at most so many at once in this process. */
  work(handler: JobHandler, hands: ReadonlyMap<string, number>): Promise<void>;
  /**
   * Calls `job` every `everyMs` while the engine works, in this process; overlapping runs are skipped. The first call
   * comes after `firstAfterMs`, by default `everyMs`.
   */
  schedule(name: string, everyMs: number, job: () => Promise<void>, firstAfterMs?: number): void;
  /** Takes no more work and waits for the handlers under way. */
  stop(): Promise<void>;
  health(): Promise<EngineHealth>;
}
