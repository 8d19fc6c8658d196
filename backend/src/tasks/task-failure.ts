import type { ErrorCode } from '@atelier/shared/errors';
import { toAppError } from '../db/database-errors.ts';
import { AppError } from '../lib/app-error.ts';
import { isDiskFull } from '../lib/disk-errors.ts';

/** A failure of the task itself, with what users and operators get to know. */
export interface TaskFailure {
  readonly code: ErrorCode;
  readonly values?: AppError['values'];
  readonly detail: string;
  /** A vendor did, or may have done, the work all the same: the loss is booked. */
  readonly mayHaveCost?: boolean;
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

/** Whether a result that a vendor made and still has may be brought home later: nothing was said against the result. */
export const mayBeBroughtLater = (failure: TaskFailure): boolean =>
  failure.code === 'url_fetch_failed' ||
  failure.code === 'picture_processing_failed' ||
  isStorageTrouble(failure);

/** Our own side could not keep something; the vendor has nothing to do with it. */
export const isStorageTrouble = ({ code }: TaskFailure): boolean =>
  code === 'storage_failed' || code === 'storage_full' || code === 'server_busy';
