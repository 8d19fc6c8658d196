import { z } from 'zod';
import type {
  CheckContext,
  ModelAtVendor,
  ProviderAdapter,
  ProviderWarning,
  StartInput,
} from '../adapter.ts';
import { bearer } from '../connection.ts';
import { type HttpRequest, type InputFile, type JsonWithFiles, ORDER_TIMEOUT_MS } from '../http-messages.ts';
import { failure, failureOfSilence, overHttp } from '../read-failure.ts';
import { isStandardWebhook } from '../standard-webhooks.ts';
import { publishedInputs } from './published-inputs.ts';
import { endOf, failureOfAnswer, readPrediction } from './read-prediction.ts';
import { replicateModel } from './replicate-model.ts';

/** Up to this size a picture rides inside the request, as the vendor recommends; larger ones are uploaded first. */
const MAX_INLINE_BYTES = 256 * 1024;
const UPLOAD_TIMEOUT_MS = 120_000;

const handleSchema = z.object({ id: z.string() });
const uploadSchema = z.object({ urls: z.object({ get: z.url() }) });
const accountSchema = z.object({ username: z.string() });

/** Replicate's predictions (HTTP API v1). It takes no key or reference with an order, so a start is never repeated. */
export const adapter: ProviderAdapter = {
  slug: 'replicate',
  isRepeatable: false,
  maxConcurrent: 10,
  limitPer: 'installation',
  connection: {
    label: { en: 'Replicate', 'zh-CN': 'Replicate' },
    website: 'https://replicate.com',
    endpoint: 'https://api.replicate.com/v1',
    authorize: bearer,
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/account' },
      read: ({ status, body }) => ({ isGood: status === 200 && accountSchema.safeParse(body).success }),
    },
  },
  publishedInputs,
  callback: { isSigned: true, needsHttps: true, verify: isStandardWebhook },
  prepare: (_model, { inputs }) => inputs.filter(isLarge).map(upload),
  readPrepared(answer) {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') {
      return { kind: 'failed', failure: failureOfSilence(heard, 'prepare', false) };
    }
    const failed = failureOfAnswer(heard, 'prepare');
    if (failed) return { kind: 'failed', failure: failed };
    const uploaded = uploadSchema.safeParse(heard.body);
    if (uploaded.success) return { kind: 'prepared', value: uploaded.data.urls.get };
    return { kind: 'failed', failure: failure('unavailable', 'the upload was answered without a link') };
  },
  start(model, input) {
    const { callbackUrl } = input;
    return {
      kind: 'http',
      method: 'POST',
      url: `/models/${model.vendorModel}/predictions`,
      json: {
        input: inputOf(model, input),
        ...(callbackUrl !== null && { webhook: callbackUrl, webhook_events_filter: ['completed'] }),
      },
      timeoutMs: ORDER_TIMEOUT_MS,
    };
  },
  readStart(answer, model, input) {
    const reading = readPrediction(answer, 'start');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    const end = endOf(reading.prediction);
    if (end) return end;
    return {
      kind: 'accepted',
      handle: { id: reading.prediction.id },
      vendorTaskId: reading.prediction.id,
      checkAfterMs: replicateModel(model).checkAfterMs,
      warnings: warningsOf(model, input),
    };
  },
  check: (context) => ({ kind: 'http', method: 'GET', url: addressOf(context) }),
  readCheck(answer) {
    const reading = readPrediction(answer, 'check');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    return endOf(reading.prediction) ?? { kind: 'running' };
  },
  cancel: (context) => ({ kind: 'http', method: 'POST', url: `${addressOf(context)}/cancel` }),
};

const isLarge = ({ sizeBytes }: InputFile): boolean => sizeBytes > MAX_INLINE_BYTES;

function upload(file: InputFile): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: '/files',
    form: [{ name: 'content', file }],
    timeoutMs: UPLOAD_TIMEOUT_MS,
  };
}

function addressOf({ handle }: CheckContext): string {
  return `/predictions/${encodeURIComponent(handleSchema.parse(handle).id)}`;
}

/** The vendor's own input: its names, the picture, and nothing that would have no effect. */
function inputOf(model: ModelAtVendor, { parameters, inputs, prepared }: StartInput): JsonWithFiles {
  const { fields, pictureField } = replicateModel(model);
  const ignored = ignoredOf(model, inputs.length);
  const named = Object.entries(fields).flatMap(([parameter, name]): [string, JsonWithFiles][] => {
    const value = parameters[parameter];
    if (ignored.includes(parameter)) return [];
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isPlain ? [[name, value]] : [];
  });
  const [picture] = inputs;
  if (!picture || pictureField === undefined) return Object.fromEntries(named);
  const [link] = prepared;
  const value = typeof link === 'string' ? link : ({ file: picture, as: 'data-url' } as const);
  return { ...Object.fromEntries(named), [pictureField]: value };
}

function ignoredOf(model: ModelAtVendor, inputCount: number): readonly string[] {
  const { ignoredWithPicture = [], ignoredWithoutPicture = [] } = replicateModel(model);
  return inputCount > 0 ? ignoredWithPicture : ignoredWithoutPicture;
}

/** Only what the user can have chosen is worth a word. */
function warningsOf(model: ModelAtVendor, { inputs, parameters }: StartInput): ProviderWarning[] {
  if (inputs.length === 0) return [];
  return ignoredOf(model, inputs.length)
    .filter((subject) => parameters[subject] !== undefined)
    .map((subject) => ({ code: 'parameter_ignored', subject }));
}
