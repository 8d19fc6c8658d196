import { z } from 'zod';
import type { ProviderFailure } from '../adapter.ts';
import type { HttpAnswer } from '../http-messages.ts';
import { failure, failureOfStatus, retryAfterOf, type Stage } from '../read-failure.ts';

const MAX_DETAIL = 500;
const text = z.string().nullish().catch(null);

const relayErrorSchema = z.object({
  error: z.object({ message: text, type: text, code: text }),
  // A task that tells why it failed is no error of the relay.
  task_id: z.undefined().optional(),
});

/** The relay's words for work it had handed on before something went wrong. */
const HANDED_ON = /insert_(?:midjourney_)?task_failed|do_request_failed/;
const NO_CHANNEL = /no available channel|无可用渠道|无可用的渠道/i;
const OUT_OF_CREDIT =
  /insufficient_user_quota|quota_not_enough|insufficient[ _](?:quota|balance)|额度不足|余额不足/i;
export const CONTENT_WORDS =
  /\bpolic(?:y|ies)\b|moderat|nsfw|sensitive|banned|prohibited|inappropriate|risk control|content safety|违规|敏感|审核/i;

/**
 * What an error of the relay in front of all three protocols means; undefined when the body is not one of its errors and
 * the protocol's own reader should look.
 */
export function failureOfRelay(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  const parsed = relayErrorSchema.safeParse(answer.body);
  if (!parsed.success) return undefined;
  const { message, type, code } = parsed.data.error;
  const words = [code, type, message].filter((part) => part).join(' ');
  const detail = `HTTP ${answer.status} ${words}`.trim().slice(0, MAX_DETAIL);
  if (OUT_OF_CREDIT.test(words)) return failure('insufficient_vendor_credit', detail);
  // The key's group does not have this model: only whoever runs the installation can change that.
  if (NO_CHANNEL.test(words)) return failure('rejected', detail, { code: 'provider_not_configured' });
  if (CONTENT_WORDS.test(words)) return failure('content_refused', detail);
  if (stage === 'start' && HANDED_ON.test(words)) return failure('outcome_unknown', detail);
  const failed = failureOfStatus(answer, stage, { isRepeatable: false, detail });
  // An error with a good status: neither yes nor no.
  return failed ?? failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}

/** An answer in none of the vendor's forms. */
export function failureOfUnreadable(answer: HttpAnswer, stage: Stage): ProviderFailure {
  const detail = `HTTP ${answer.status} with an answer that cannot be read`;
  if (stage === 'start' && HANDED_ON.test(JSON.stringify(answer.body ?? ''))) {
    return failure('outcome_unknown', detail);
  }
  return (
    failureOfStatus(answer, stage, { isRepeatable: false }) ??
    failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail)
  );
}

const midjourneySchema = z.object({
  code: z.int(),
  description: text,
  result: z
    .union([z.string(), z.int().transform(String)])
    .nullish()
    .catch(null),
});
export type MidjourneyAnswer = z.output<typeof midjourneySchema>;

export function readMidjourney(answer: HttpAnswer): MidjourneyAnswer | undefined {
  const parsed = midjourneySchema.safeParse(answer.body);
  return parsed.success ? parsed.data : undefined;
}

const BUSY_MS = 30_000;

/**
 * What a code of the Midjourney gateway other than an acceptance means. Refused orders are not charged, except where the
 * gateway itself says that it lost the work it had already handed on.
 */
export function failureOfMidjourney(
  { code, description }: MidjourneyAnswer,
  answer: HttpAnswer,
  stage: Stage,
): ProviderFailure {
  const words = (description ?? '').trim();
  const detail = `code ${code} ${words}`.trim().slice(0, MAX_DETAIL);
  if (stage === 'start' && HANDED_ON.test(words)) return failure('outcome_unknown', detail);
  if (OUT_OF_CREDIT.test(words)) return failure('insufficient_vendor_credit', detail);
  if (code === 24) return failure('content_refused', detail);
  if (code === 23 || code === 30) {
    return failure('rate_limited', detail, { retryAfterMs: BUSY_MS, ...retryAfterOf(answer) });
  }
  if (code === 3 || code === 5 || code === 9) return failure('unavailable', detail);
  if (CONTENT_WORDS.test(words)) return failure('content_refused', detail);
  if (code === 4) return failure('rejected', detail);
  return failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}

const DUPLICATE = /external_task_id|duplicat|already exist|重复|已存在/i;

/** What Kling's own codes mean (its API reference, "error codes"). */
export function failureOfKling(code: number, words: string, stage: Stage): ProviderFailure {
  const detail = `code ${code} ${words}`.trim().slice(0, MAX_DETAIL);
  if (code >= 1000 && code <= 1004) return failure('bad_key', detail);
  if (code >= 1100 && code <= 1102) return failure('insufficient_vendor_credit', detail);
  if (code === 1103 || code === 1304) {
    return failure('rejected', detail, { code: 'provider_not_configured' });
  }
  if (code === 1300 || code === 1301) return failure('content_refused', detail);
  if (code === 1302 || code === 1303) return failure('rate_limited', detail, { retryAfterMs: BUSY_MS });
  // The number of our own order again: an earlier start was heard after all, and is paid.
  if (stage === 'start' && DUPLICATE.test(words)) return failure('outcome_unknown', detail);
  if (code >= 1200 && code < 1300) return failure('rejected', detail);
  if (code >= 5000 && code <= 5002) return failure('unavailable', detail);
  return failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}
