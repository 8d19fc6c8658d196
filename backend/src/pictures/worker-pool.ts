import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { PicturePool } from './picture-pool.ts';
import { runJob } from './run-job.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts';

export interface PicturePoolOptions {
  /** Threads for each kind of work; by default the cores, at least one and at most two (memory grows with each). */
  readonly threads?: number;
  /** An operator's own cut-out network instead of the built-in one; see `loadMattingModel`. */
  readonly modelPath?: string;
  /** Jobs of each kind that may wait; more are refused with server_busy. */
  readonly maxWaiting?: number;
  /** A thread without work this long ends and gives its memory back. */
  readonly idleTimeoutMs?: number;
  /** A job that runs longer than this has its thread ended. */
  readonly jobTimeoutMs?: number;
  /** Told when a thread dies between jobs; the pool starts another one. A death during a job fails that job. */
  readonly onThreadDeath?: (error: unknown) => void;
}

/** Shared by the picture threads of all pools of this process; see `guarded-sharp.ts`. */
const guardState = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

const DEFAULTS = { maxWaiting: 64, idleTimeoutMs: 60_000, jobTimeoutMs: 180_000 };
/**
 * The worker-thread implementation of `PicturePool`. Uploads and operations have threads of their own, so that an
 * upload never waits behind a cut-out.
 */
export function createPicturePool(options: PicturePoolOptions = {}): PicturePool {
  const threads = options.threads ?? Math.max(1, Math.min(2, availableParallelism()));
  const jobTimeoutMs = options.jobTimeoutMs ?? DEFAULTS.jobTimeoutMs;
  const createThreads = (): Piscina<WorkerRequest, WorkerAnswer> => {
    const pool = new Piscina<WorkerRequest, WorkerAnswer>({
      filename: new URL('./picture-worker.ts', import.meta.url).href,
      name: 'work',
      minThreads: 0,
      maxThreads: threads,
      maxQueue: options.maxWaiting ?? DEFAULTS.maxWaiting,
      idleTimeout: options.idleTimeoutMs ?? DEFAULTS.idleTimeoutMs,
      // Waiting for messages without blocking keeps timers and encoders of the thread alive.
      atomics: 'async',
      workerData: { modelPath: options.modelPath, guardState },
      recordTiming: false,
    });
    // Without a listener the death of an idle thread would end the whole server.
    pool.on('error', (error: unknown) => options.onThreadDeath?.(error));
    return pool;
  };
  const uploads = createThreads();
  const operations = createThreads();
  return {
    async normalise(job, hooks = {}) {
      const answer = await runJob(uploads, { kind: 'normalise', job }, hooks, jobTimeoutMs);
      if (answer.kind !== 'normalised') throw new Error(`unexpected answer ${answer.kind}`);
      return answer.file;
    },
    async fit(job, hooks = {}) {
      const answer = await runJob(operations, { kind: 'fit', job }, hooks, jobTimeoutMs);
      if (answer.kind !== 'fitted') throw new Error(`unexpected answer ${answer.kind}`);
      return answer.file;
    },
    async process(job, hooks = {}) {
      const answer = await runJob(operations, { kind: 'process', job }, hooks, jobTimeoutMs);
      if (answer.kind !== 'processed') throw new Error(`unexpected answer ${answer.kind}`);
      return answer.pictures;
    },
    async close() {
      await Promise.all([uploads.close(), operations.close()]);
    },
  };
}
