import type {
  CheckContext,
  CheckOutcome,
  ModelAtVendor,
  ProviderAdapter,
  StartInput,
  StartOutcome,
  TransportAnswer,
} from '../adapter.ts';
import { bearer } from '../connection.ts';
import type { HttpAnswer, HttpRequest, JsonWithFiles } from '../http-messages.ts';
import { objectOf } from '../json-object.ts';
import { readOpenAiImages } from '../openai-images.ts';
import { failure, failureOfSilence, overHttp } from '../read-failure.ts';
import { tuziModelOf } from './define-tuzi-model.ts';
import { handleSchema, type TuziHandle } from './handle.ts';
import { klingIdOf, klingOrder, klingOutcome, readKling, routeOf } from './kling.ts';
import { imagineOrder, readTask, videoOrder } from './midjourney.ts';
import { withoutFlags } from './midjourney-flags.ts';
import {
  failureOfKling,
  failureOfMidjourney,
  failureOfRelay,
  failureOfUnreadable,
  readMidjourney,
} from './read-answer.ts';

/** A task may be unknown until its row has been refreshed once, every fifteen seconds or so. */
const MAX_MISSES = 6;
const PICTURES_TIMEOUT_MS = 5 * 60_000;
/** Taken, taken before, taken and queued. */
const ACCEPTED = [1, 21, 22];
/** A soft refusal: the answer is a success, and its words say why there is no picture. */
const SOFT_REFUSAL = /PROHIBITED_CONTENT|NO_IMAGE/;

/**
 * TuZi: one host and one key for a Midjourney gateway, Kling's own API and OpenAI-style pictures. Nothing is honoured that
 * would let an order be known again, so a start is never repeated. Callbacks carry no signature.
 */
export const adapter: ProviderAdapter = {
  slug: 'tuzi',
  isRepeatable: false,
  // The vendor names no figure; Kling behind it counts parallel tasks.
  maxConcurrent: 3,
  limitPer: 'installation',
  connection: {
    label: { en: 'TuZi', 'zh-CN': '兔子 API（TuZi）' },
    website: 'https://api.tu-zi.com',
    endpoint: 'https://api.tu-zi.com',
    authorize: bearer,
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/v1/models', timeoutMs: 20_000 },
      read: ({ status, body }) => ({ isGood: status === 200 && objectOf(body) !== undefined }),
    },
  },
  callback: { isSigned: false },
  start(model, input) {
    const { family } = tuziModelOf(model);
    if (family === 'kling') return klingOrder(model, input);
    if (family === 'openai') return pictureOrder(model, input);
    return model.vendorModel === 'video' ? videoOrder(input) : imagineOrder(input);
  },
  readStart(answer, model, input): StartOutcome {
    const { family } = tuziModelOf(model);
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
    const refused = failureOfRelay(heard, 'start');
    if (refused) return { kind: 'failed', failure: refused };
    if (family === 'kling') return klingStart(heard, model, input);
    if (family === 'openai') return pictures(answer, heard, input);
    return midjourneyStart(heard, model, input);
  },
  check({ handle }) {
    const { family, id, route } = handleSchema.parse(handle);
    const url =
      family === 'kling' ? `/kling/v1/videos/${route ?? 'text2video'}/${id}` : `/mj/task/${id}/fetch`;
    return { kind: 'http', method: 'GET', url };
  },
  readCheck(answer, context): CheckOutcome {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'check', false) };
    const handle = handleSchema.parse(context.handle);
    const refused = failureOfRelay(heard, 'check');
    if (refused) return { kind: 'failed', failure: refused };
    return handle.family === 'kling'
      ? klingCheck(heard, handle, context)
      : midjourneyCheck(heard, handle, context);
  },
};

function pictureOrder({ vendorModel }: ModelAtVendor, { parameters, inputs }: StartInput): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: '/v1/images/generations',
    json: {
      model: vendorModel,
      prompt: String(parameters['prompt']),
      n: 1,
      response_format: 'url',
      // The relay writes a ratio with a cross.
      size: String(parameters['aspectRatio']).replace(':', 'x'),
      quality: String(parameters['resolution']),
      ...(inputs.length > 0 && { image: inputs.map((file): JsonWithFiles => ({ file, as: 'data-url' })) }),
    },
    timeoutMs: PICTURES_TIMEOUT_MS,
    expect: 'files',
  };
}

function pictures(answer: TransportAnswer, heard: HttpAnswer, input: StartInput): StartOutcome {
  const data = objectOf(heard.body)?.['data'];
  const words = Array.isArray(data)
    ? data.map((item) => String(objectOf(item)?.['revised_prompt'] ?? ''))
    : [];
  const outcome = readOpenAiImages(answer, input);
  if (outcome.kind === 'failed' && words.some((word) => SOFT_REFUSAL.test(word))) {
    return {
      kind: 'failed',
      failure: failure('content_refused', `no picture: ${words.join(' ')}`.slice(0, 500)),
    };
  }
  return outcome;
}

function midjourneyStart(heard: HttpAnswer, model: ModelAtVendor, input: StartInput): StartOutcome {
  const answer = readMidjourney(heard);
  if (!answer) return { kind: 'failed', failure: failureOfUnreadable(heard, 'start') };
  const isGood = heard.status >= 200 && heard.status < 300 && ACCEPTED.includes(answer.code);
  if (!isGood) return { kind: 'failed', failure: failureOfMidjourney(answer, heard, 'start') };
  const { removed } = withoutFlags(String(input.parameters['prompt']));
  const handle = { family: 'midjourney', id: answer.result ?? '', route: null, misses: 0 } as const;
  return accepted(handle, model, removed);
}

function klingStart(heard: HttpAnswer, model: ModelAtVendor, input: StartInput): StartOutcome {
  const answer = readKling(heard);
  if (!answer) return { kind: 'failed', failure: failureOfUnreadable(heard, 'start') };
  if (typeof answer.code === 'number' && answer.code !== 0) {
    return { kind: 'failed', failure: failureOfKling(answer.code, answer.message ?? '', 'start') };
  }
  if (heard.status >= 300) return { kind: 'failed', failure: failureOfUnreadable(heard, 'start') };
  const route = routeOf(input);
  const handle = { family: 'kling', id: klingIdOf(answer) ?? '', route, misses: 0 } as const;
  const hasLostFrame = route === 'text2video' && input.inputs.length > 0;
  return accepted(handle, model, hasLostFrame ? ['lastFrame'] : []);
}

/** `ignored`: what was asked for and not sent. */
function accepted(wanted: TuziHandle, model: ModelAtVendor, ignored: readonly string[]): StartOutcome {
  const handle = handleSchema.safeParse(wanted);
  if (!handle.success) {
    return { kind: 'failed', failure: failure('outcome_unknown', 'the order was answered without a task') };
  }
  return {
    kind: 'accepted',
    handle: handle.data,
    vendorTaskId: handle.data.id,
    checkAfterMs: tuziModelOf(model).checkEveryMs,
    ...(ignored.length > 0 && {
      warnings: ignored.map((subject) => ({ code: 'parameter_ignored' as const, subject })),
    }),
  };
}

function midjourneyCheck(heard: HttpAnswer, handle: TuziHandle, { model }: CheckContext): CheckOutcome {
  const { checkEveryMs } = tuziModelOf(model);
  const told = heard.status < 300 ? readTask(heard, checkEveryMs) : undefined;
  if (told) return withoutMisses(told, handle);
  const answer = readMidjourney(heard);
  if (!answer) return { kind: 'failed', failure: failureOfUnreadable(heard, 'check') };
  if (/task_no(?:t)?_found/.test(answer.description ?? '')) return missed(handle, checkEveryMs);
  return { kind: 'failed', failure: failureOfMidjourney(answer, heard, 'check') };
}

function klingCheck(heard: HttpAnswer, handle: TuziHandle, { model }: CheckContext): CheckOutcome {
  const { checkEveryMs } = tuziModelOf(model);
  const answer = readKling(heard);
  if (!answer) return { kind: 'failed', failure: failureOfUnreadable(heard, 'check') };
  if (answer.code === 1202 || answer.code === 1203) return missed(handle, checkEveryMs);
  if (typeof answer.code === 'number' && answer.code !== 0) {
    return { kind: 'failed', failure: failureOfKling(answer.code, answer.message ?? '', 'check') };
  }
  if (heard.status >= 300) return { kind: 'failed', failure: failureOfUnreadable(heard, 'check') };
  return withoutMisses(klingOutcome(answer, checkEveryMs), handle);
}

/** The vendor knows the task after all. */
function withoutMisses(outcome: CheckOutcome, handle: TuziHandle): CheckOutcome {
  return outcome.kind === 'running' && handle.misses > 0
    ? { ...outcome, handle: { ...handle, misses: 0 } }
    : outcome;
}

/** A task that the vendor took and does not know: at first too fresh, later lost, and perhaps paid. */
function missed(handle: TuziHandle, checkAfterMs: number): CheckOutcome {
  const misses = handle.misses + 1;
  if (misses < MAX_MISSES) return { kind: 'running', handle: { ...handle, misses }, checkAfterMs };
  return {
    kind: 'failed',
    failure: failure('outcome_unknown', 'the vendor no longer knows the task it took'),
  };
}
