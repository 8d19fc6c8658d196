import { LOCALES } from '@atelier/shared/locales';
import type { Request, RequestHandler } from 'express';
import { query, type ValidationChain, validationResult } from 'express-validator';
import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { fieldProblemsOf } from '../lib/field-problems.ts';

/**
 * Runs express-validator chains over path, query and header fields (JSON bodies belong to zod) and answers
 * request_invalid with one problem per field.
 */
export function validate(...chains: readonly ValidationChain[]): RequestHandler {
  return async (request, _response, next) => {
    for (const chain of chains) await chain.run(request);
    const result = validationResult(request);
    if (result.isEmpty()) return next();
    const problems = result.array({ onlyFirstError: true }).map((problem) => ({
      field: problem.type === 'field' ? problem.path : '',
      message: String(problem.msg),
    }));
    next(invalid(problems));
  };
}

/** `?language=` of a file that a browser saves; see `localeOfFile`. */
export const fileLanguage = validate(
  query('language')
    .optional()
    .isIn([...LOCALES])
    .withMessage(`one of ${LOCALES.join(', ')}`),
);

/** Parses a JSON body with its shared schema. @throws AppError request_invalid with one problem per field. */
export function parseBody<T extends z.ZodType>(schema: T, request: Request): z.output<T> {
  return parseWith(schema, request.body ?? {});
}

/** Parses any outside value with a schema. @throws AppError request_invalid with one problem per field. */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(fieldProblemsOf(result.error));
}

function invalid(problems: Array<{ field: string; message: string }>): AppError {
  const first = problems[0];
  const detail = first ? (first.field ? `${first.field}: ${first.message}` : first.message) : 'unknown field';
  return new AppError('request_invalid', { detail }, { fieldProblems: problems });
}
