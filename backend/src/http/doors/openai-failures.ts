import type { OpenAiError } from '@atelier/shared/contracts/openai-images';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import type { RequestHandler } from 'express';
import type { AppError } from '../../lib/app-error.ts';
import { answerFailuresAs } from '../failure-words.ts';

/** Codes that OpenAI's clients know by another name, with OpenAI's status (platform documentation, "Error codes"). */
const KNOWN: Partial<Record<ErrorCode, { readonly status: number; readonly code: string }>> = {
  api_key_required: { status: 401, code: 'invalid_api_key' },
  api_key_malformed: { status: 401, code: 'invalid_api_key' },
  api_key_invalid: { status: 401, code: 'invalid_api_key' },
  api_key_expired: { status: 401, code: 'invalid_api_key' },
  api_key_revoked: { status: 401, code: 'invalid_api_key' },
  model_unknown: { status: 404, code: 'model_not_found' },
  model_retired: { status: 404, code: 'model_not_found' },
  model_not_available: { status: 503, code: 'model_not_available' },
  model_unavailable: { status: 503, code: 'model_unavailable' },
  rate_limited: { status: 429, code: 'rate_limit_exceeded' },
  api_key_rate_limited: { status: 429, code: 'rate_limit_exceeded' },
  credits_insufficient: { status: 429, code: 'insufficient_quota' },
  api_key_credits_limited: { status: 429, code: 'insufficient_quota' },
  vendor_content_refused: { status: 400, code: 'moderation_blocked' },
};
/** OpenAI says 400 to whatever is wrong with a picture or its description. */
const BAD_REQUESTS: ReadonlySet<number> = new Set([402, 410, 413, 415, 422]);

/** The status of a failure at this door. Official clients choose the class of their error by it. */
export function openAiStatusOf(code: ErrorCode): number {
  const { status } = KNOWN[code] ?? ERRORS[code];
  return BAD_REQUESTS.has(status) ? 400 : status;
}

export const openAiCodeOf = (code: ErrorCode): string => KNOWN[code]?.code ?? code;

/** A failure in OpenAI's form; `message` is in the caller's language. */
export function openAiError({ code, fieldProblems }: AppError, message: string): OpenAiError {
  return {
    message,
    type: typeOf(code),
    param: fieldProblems[0]?.field || null,
    code: openAiCodeOf(code),
  };
}

function typeOf(code: ErrorCode): string {
  const known = openAiCodeOf(code);
  if (known === 'insufficient_quota') return known;
  if (known === 'moderation_blocked') return 'image_generation_user_error';
  const status = openAiStatusOf(code);
  if (status >= 500) return 'server_error';
  return status === 429 ? 'requests' : 'invalid_request_error';
}

/**
 * Mount first under the door: its failures get OpenAI's form and status, those of limits and guards included. Official
 * clients repeat 409 and 429 by themselves; where that is of no use they are told so.
 */
export function answerOpenAiFailures(): RequestHandler {
  return (request, response, next) => {
    const translate = answerFailuresAs(({ message }, error) => {
      response.status(openAiStatusOf(error.code));
      if (!ERRORS[error.code].retryable) response.setHeader('x-should-retry', 'false');
      return { error: openAiError(error, message) };
    });
    translate(request, response, next);
  };
}
