import { z } from 'zod';
import type { ProviderFailure, TransportAnswer } from '../adapter.ts';
import type { Json } from '../http-messages.ts';
import { failure, failureOfSilence, failureOfStatus, overHttp, type Stage } from '../read-failure.ts';

const MAX_DETAIL = 500;
/** Machines are busy, or the key runs as much as it may: nothing was made. */
const BUSY = [415, 421, 814, 1003, 1011];
const BUSY_MS = 30_000;
const BAD_KEY = [412, 801, 802, 806, 811, 1002];
const NO_CREDIT = [416, 812];
/** Something in the operator's hands: the workflow's id or site, its first run by hand, the kind of key. */
const MISCONFIGURED = [380, 433, 435, 436, 803, 810, 901, 1014, 1101];
const REFUSED_CONTENT = [1501, 1505];
const BROKEN = [1, 500, 808, 1000, 1005, 1010, 1012];
const CONTENT_WORDS = /nsfw|sensitive content|content (?:check|policy|moderation)|photorealistic people/i;
export const RUNNING = 804;
export const QUEUED = 813;
export const FAILED = 805;
export const UNKNOWN_TASKS: readonly number[] = [423, 807, 1004];

const envelopeSchema = z.object({
  code: z.int(),
  msg: z.string().nullish().catch(null),
  data: z.json().nullish(),
});

/** An answer's envelope, or why there is none. The code counts, not the HTTP status, which is nearly always 200. */
export type Reading =
  | { readonly code: number; readonly msg: string; readonly data: Json | undefined }
  | { readonly failure: ProviderFailure };

export function readEnvelope(answer: TransportAnswer, stage: Stage): Reading {
  const heard = overHttp(answer);
  if (heard.kind === 'silence') return { failure: failureOfSilence(heard, stage, false) };
  const parsed = envelopeSchema.safeParse(heard.body);
  const isSuccess = heard.status >= 200 && heard.status < 300;
  if (!parsed.success || (!isSuccess && parsed.data.code === 0)) {
    const failed = failureOfStatus(heard, stage, { isRepeatable: false });
    const detail = `HTTP ${heard.status} with an answer that cannot be read`;
    return { failure: failed ?? failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail) };
  }
  const { code, msg, data } = parsed.data;
  return { code, msg: msg ?? '', data: data ?? undefined };
}

/** What a code other than success means. */
export function failureOfCode(code: number, msg: string, stage: Stage): ProviderFailure {
  const detail = `code ${code} ${msg}`.trim().slice(0, MAX_DETAIL);
  if (BUSY.includes(code)) return failure('rate_limited', detail, { retryAfterMs: BUSY_MS });
  if (BAD_KEY.includes(code)) return failure('bad_key', detail);
  if (NO_CREDIT.includes(code)) return failure('insufficient_vendor_credit', detail);
  if (REFUSED_CONTENT.includes(code)) return failure('content_refused', detail);
  if (MISCONFIGURED.includes(code)) {
    return failure('rejected', detail, { code: 'provider_not_configured' });
  }
  if (BROKEN.includes(code)) return failure('unavailable', detail);
  if (code === 301 || code === 809 || code === 1007 || code === 1008) return failure('rejected', detail);
  // Neither yes nor no.
  return failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}

const reasonSchema = z.object({
  node_name: z.string().nullish().catch(null),
  exception_type: z.string().nullish().catch(null),
  exception_message: z.string().nullish().catch(null),
});
/** The reason stands in an object, in some answers in an array of one. */
const failedSchema = z.union([
  z.object({ failedReason: reasonSchema }),
  z.tuple([z.object({ failedReason: reasonSchema })], z.unknown()).transform(([first]) => first),
]);

/** Work that was taken and failed in one of its nodes. */
export function failureOfWork(data: Json | undefined, msg: string): ProviderFailure {
  const parsed = failedSchema.safeParse(data);
  const { node_name, exception_type, exception_message } = parsed.success ? parsed.data.failedReason : {};
  const words = [node_name, exception_type, exception_message].filter((part) => part).join(': ');
  const detail = `the work failed: ${words || msg || 'no reason given'}`.slice(0, MAX_DETAIL);
  if (CONTENT_WORDS.test(words)) return failure('content_refused', detail);
  return failure('rejected', detail, { code: 'vendor_generation_failed' });
}
