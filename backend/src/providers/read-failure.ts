import type { ErrorCode } from '@atelier/shared/errors';
import type { ProviderFailure, TransportAnswer } from './adapter.ts';
import type { HttpAnswer, HttpSilence } from './http-messages.ts';

/** What users are told for each kind of failure, unless an adapter knows better. */
export const FAILURE_CODES: Readonly<Record<ProviderFailure['kind'], ErrorCode>> = {
  rejected: 'vendor_rejected',
  content_refused: 'vendor_content_refused',
  insufficient_vendor_credit: 'vendor_credit_exhausted',
  bad_key: 'vendor_key_refused',
  rate_limited: 'vendor_rate_limited',
  unavailable: 'vendor_unavailable',
  outcome_unknown: 'vendor_outcome_unknown',
};

/** Vendors that ask for a longer pause are asked again at this interval all the same; the deadline decides. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

/** Which question was asked: only an unclear start may have cost something. */
export type Stage = 'prepare' | 'start' | 'check';

export function failure(
  kind: ProviderFailure['kind'],
  detail: string,
  more: { code?: ErrorCode; retryAfterMs?: number } = {},
): ProviderFailure {
  return { kind, code: FAILURE_CODES[kind], detail, ...more };
}

/** An answer over HTTP, or silence; the other kind cannot come from a vendor. */
export function overHttp(answer: TransportAnswer): HttpAnswer | HttpSilence {
  if (answer.kind === 'local') throw new Error('a vendor cannot answer as this machine does');
  return answer;
}

/**
 * What silence means at each stage. A start that may have been heard is unknown, unless the vendor knows our
 * reference again.
 */
export function failureOfSilence(silence: HttpSilence, stage: Stage, isRepeatable: boolean): ProviderFailure {
  const isUnknown = stage === 'start' && silence.mayHaveBeenHeard && !isRepeatable;
  return failure(isUnknown ? 'outcome_unknown' : 'unavailable', silence.detail);
}

/**
 * What a status means when the vendor's own words do not say more; undefined for 2xx. Behind a 408 or a 5xx a start may
 * have been heard, whatever stands in its body: relays answer so when it is they who lost the vendor. Only 503 says that
 * nobody is at work. A 403 that is a page comes from a guard in front of the vendor, who has heard nothing.
 */
export function failureOfStatus(
  answer: HttpAnswer,
  stage: Stage,
  options: { isRepeatable: boolean; detail?: string },
): ProviderFailure | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const detail = options.detail ?? `HTTP ${status}`;
  if (status === 403 && answer.body === undefined) return failure('unavailable', detail);
  if (status === 401 || status === 403) return failure('bad_key', detail);
  if (status === 402) return failure('insufficient_vendor_credit', detail);
  if (status === 429) return failure('rate_limited', detail, retryAfterOf(answer));
  if (status === 408 || status >= 500) {
    const isUnknown = stage === 'start' && status !== 503 && !options.isRepeatable;
    return isUnknown
      ? failure('outcome_unknown', detail)
      : failure('unavailable', detail, retryAfterOf(answer));
  }
  // Work that it took and does not know any more.
  if (status === 404 && stage === 'check') return failure('outcome_unknown', detail);
  return failure('rejected', detail);
}

/** Seconds or a date (RFC 9110 §10.2.3), capped; empty when the vendor gives none. */
export function retryAfterOf({ headers }: HttpAnswer): { retryAfterMs?: number } {
  const text = headers['retry-after'];
  if (text === undefined) return {};
  const seconds = Number(text);
  const date = Date.parse(headers['date'] ?? '');
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - date;
  return Number.isFinite(waitMs) && waitMs > 0 ? { retryAfterMs: Math.min(waitMs, MAX_RETRY_AFTER_MS) } : {};
}
