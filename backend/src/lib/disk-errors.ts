import { AppError } from './app-error.ts';

/** The code of a system error such as `ENOENT`; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Out of blocks, out of quota: the operator must act, trying again at once will not help. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** What a failed disk operation means to callers; AppErrors pass unchanged. */
export function translateDiskError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDiskFull(error) ? 'storage_full' : 'storage_failed', {}, { cause: error });
}
