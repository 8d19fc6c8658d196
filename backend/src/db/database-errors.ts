import { AppError } from '../lib/app-error.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a statement broke a unique rule (SQLite result codes; PostgreSQL SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505';
}

/** Whether a statement broke a check rule such as "credits >= 0" (PostgreSQL SQLSTATE 23514). */
export function isCheckViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_CONSTRAINT_CHECK' || code === '23514';
}

/** Translates the database's own trouble into an answer; undefined for errors that are bugs. */
export function toAppError(error: unknown): AppError | undefined {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === '53100') return new AppError('storage_full', {}, { cause: error });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === '55P03') {
    return new AppError('server_busy', {}, { cause: error });
  }
  if (code.startsWith('SQLITE_IOERR')) return new AppError('storage_failed', {}, { cause: error });
  return undefined;
}
