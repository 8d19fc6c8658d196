import { rm } from 'node:fs/promises';
import { MessageChannel } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { AppError } from '../lib/app-error.ts';
import { JOB_STATE, type ProgressMessage } from './job-control.ts';
import type { PictureFile, PictureHooks } from './picture-pool.ts';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.ts';

/** How long a thread may take to notice an abort before it is ended; a few times the longest single step. */
const ABORT_GRACE_MS = 15_000;

type SuccessfulAnswer = Extract<WorkerAnswer, { kind: 'normalised' | 'fitted' | 'processed' }>;
type Threads = Piscina<WorkerRequest, WorkerAnswer>;

/**
 * Runs one job on a thread. After an abort it rejects when the thread has let go of its files, so that the caller
 * may delete the folder at once. Threads are asked to stop and only ended by force when they do not listen.
 * @param timeoutMs counted from the moment a thread begins the job.
 */
export async function runJob(
  threads: Threads,
  task: WorkerTask,
  hooks: PictureHooks,
  timeoutMs: number,
): Promise<SuccessfulAnswer> {
  hooks.signal?.throwIfAborted();
  if (threads.queueSize >= threads.options.maxQueue) throw new AppError('server_busy');
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const force = new AbortController();
  const abandoned = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const endThreadAfter = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => force.abort(), delayMs);
  };
  port1.once('message', () => endThreadAfter(timeoutMs));
  port1.on('message', ({ step, fraction }: ProgressMessage) => {
    if (!hooks.signal?.aborted) hooks.onProgress?.(step, fraction);
  });
  const onAbort = (): void => {
    const before = Atomics.exchange(state, 0, JOB_STATE.stopped);
    // A job no thread has begun touches no file, so its caller need not wait for a thread to skip it.
    if (before === JOB_STATE.waiting) abandoned.reject(hooks.signal?.reason);
    else endThreadAfter(ABORT_GRACE_MS);
  };
  hooks.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const running = threads.run(
      { task, state, port: port2 },
      { transferList: [port2], signal: force.signal },
    );
    const answer = await Promise.race([running, abandoned.promise]);
    return await accept(answer, hooks.signal);
  } catch (error) {
    throw translate(error, hooks.signal);
  } finally {
    clearTimeout(timer);
    hooks.signal?.removeEventListener('abort', onAbort);
    port1.close();
  }
}

async function accept(answer: WorkerAnswer, signal: AbortSignal | undefined): Promise<SuccessfulAnswer> {
  if (signal?.aborted) {
    await removeResults(answer);
    throw signal.reason;
  }
  if (answer.kind === 'failed') {
    throw new AppError(answer.code, answer.values, { cause: new Error(answer.detail) });
  }
  if (answer.kind === 'stopped') throw new AppError('picture_processing_failed');
  return answer;
}

/** An abort may arrive while a finished answer is on its way; the files must go all the same. */
async function removeResults(answer: WorkerAnswer): Promise<void> {
  if (answer.kind === 'fitted') return rm(answer.file.path, { force: true });
  const files: readonly PictureFile[] =
    answer.kind === 'normalised' ? [answer.file] : answer.kind === 'processed' ? answer.pictures : [];
  await Promise.all(
    files.flatMap(({ path, thumbnailPath }) => [
      rm(path, { force: true }),
      rm(thumbnailPath, { force: true }),
    ]),
  );
}

function translate(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof AppError) return error;
  // Piscina's words for a full queue and for a pool that is closing.
  if (error instanceof Error && /queue|pool is closed|closing up/i.test(error.message)) {
    return new AppError('server_busy', {}, { cause: error });
  }
  return new AppError('picture_processing_failed', {}, { cause: error });
}
