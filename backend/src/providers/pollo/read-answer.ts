import { z } from 'zod';
import type { ProviderFailure } from '../adapter.ts';
import type { HttpAnswer, Json } from '../http-messages.ts';
import { objectOf } from '../json-object.ts';
import { failure, failureOfStatus, type Stage } from '../read-failure.ts';

const MAX_DETAIL = 500;
const text = z.string().nullish().catch(null);
const CONTENT_WORDS = /\bpolic(?:y|ies)\b|moderat|nsfw|sensitive|prohibited|inappropriate|violat/i;
const OUT_OF_CREDIT = /\bcredits?\b/i;
const NOT_ENABLED = /not enabled/i;

const errorSchema = z.object({
  code: z.string(),
  message: text,
  data: z
    .object({ issues: z.array(z.object({ message: z.string() })) })
    .nullish()
    .catch(null),
});

/** What stands in an answer, wrapped or not: both have been seen. */
export function contentOf({ body }: HttpAnswer): Readonly<Record<string, Json>> | undefined {
  const outer = objectOf(body);
  return objectOf(outer?.['data']) ?? outer;
}

/** What an answer other than a success means; undefined for a success. */
export function failureOf(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  const { status } = answer;
  const parsed = errorSchema.safeParse(answer.body);
  const isError = parsed.success && parsed.data.code !== 'SUCCESS';
  if (status >= 200 && status < 300 && !isError) return undefined;
  const { code = '', message, data } = parsed.success ? parsed.data : {};
  const words = [message, ...(data?.issues ?? []).map((issue) => issue.message)]
    .filter((part) => part)
    .join('; ');
  const detail = `HTTP ${status} ${code} ${words}`.trim().slice(0, MAX_DETAIL);
  if (NOT_ENABLED.test(words)) return failure('rejected', detail, { code: 'provider_not_configured' });
  if (OUT_OF_CREDIT.test(words)) return failure('insufficient_vendor_credit', detail);
  if (CONTENT_WORDS.test(words)) return failure('content_refused', detail);
  const failed = failureOfStatus(answer, stage, { isRepeatable: false, detail });
  return failed ?? failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail);
}

/** Why work that was taken failed: free text. */
export function failureOfWork(words: string): ProviderFailure {
  const detail = `the work failed: ${words || 'no reason given'}`.slice(0, MAX_DETAIL);
  if (CONTENT_WORDS.test(words)) return failure('content_refused', detail);
  return failure('rejected', detail, { code: 'vendor_generation_failed' });
}
