import type { ErrorCode } from '@atelier/shared/errors';
import { type ApiError, isApiError } from '../../lib/api-error.ts';

export type AccountField = 'email' | 'username' | 'password';

/** Refusals that are about one field although they do not name it. */
const FIELD_OF_CODE: Partial<Record<ErrorCode | ApiError['code'], AccountField>> = {
  email_taken: 'email',
  username_taken: 'username',
};

export interface FormErrors {
  readonly fields: Partial<Record<AccountField, string>>;
  /** What is about no single field. */
  readonly general?: unknown;
}

/** Sorts a refusal to the fields it is about, so it appears where the person looks. */
export function sortErrors(error: unknown): FormErrors {
  if (!error) return { fields: {} };
  if (!isApiError(error)) return { fields: {}, general: error };
  const fields: Partial<Record<AccountField, string>> = {};
  for (const { field, message } of error.errors) {
    const name = field.replace(/^body\./, '');
    if (name === 'email' || name === 'username' || name === 'password') fields[name] ??= message;
  }
  const named = FIELD_OF_CODE[error.code];
  if (named) fields[named] ??= error.message;
  return Object.keys(fields).length > 0 ? { fields } : { fields, general: error };
}
