import { expect, test } from 'vitest';
import type { StartInput } from '../adapter.ts';
import type { HttpAnswer, Json } from '../http-messages.ts';
import { adapter } from './adapter.ts';

const answer = (status: number, body: Json): HttpAnswer => ({ kind: 'http', status, headers: {}, body });
const problem = (status: number, code: string, legacy = code) =>
  answer(status, { detail: { type: 'x', code, message: 'no', status: legacy } });
const voice = (id: string) => ({ voice_id: id, name: id, category: 'premade', labels: {} });
const ordered = (parameters: object, prepared: Json[] = []): StartInput => ({
  ...{ taskId: 'task_1', attempt: 1, inputs: [], callbackUrl: null, continued: null, workDirectory: '/tmp' },
  ...{ prepared, settings: undefined },
  parameters: { text: 'hello', voiceId: '', outputFormat: 'mp3', ...parameters },
});
const model = { slug: 'elevenlabs-tts', vendorModel: 'eleven_multilingual_v2' };

test.each([
  [problem(402, 'paid_plan_required', 'payment_required'), 'rejected', 'vendor_voice_refused'],
  [problem(401, 'quota_exceeded'), 'insufficient_vendor_credit', 'vendor_credit_exhausted'],
  [problem(401, 'invalid_api_key'), 'bad_key', 'vendor_key_refused'],
] as const)('%j is %s', (heard, kind, code) => {
  expect(adapter.readStart(heard, model, ordered({}))).toMatchObject({ failure: { kind, code } });
});

test("without a chosen voice the account's own list names it; a chosen one is not looked up", () => {
  expect(adapter.prepare?.(model, ordered({ voiceId: 'ChosenVoice1' }))).toEqual([]);
  expect(adapter.prepare?.(model, ordered({}))).toMatchObject([
    { method: 'GET', url: '/v2/voices?page_size=1&category=premade' },
  ]);
  const named = adapter.readPrepared?.(answer(200, { voices: [voice('FirstStockVoice'), voice('Second')] }));
  expect(named).toEqual({ kind: 'prepared', value: 'FirstStockVoice' });
  expect(adapter.start(model, ordered({}, ['FirstStockVoice']))).toMatchObject({
    url: expect.stringMatching(/^\/v1\/text-to-speech\/FirstStockVoice\?/),
  });
});

test.each([
  [problem(401, 'unauthorized', 'missing_permissions'), { kind: 'prepared' }],
  [problem(401, 'invalid_api_key'), { failure: { kind: 'bad_key' } }],
  [problem(500, 'internal_error'), { failure: { kind: 'unavailable' } }],
  [answer(200, { voices: [] }), { failure: { kind: 'rejected' } }],
])('a list of voices that says %j', (heard, outcome) => {
  expect(adapter.readPrepared?.(heard)).toMatchObject(outcome);
});
