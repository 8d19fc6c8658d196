import { rm } from 'node:fs/promises';
import type { MessagePort } from 'node:worker_threads';
import type { TaskStep } from '@atelier/shared/task-steps';

/** States of the one shared number by which the pool's thread and a worker agree on a job. */
export const JOB_STATE = { waiting: 0, running: 1, stopped: 2 } as const;

/** A progress message from a worker. */
export interface ProgressMessage {
  readonly step: TaskStep;
  readonly fraction: number;
}

/** Thrown inside a worker when the job was aborted; it never leaves the worker. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
}

/**
 * A running job's hand rail inside the worker: reports progress, notices an abort at every boundary, and knows
 * which files exist so that a job that does not finish leaves none.
 */
export class JobControl {
  readonly #state: Int32Array<SharedArrayBuffer>;
  readonly #port: MessagePort;
  readonly #files = new Set<string>();

  constructor(state: Int32Array<SharedArrayBuffer>, port: MessagePort) {
    this.#state = state;
    this.#port = port;
  }

  /** @throws JobStopped when the job was aborted before it began. */
  begin(): void {
    Atomics.compareExchange(this.#state, 0, JOB_STATE.waiting, JOB_STATE.running);
    this.progress('reading', 0);
  }

  /** @throws JobStopped when the job was aborted. */
  checkpoint(): void {
    if (Atomics.load(this.#state, 0) === JOB_STATE.stopped) throw new JobStopped();
  }

  /** Reports a boundary that was really reached. `fraction` is the share of the whole job, 0 to 1. */
  progress(step: TaskStep, fraction: number): void {
    this.checkpoint();
    this.#port.postMessage({ step, fraction } satisfies ProgressMessage);
  }

  /** Remembers a file before it is created. */
  track(path: string): void {
    this.#files.add(path);
  }

  /** Removes every tracked file. */
  async removeFiles(): Promise<void> {
    await Promise.all([...this.#files].map((path) => rm(path, { force: true })));
    this.#files.clear();
  }
}
