import type { Delivered, ProviderFailure, StartInput, StartOutcome, TransportAnswer } from './adapter.ts';
import { fileAt } from './answer-file.ts';
import type { FormPart, HttpAnswer, HttpRequest, Json } from './http-messages.ts';
import { objectOf } from './json-object.ts';
import { failure, failureOfSilence, failureOfStatus, overHttp } from './read-failure.ts';

// The first contract of Stability AI's API (`/v1/generation/{engine}`), which some servers still speak. Facts: the vendor's
// OpenAPI description of 2024. The vendor itself is called by its newer contract, in the folder `stability`.

const START_TIMEOUT_MS = 5 * 60_000;
/** Refused content comes as an invalid prompt; only the words tell. */
const REFUSED_WORDS = /moderat|flagged|filter|safety/i;

/** A size of this contract, `1024x1024`. */
export const STABILITY_V1_SIZE = /^(\d{3,4})x(\d{3,4})$/;

/** A picture from words, or from a picture and words; `samples` of them in one call. */
export function startStabilityV1(
  engine: string,
  { parameters: { prompt, size, numberOfOutputs }, inputs: [picture] }: StartInput,
): HttpRequest {
  const path = `/generation/${encodeURIComponent(engine)}`;
  const samples = Number(numberOfOutputs ?? 1);
  const common = { kind: 'http', method: 'POST', timeoutMs: START_TIMEOUT_MS, expect: 'files' } as const;
  if (!picture) {
    const [, width, height] = STABILITY_V1_SIZE.exec(String(size)) ?? [];
    const sides = width && height ? { width: Number(width), height: Number(height) } : {};
    const json = { text_prompts: [{ text: String(prompt), weight: 1 }], samples, ...sides };
    return { ...common, url: `${path}/text-to-image`, json };
  }
  // The result has the size of the picture; `width` and `height` are refused here.
  const form: FormPart[] = [
    { name: 'text_prompts[0][text]', value: String(prompt) },
    { name: 'text_prompts[0][weight]', value: '1' },
    { name: 'samples', value: String(samples) },
    { name: 'init_image', file: picture },
  ];
  return { ...common, url: `${path}/image-to-image`, form };
}

/** The artifacts of an answer, or why there are none. A filtered one is blurred and must not be delivered. */
export function readStabilityV1(answer: TransportAnswer, { parameters }: StartInput): StartOutcome {
  const heard = overHttp(answer);
  if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
  const refused = failureOf(heard);
  if (refused) return { kind: 'failed', failure: refused };
  const artifacts = objectOf(heard.body)?.artifacts;
  // A success that cannot be read may have been paid for.
  if (!Array.isArray(artifacts))
    return { kind: 'failed', failure: failure('outcome_unknown', 'a success without artifacts') };
  const outputs = artifacts.flatMap((artifact, index) => pictureOf(heard, artifact, index));
  if (outputs.length === 0) return { kind: 'failed', failure: failureOfArtifacts(artifacts) };
  const missing = Number(parameters.numberOfOutputs ?? 1) - outputs.length;
  return {
    kind: 'done',
    outputs,
    ...(missing > 0 && { warnings: [{ code: 'result_filtered', subject: `${missing}` }] }),
  };
}

const reasonOf = (artifact: Json): Json | undefined => objectOf(artifact)?.finishReason;

function pictureOf(answer: HttpAnswer, artifact: Json, index: number): Delivered[] {
  const received = fileAt(answer, objectOf(artifact)?.base64);
  if (!received || reasonOf(artifact) !== 'SUCCESS') return [];
  return [{ received, name: `image-${index + 1}.png`, role: 'image', inputPosition: 0 }];
}

function failureOfArtifacts(artifacts: readonly Json[]): ProviderFailure {
  const reasons = artifacts.map(reasonOf);
  if (reasons.includes('CONTENT_FILTERED')) return failure('content_refused', 'CONTENT_FILTERED');
  if (reasons.includes('ERROR'))
    return failure('rejected', 'finishReason ERROR', { code: 'vendor_generation_failed' });
  return artifacts.length === 0
    ? failure('rejected', 'a success without pictures', { code: 'result_incomplete' })
    : failure('outcome_unknown', `a success with ${artifacts.length} artifacts and no picture`);
}

/** What `{id, name, message}` means; undefined for a success. */
function failureOf(answer: HttpAnswer): ProviderFailure | undefined {
  const { name, message } = objectOf(answer.body) ?? {};
  const words = typeof message === 'string' ? message : '';
  const detail = `HTTP ${answer.status} ${typeof name === 'string' ? name : ''} ${words}`.trim();
  if (name === 'content_moderation' || (name === 'invalid_prompts' && REFUSED_WORDS.test(words)))
    return failure('content_refused', detail);
  return failureOfStatus(answer, 'start', { isRepeatable: false, detail });
}
