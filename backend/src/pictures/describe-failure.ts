import { AppError } from '../lib/app-error.ts';
import { isDiskFull } from '../lib/disk-errors.ts';
import type { WorkerAnswer } from './worker-messages.ts';

/** What a thread answers when its job failed: errors lose their class on the way between threads. */
export function describeFailure(error: unknown): WorkerAnswer {
  if (error instanceof AppError) {
    return { kind: 'failed', code: error.code, values: error.values, detail: detailOf(error.cause ?? error) };
  }
  const code = isDiskFull(error) ? 'storage_full' : 'picture_processing_failed';
  return { kind: 'failed', code, values: {}, detail: detailOf(error) };
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
