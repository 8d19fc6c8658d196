import { z } from 'zod';
import type { CheckOutcome, ProviderFailure, RemoteFile, StartOutcome, TransportAnswer } from '../adapter.ts';
import type { HttpAnswer } from '../http-messages.ts';
import {
  failure,
  failureOfSilence,
  failureOfStatus,
  overHttp,
  retryAfterOf,
  type Stage,
} from '../read-failure.ts';
import { isResultLink } from '../result-link.ts';

/** The vendor keeps results of API calls for one hour. */
const RESULT_LIFE_MS = 60 * 60_000;
/** Codes and words of its own filters and of those inside the Flux models. */
const CONTENT_REFUSED = /\(E005\)|flagged as sensitive|NSFW content/i;
const MAX_DETAIL = 500;

const predictionSchema = z.object({
  /** It becomes part of an address. */
  id: z.string().regex(/^[\w-]{1,100}$/),
  status: z.string(),
  output: z
    .union([z.string(), z.array(z.unknown())])
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
  completed_at: z.string().nullish().catch(null),
});
type Prediction = z.output<typeof predictionSchema>;

const problemSchema = z.object({
  title: z.string().optional().catch(undefined),
  detail: z.string().catch(''),
});

/** What may be told of an answer: the prediction, or why there is none. */
type Reading = { readonly prediction: Prediction } | { readonly failure: ProviderFailure };

/** An answer that should hold a prediction. */
export function readPrediction(answer: TransportAnswer, stage: Stage): Reading {
  const heard = overHttp(answer);
  if (heard.kind === 'silence') return { failure: failureOfSilence(heard, stage, false) };
  const failed = failureOfAnswer(heard, stage);
  if (failed) return { failure: failed };
  const parsed = predictionSchema.safeParse(heard.body);
  if (parsed.success) return { prediction: parsed.data };
  const detail = `HTTP ${heard.status} without a prediction`;
  return { failure: failure(stage === 'start' ? 'outcome_unknown' : 'unavailable', detail) };
}

/** What a refusal means; undefined for 2xx. */
export function failureOfAnswer(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  const problem = problemSchema.safeParse(answer.body);
  const { title, detail } = problem.success ? problem.data : { title: undefined, detail: '' };
  const words = `HTTP ${answer.status} ${title ?? ''} ${detail}`.trim().slice(0, MAX_DETAIL);
  if (answer.status === 429) {
    return failure('rate_limited', words, { ...resetIn(detail), ...retryAfterOf(answer) });
  }
  return failureOfStatus(answer, stage, { isRepeatable: false, detail: words });
}

/** Without a Retry-After header the text names the seconds: "resets in ~9s". */
function resetIn(detail: string): { retryAfterMs?: number } {
  const seconds = /\b(\d{1,4})\s?s(?:econds?)?\b/.exec(detail)?.[1];
  return seconds === undefined ? {} : { retryAfterMs: Math.min(Number(seconds), 300) * 1000 };
}

/** The end of a prediction, or null while it goes on. States we do not know are not final. */
export function endOf(
  prediction: Prediction,
): Extract<StartOutcome & CheckOutcome, { kind: 'done' | 'failed' }> | null {
  const { status, error } = prediction;
  if (status === 'succeeded') return delivered(prediction);
  if (status === 'failed') {
    const words =
      typeof error === 'string' ? error || 'no reason given' : JSON.stringify(error ?? 'no reason given');
    const kind = CONTENT_REFUSED.test(words) ? 'content_refused' : 'rejected';
    return { kind: 'failed', failure: failure(kind, words.slice(0, MAX_DETAIL)) };
  }
  if (status === 'canceled' || status === 'aborted') {
    return { kind: 'failed', failure: failure('rejected', `the prediction was ${status} at the vendor`) };
  }
  return null;
}

function delivered({ output, completed_at }: Prediction): ReturnType<typeof endOf> {
  const addresses = (Array.isArray(output) ? output : [output]).filter(isResultLink);
  if (addresses.length === 0) {
    const nothing = failure('rejected', 'succeeded without any output', { code: 'result_incomplete' });
    return { kind: 'failed', failure: nothing };
  }
  const completedAt = Date.parse(completed_at ?? '');
  const expiresAt = Number.isNaN(completedAt)
    ? {}
    : { expiresAt: new Date(Math.min(completedAt + RESULT_LIFE_MS, 8.64e15)).toISOString() };
  return {
    kind: 'done',
    outputs: addresses.map(
      (url, index): RemoteFile => ({
        url,
        name: `result-${index + 1}`,
        role: 'result',
        inputPosition: index,
        ...expiresAt,
      }),
    ),
  };
}
