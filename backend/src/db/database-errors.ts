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

/** Whether PostgreSQL broke a transaction off for the sake of another (deadlock, serialization); it may run again. */
export function isPassingConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40P01' || code === '40001';
}

/** SQLSTATE classes and system errors that mean: the server is away, full of connections or going down. */
const UNREACHABLE = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** What `pg` itself says when the line is dead; these errors have no code. */
const LINE_DEAD = /^(Query read timeout|timeout exceeded when trying to connect|Connection terminated)/;

function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.test(codeOf(error)) || (error instanceof Error && LINE_DEAD.test(error.message));
}

/** Translates the database's own trouble into an answer; undefined for errors that are bugs. */
export function toAppError(error: unknown): AppError | undefined {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === '53100') return new AppError('storage_full', {}, { cause: error });
  if (
    code.startsWith('SQLITE_BUSY') ||
    code.startsWith('SQLITE_LOCKED') ||
    code === '55P03' ||
    isPassingConflict(error)
  ) {
    return new AppError('server_busy', {}, { cause: error });
  }
  if (code === '57014' || isUnreachable(error)) return new AppError('server_busy', {}, { cause: error });
  if (code.startsWith('SQLITE_IOERR')) return new AppError('storage_failed', {}, { cause: error });
  return undefined;
}
