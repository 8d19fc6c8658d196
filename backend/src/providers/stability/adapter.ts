import type {
  CheckOutcome,
  ProviderAdapter,
  ProviderFailure,
  StartInput,
  TransportAnswer,
} from '../adapter.ts';
import { fileAt, isOfType } from '../answer-file.ts';
import { bearer } from '../connection.ts';
import type { FormPart, HttpAnswer, HttpRequest } from '../http-messages.ts';
import { objectOf } from '../json-object.ts';
import { failure, failureOfSilence, failureOfStatus, overHttp, type Stage } from '../read-failure.ts';
import { type StabilityModel, stabilityModelOf } from './define-stability-model.ts';

const ROOT = '/v2beta/stable-image';
const START_TIMEOUT_MS = 150_000;
/** The vendor wants to be asked no more often. */
const CHECK_INTERVAL_MS = 10_000;

/** Stability AI's v2beta: multipart in, JSON with the picture out; some calls answer with the id of a job instead. */
export const adapter: ProviderAdapter = {
  slug: 'stability',
  isRepeatable: false,
  maxConcurrent: 10,
  limitPer: 'installation',
  startsMayBeRelayed: true,
  connection: {
    label: { en: 'Stability AI', 'zh-CN': 'Stability AI' },
    website: 'https://platform.stability.ai',
    endpoint: 'https://api.stability.ai',
    authorize: bearer,
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/v1/user/balance', timeoutMs: 20_000 },
      read: ({ status, body }) => {
        const credits = objectOf(body)?.credits;
        return { isGood: status === 200, ...(typeof credits === 'number' && { credit: `${credits}` }) };
      },
    },
  },

  start: (model, input): HttpRequest => ({
    kind: 'http',
    method: 'POST',
    url: ROOT + stabilityModelOf(model).path,
    form: formOf(stabilityModelOf(model), input),
    timeoutMs: START_TIMEOUT_MS,
    expect: 'files',
  }),

  readStart(answer, model) {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
    const refused = failureOf(heard, 'start');
    if (refused) return { kind: 'failed', failure: refused };
    if (stabilityModelOf(model).mode === 'sync') return readPicture(heard);
    const id = objectOf(heard.body)?.id;
    // It becomes part of an address.
    if (typeof id !== 'string' || !/^[\w-]{1,200}$/.test(id))
      return { kind: 'failed', failure: failure('outcome_unknown', 'accepted without an id') };
    return { kind: 'accepted', handle: { id }, vendorTaskId: id, checkAfterMs: CHECK_INTERVAL_MS };
  },

  check: ({ handle }): HttpRequest => ({
    kind: 'http',
    method: 'GET',
    url: `/v2beta/results/${String(objectOf(handle)?.id)}`,
    expect: 'files',
  }),

  readCheck(answer: TransportAnswer): CheckOutcome {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'check', false) };
    if (heard.status === 202) return { kind: 'running', checkAfterMs: CHECK_INTERVAL_MS };
    const refused = failureOf(heard, 'check');
    return refused ? { kind: 'failed', failure: refused } : readPicture(heard);
  },
};

function formOf(model: StabilityModel, { parameters, inputs }: StartInput): FormPart[] {
  const [picture] = inputs.filter(({ role }) => role === null);
  const mask = inputs.find(({ role }) => role === 'mask');
  const left = new Set(picture ? model.onlyWithoutPicture : model.onlyWithPicture);
  const values = Object.entries(model.fields).flatMap(([ours, theirs]) => {
    const value = parameters[ours];
    return left.has(ours) || value === undefined || value === ''
      ? []
      : [{ name: theirs, value: String(value) }];
  });
  const fixed = Object.entries({ ...model.fixed, ...(picture && model.withPicture) });
  return [
    ...values,
    ...fixed.map(([name, value]) => ({ name, value })),
    ...(picture ? [{ name: model.pictureField ?? 'image', file: picture }] : []),
    ...(mask ? [{ name: 'mask', file: mask }] : []),
  ];
}

/** A blurred picture is a refusal with status 200, and must not be delivered. */
function readPicture(answer: HttpAnswer): CheckOutcome & { kind: 'done' | 'failed' } {
  const body = objectOf(answer.body);
  if (body?.finish_reason === 'CONTENT_FILTERED')
    return { kind: 'failed', failure: failure('content_refused', 'CONTENT_FILTERED') };
  // Inside JSON, or as the whole answer.
  const received = fileAt(answer, body?.image) ?? answer.files?.[0];
  // Something in front of the vendor may answer with a page of its own.
  if (!received || !isOfType(received, 'image'))
    return { kind: 'failed', failure: failure('outcome_unknown', 'a success without a picture') };
  return { kind: 'done', outputs: [{ received, name: 'image.png', role: 'image', inputPosition: 0 }] };
}

/** The status decides; the name only tells refused content from other refusals with 403. */
function failureOf(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  const body = objectOf(answer.body);
  const errors = Array.isArray(body?.errors) ? body.errors.join('; ') : '';
  const detail = `HTTP ${answer.status} ${String(body?.name ?? '')} ${errors}`.trim();
  if (body?.name === 'content_moderation') return failure('content_refused', detail);
  return failureOfStatus(answer, stage, { isRepeatable: false, detail });
}
