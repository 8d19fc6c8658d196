import type { ErrorCode } from '@atelier/shared/errors';
import { toAppError } from '../db/database-errors.ts';
import { AppError } from '../lib/app-error.ts';
import { isDiskFull } from '../lib/disk-errors.ts';
import type { ProviderFailure } from '../providers/adapter.ts';

/** A failure of the task itself, with what users and operators get to know. */
export interface TaskFailure {
  readonly code: ErrorCode;
  readonly values?: AppError['values'];
  readonly detail: string;
}

/** What an exception means for the task it ended. */
export function toFailure(error: unknown): TaskFailure {
  const detail = detailOf(error);
  // A database that is busy or away for a moment says nothing about the picture.
  const known = error instanceof AppError ? error : toAppError(error);
  if (known) return { code: known.code, values: known.values, detail };
  // Our own work folder, not the picture, is what went wrong.
  if (isDiskFull(error)) return { code: 'storage_full', detail };
  return { code: 'picture_processing_failed', detail };
}

/** The error and what caused it, for operators. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `, because ${error.cause.name}: ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause}`;
}

/** Our own side could not keep something; the vendor has nothing to do with it. */
export const isStorageTrouble = ({ code }: TaskFailure): boolean =>
  code === 'storage_failed' || code === 'storage_full' || code === 'server_busy';

/** Whether the same step may be tried again later. */
export const isPassing = ({ kind }: ProviderFailure): boolean =>
  kind === 'rate_limited' || kind === 'unavailable';
