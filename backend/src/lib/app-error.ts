import type { FieldProblem } from '@atelier/shared/contracts/envelope';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import { fillText, type Locale } from '@atelier/shared/locales';

export type ErrorValues = Readonly<Record<string, string | number>>;

/**
 * The only error type that crosses module borders on purpose. Adapters translate foreign errors into it at their
 * edge; `http/error-handler.ts` turns it into an answer. Anything else that is thrown is a bug and becomes
 * `internal_error`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly values: ErrorValues;
  readonly fieldProblems: readonly FieldProblem[];

  constructor(
    code: ErrorCode,
    values: ErrorValues = {},
    options: { cause?: unknown; fieldProblems?: readonly FieldProblem[] } = {},
  ) {
    super(
      fillText(ERRORS[code].text.en, values),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.values = values;
    this.fieldProblems = options.fieldProblems ?? [];
  }

  /** The message in one language, with its values filled in. */
  textIn(locale: Locale): string {
    return fillText(ERRORS[this.code].text[locale], this.values);
  }
}
