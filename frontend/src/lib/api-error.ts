import type { FieldProblem } from '@atelier/shared/contracts/envelope';
import type { ErrorCode } from '@atelier/shared/errors';

/** Codes that only the page itself gives, when no readable answer arrived. */
export type ClientErrorCode = 'network_failed' | 'answer_invalid';

export interface ApiErrorParts {
  readonly code: ErrorCode | ClientErrorCode;
  readonly message: string;
  /** HTTP status; 0 when no answer arrived. */
  readonly status: number;
  readonly details?: Readonly<Record<string, string | number>> | undefined;
  readonly errors?: readonly FieldProblem[] | undefined;
}

/** A refused or failed request. `message` is ready to show, in the page's language. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode | ClientErrorCode;
  readonly status: number;
  readonly details: Readonly<Record<string, string | number>>;
  readonly errors: readonly FieldProblem[];

  constructor(parts: ApiErrorParts) {
    super(parts.message);
    this.code = parts.code;
    this.status = parts.status;
    this.details = parts.details ?? {};
    this.errors = parts.errors ?? [];
  }
}

export function isApiError(error: unknown, code?: ApiErrorParts['code']): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}
