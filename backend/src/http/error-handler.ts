import type { Envelope } from '@atelier/shared/contracts/envelope';
import { ERRORS } from '@atelier/shared/errors';
import type { ErrorRequestHandler, Request } from 'express';
import { toAppError } from '../db/database-errors.ts';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { inDoorWords } from './failure-words.ts';
import { requestIdOf } from './request-context.ts';
import { localeOf } from './respond.ts';

/** Express and body-parser mark their own errors with a `type`; these are the ones callers can cause. */
function fromParser(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  switch (error.type) {
    case 'entity.parse.failed':
      return new AppError('json_invalid', {}, { cause: error });
    case 'entity.too.large':
      return new AppError('body_too_large', {}, { cause: error });
    case 'encoding.unsupported':
    case 'charset.unsupported':
    case 'request.aborted':
    case 'request.size.invalid':
      return new AppError('request_invalid', { detail: error.message }, { cause: error });
    default:
      return undefined;
  }
}

/** A path that is not valid percent-encoding leads nowhere. */
function fromRouter(error: unknown): AppError | undefined {
  return error instanceof URIError ? new AppError('route_not_found', {}, { cause: error }) : undefined;
}

function toAnswer(error: unknown, request: Request): AppError {
  if (error instanceof AppError) return error;
  return (
    fromParser(error) ??
    fromRouter(error) ??
    toAppError(error) ??
    new AppError('internal_error', { requestId: requestIdOf(request) }, { cause: error })
  );
}

/** The only writer of 4xx and 5xx answers. Stack traces and foreign messages stay in the log. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const answer = toAnswer(error, request);
    const { status, retryable } = ERRORS[answer.code];
    if (status >= 500) {
      logger.error(
        { err: answer.cause ?? answer, code: answer.code, requestId: requestIdOf(request) },
        'request failed',
      );
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    const seconds =
      answer.values['seconds'] ??
      (answer.values['minutes'] ? Number(answer.values['minutes']) * 60 : undefined);
    if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
    else if (retryable && status === 503) response.setHeader('Retry-After', '2');
    const envelope: Envelope<never> = {
      success: false,
      data: null,
      message: answer.textIn(localeOf(request)),
      code: answer.code,
      ...(answer.fieldProblems.length > 0 && { errors: answer.fieldProblems }),
      ...(Object.keys(answer.values).length > 0 && { details: answer.values }),
    };
    response.status(status).json(inDoorWords(response, envelope, answer));
  };
}
