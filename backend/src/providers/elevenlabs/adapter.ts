import type { ProviderAdapter, ProviderFailure, VendorOption } from '../adapter.ts';
import { isOfType } from '../answer-file.ts';
import type { HttpAnswer, HttpRequest } from '../http-messages.ts';
import { objectOf } from '../json-object.ts';
import { failure, failureOfSilence, failureOfStatus, overHttp, type Stage } from '../read-failure.ts';
import { OUTPUT_FORMATS } from './define-elevenlabs-model.ts';

/** The official client waits as long. */
const START_TIMEOUT_MS = 240_000;
/** Credits used up comes with status 401. */
const OUT_OF_CREDIT = new Set(['quota_exceeded']);
/** A voice above the plan comes with status 402; there may be credits enough. */
const ABOVE_PLAN = new Set(['payment_required', 'paid_plan_required']);
const VOICES = '/v2/voices?page_size=100';
const FIRST_STOCK_VOICE = '/v2/voices?page_size=1&category=premade';
/** For keys that may speak and not list: every account had this stock voice once. */
const STOCK_VOICE = '21m00Tcm4TlvDq8ikWAM';

/** The vendor does not say how it refuses a text; words like these are what its codes would carry. */
const REFUSED_CONTENT = /content_policy|moderation|prohibited/;

/** ElevenLabs: text in, sound out, in one call. It honours no key of ours: a repeated call is billed again. */
export const adapter: ProviderAdapter = {
  slug: 'elevenlabs',
  isRepeatable: false,
  maxConcurrent: 2,
  limitPer: 'installation',
  startsMayBeRelayed: true,
  connection: {
    label: { en: 'ElevenLabs', 'zh-CN': 'ElevenLabs' },
    website: 'https://elevenlabs.io',
    endpoint: 'https://api.elevenlabs.io',
    authorize: (request, key) => ({ ...request, headers: { ...request.headers, 'xi-api-key': key } }),
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/v1/user/subscription', timeoutMs: 20_000 },
      read: ({ status, body }) => {
        const { character_count: used, character_limit: limit } = objectOf(body) ?? {};
        const isCounted = typeof used === 'number' && typeof limit === 'number';
        return { isGood: status === 200, ...(isCounted && { credit: `${limit - used} / ${limit}` }) };
      },
    },
  },

  // Which voices an account may use is not known before it is asked.
  prepare: (_model, { parameters }) => (parameters.voiceId === '' ? [listOf(FIRST_STOCK_VOICE)] : []),
  readPrepared(answer) {
    const heard = overHttp(answer);
    if (heard.kind === 'silence')
      return { kind: 'failed', failure: failureOfSilence(heard, 'prepare', false) };
    const voice = readVoices(heard)?.[0]?.value;
    if (voice !== undefined || mayNotList(heard)) return { kind: 'prepared', value: voice ?? STOCK_VOICE };
    return {
      kind: 'failed',
      failure: failureOf(heard, 'prepare') ?? failure('rejected', 'the account has no stock voice'),
    };
  },

  start: ({ vendorModel }, { parameters, prepared }): HttpRequest => ({
    kind: 'http',
    method: 'POST',
    url: `/v1/text-to-speech/${encodeURIComponent(String(prepared[0] ?? parameters.voiceId))}?output_format=${formatOf(parameters)}`,
    headers: { accept: 'audio/*, application/json' },
    json: {
      text: String(parameters.text),
      model_id: vendorModel,
      voice_settings: {
        stability: Number(parameters.stability),
        similarity_boost: Number(parameters.similarity),
        speed: Number(parameters.speed),
      },
    },
    timeoutMs: START_TIMEOUT_MS,
    expect: 'files',
  }),

  readStart(answer, _model, { parameters }) {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
    const refused = failureOf(heard, 'start');
    if (refused) return { kind: 'failed', failure: refused };
    const [received] = heard.files ?? [];
    // Something in front of the vendor may answer with a page of its own.
    if (!received || !isOfType(received, 'audio'))
      return { kind: 'failed', failure: failure('outcome_unknown', 'a success without sound') };
    const extension = formatOf(parameters).startsWith('wav') ? 'wav' : 'mp3';
    return {
      kind: 'done',
      outputs: [{ received, name: `speech.${extension}`, role: 'speech', inputPosition: 0 }],
    };
  },

  options: {
    voiceId: {
      request: listOf(VOICES),
      read: readVoices,
      next({ body }) {
        const { has_more: hasMore, next_page_token: token } = objectOf(body) ?? {};
        if (hasMore !== true || typeof token !== 'string' || token === '') return undefined;
        return listOf(`${VOICES}&next_page_token=${encodeURIComponent(token)}`);
      },
    },
  },
};

function formatOf({ outputFormat }: Readonly<Record<string, unknown>>): string {
  const known = Object.entries(OUTPUT_FORMATS).find(([name]) => name === outputFormat);
  return known?.[1] ?? OUTPUT_FORMATS.mp3;
}

/** Four forms of errors exist; the legacy `status` may say more than `code`. */
function failureOf(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  const names = namesIn(answer);
  const detail = objectOf(answer.body)?.detail;
  const { message } = objectOf(detail) ?? {};
  const words = typeof detail === 'string' ? detail : typeof message === 'string' ? message : '';
  const text = `HTTP ${answer.status} ${names.join('/')} ${words}`.trim();
  if (names.some((name) => OUT_OF_CREDIT.has(name))) return failure('insufficient_vendor_credit', text);
  if (names.some((name) => ABOVE_PLAN.has(name)))
    return failure('rejected', text, { code: 'vendor_voice_refused' });
  if (names.some((name) => REFUSED_CONTENT.test(name))) return failure('content_refused', text);
  if (answer.status === 403) return failure('rejected', text);
  if (answer.status === 425) return failure('unavailable', text);
  return failureOfStatus(answer, stage, { isRepeatable: false, detail: text });
}

function namesIn({ body }: HttpAnswer): readonly string[] {
  const { code, status } = objectOf(objectOf(body)?.detail) ?? {};
  return [code, status].filter((name) => typeof name === 'string');
}

/** The key is good and lacks the right to read voices. */
const mayNotList = (answer: HttpAnswer): boolean => namesIn(answer).includes('missing_permissions');

function listOf(url: string): HttpRequest {
  return { kind: 'http', method: 'GET', url, timeoutMs: 20_000 };
}

function readVoices({ status, body }: HttpAnswer): readonly VendorOption[] | undefined {
  const voices = objectOf(body)?.voices;
  if (status !== 200 || !Array.isArray(voices)) return undefined;
  return voices.flatMap((voice) => {
    const { voice_id: value, name, labels } = objectOf(voice) ?? {};
    if (typeof value !== 'string' || typeof name !== 'string') return [];
    const words = Object.values(objectOf(labels) ?? {}).filter((word) => typeof word === 'string');
    return [{ value, label: words.length > 0 ? `${name} (${words.slice(0, 3).join(', ')})` : name }];
  });
}
