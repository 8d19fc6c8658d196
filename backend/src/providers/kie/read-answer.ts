import { z } from 'zod';
import type { ProviderFailure, TransportAnswer } from '../adapter.ts';
import type { HttpAnswer } from '../http-messages.ts';
import {
  failure,
  failureOfSilence,
  failureOfStatus,
  overHttp,
  retryAfterOf,
  type Stage,
} from '../read-failure.ts';

const MAX_DETAIL = 500;
const FULL_QUEUE_MS = 60_000;
const MAINTENANCE_MS = 2 * 60_000;

const CONTENT_REFUSED =
  /\bpolic(?:y|ies)\b|moderat|nsfw|sensitive|violat|inappropriate|prohibited|flagged|safety (?:system|filter|check)|rejected by flow|违规|敏感|审核/i;
const OUT_OF_CREDIT =
  /credits? (?:is |are )?insufficient|insufficient (?:credits?|balance)|balance (?:is not|isn't|not) enough/i;
const PAUSED = /temporarily paused|feature (?:is )?disabled/i;
const FIELD_MISSING = /\bis required\b/i;

const whole = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
]);
const envelopeSchema = z.object({
  code: whole,
  msg: z.string().nullish().catch(null),
  // Some pages of the vendor name it so.
  message: z.string().nullish().catch(null),
  // A refused key comes without.
  data: z.unknown().optional(),
});

/** What stands in an answer's envelope, or why there is nothing. */
export type Reading =
  | { readonly data: unknown }
  | {
      readonly failure: ProviderFailure /** The vendor says that it does not know the task. */;
      readonly isUnknownTask: boolean;
    };

/**
 * Opens the envelope `{code, msg, data}`. The code counts before the HTTP status: errors usually come with HTTP 200.
 */
export function readEnvelope(answer: TransportAnswer, stage: Stage): Reading {
  const heard = overHttp(answer);
  if (heard.kind === 'silence') return failing(failureOfSilence(heard, stage, false));
  const parsed = envelopeSchema.safeParse(heard.body);
  if (!parsed.success) {
    const failed = failureOfStatus(heard, stage, { isRepeatable: false });
    const detail = `HTTP ${heard.status} with an answer that cannot be read`;
    return failing(failed ?? failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail));
  }
  const { code, msg, message, data } = parsed.data;
  const isHttpSuccess = heard.status >= 200 && heard.status < 300;
  if (code === 200 && isHttpSuccess) return { data };
  const told = code === 200 ? heard.status : code;
  const isUnknownTask = stage === 'check' && (told === 404 || told === 422);
  return { failure: failureOfCode(told, msg ?? message ?? '', stage, heard), isUnknownTask };
}

const failing = (failed: ProviderFailure): Reading => ({ failure: failed, isUnknownTask: false });

/** What the code of an envelope means, with the words beside it: 500 also stands for missing fields and credit. */
function failureOfCode(code: number, words: string, stage: Stage, answer: HttpAnswer): ProviderFailure {
  const detail = `code ${code} ${words}`.trim().slice(0, MAX_DETAIL);
  if (code === 401 || code === 403) return failure('bad_key', detail);
  if (code === 402 || code === 433 || OUT_OF_CREDIT.test(words)) {
    return failure('insufficient_vendor_credit', detail);
  }
  if (code === 429) return failure('rate_limited', detail, retryAfterOf(answer));
  if (code === 505 || PAUSED.test(words)) return failure('rejected', detail, { code: 'vendor_model_paused' });
  if (code === 455)
    return failure('unavailable', detail, { retryAfterMs: MAINTENANCE_MS, ...retryAfterOf(answer) });
  if (code === 550)
    return failure('unavailable', detail, { retryAfterMs: FULL_QUEUE_MS, ...retryAfterOf(answer) });
  if (CONTENT_REFUSED.test(words)) return failure('content_refused', detail);
  if (code === 408 || code === 501) return failure('rejected', detail, { code: 'vendor_generation_failed' });
  if (code >= 500 && !FIELD_MISSING.test(words)) return failure('unavailable', detail, retryAfterOf(answer));
  if (code >= 400) return failure('rejected', detail);
  // Neither yes nor no.
  return failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}

/** What it means that work was taken and then failed. Its code speaks of the work, not of the call that asks. */
export function failureOfRecord(
  code: number | null,
  words: string,
  refusedCodes: readonly number[],
): ProviderFailure {
  const detail = `the work failed: ${code ?? 'no code'} ${words}`.trim().slice(0, MAX_DETAIL);
  if (CONTENT_REFUSED.test(words) || (code !== null && refusedCodes.includes(code))) {
    return failure('content_refused', detail);
  }
  if (code === 402 || OUT_OF_CREDIT.test(words)) return failure('insufficient_vendor_credit', detail);
  const isOurs = code !== null && [400, 404, 405, 422].includes(code);
  return failure('rejected', detail, isOurs ? {} : { code: 'vendor_generation_failed' });
}
