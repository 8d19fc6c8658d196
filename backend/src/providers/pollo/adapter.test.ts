import { expect, test } from 'vitest';
import type { CallbackMessage, CheckContext, StartInput } from '../adapter.ts';
import { loadCatalogue } from '../catalogue.ts';
import type { HttpAnswer, InputFile, Json } from '../http-messages.ts';
import { adapter } from './adapter.ts';
import { isPolloCallback } from './verify-callback.ts';

const catalogue = await loadCatalogue();
const modelNamed = (slug: string) => {
  const entry = catalogue.get(slug);
  if (!entry) throw new Error(`no model ${slug}`);
  return entry.model;
};
const kling = modelNamed('pollo-kling-v2-1');
const heard = (status: number, body: Json | undefined): HttpAnswer => ({
  ...{ kind: 'http', status, body },
  headers: { date: 'Wed, 25 Nov 2026 12:00:00 GMT' },
});
const inputWith = (change: Partial<StartInput> = {}): StartInput => ({
  ...{ taskId: 'task_1', attempt: 1, parameters: {}, inputs: [], workDirectory: '/w', prepared: [] },
  ...{ continued: null, callbackUrl: null },
  ...change,
});
const started = (answer: HttpAnswer) => adapter.readStart(answer, kling, inputWith());
const checked = (answer: HttpAnswer, misses = 0) => {
  const context: CheckContext = { handle: { id: 'pt_1', misses }, model: kling, parameters: {} };
  return adapter.readCheck?.(answer, context);
};

test('an order names the picture by its address and sends numbers as numbers', () => {
  const picture: InputFile = {
    ...{ path: '/p.png', name: 'p.png', contentType: 'image/png', sizeBytes: 9, width: 8, height: 8 },
    ...{ position: 0, role: null, link: 'https://files.example/p.png' },
  };
  const parameters = kling.parameters.parse({ prompt: 'slow turn', duration: '10' });
  const callbackUrl = 'https://a.example/c';
  expect(adapter.start(kling, inputWith({ parameters, inputs: [picture], callbackUrl }))).toMatchObject({
    url: '/generation/kling-ai/kling-v2-1',
    json: {
      input: { prompt: 'slow turn', length: 10, mode: 'std', strength: 50, image: picture.link },
      webhookUrl: callbackUrl,
    },
  });
});

test.each<[string, number, Json | undefined, object]>([
  ['bare', 200, { taskId: 'pt_1', status: 'waiting' }, { kind: 'accepted', vendorTaskId: 'pt_1' }],
  ['wrapped', 200, { code: 'SUCCESS', data: { taskId: 'pt_1' } }, { kind: 'accepted', vendorTaskId: 'pt_1' }],
  ['without an id', 200, { code: 'SUCCESS', data: {} }, { failure: { kind: 'outcome_unknown' } }],
  [
    'an error with status 200',
    200,
    { code: 'BAD_REQUEST', message: 'no' },
    { failure: { kind: 'outcome_unknown' } },
  ],
  [
    'an invalid input',
    400,
    { code: 'BAD_REQUEST', message: 'failed', data: { issues: [{ message: 'length must be 5 or 10' }] } },
    { failure: { kind: 'rejected', detail: expect.stringContaining('length must be 5 or 10') } },
  ],
  ['a bad key', 401, { code: 'UNAUTHORIZED', message: 'no' }, { failure: { kind: 'bad_key' } }],
  [
    'a model that is closed',
    403,
    { code: 'FORBIDDEN', message: 'model is not enabled for API access' },
    { failure: { code: 'provider_not_configured' } },
  ],
  [
    'an empty account',
    402,
    { code: 'X', message: 'Not enough credits' },
    { failure: { kind: 'insufficient_vendor_credit' } },
  ],
  ['the guard in front', 403, undefined, { failure: { kind: 'unavailable' } }],
  [
    'a broken server',
    500,
    { code: 'INTERNAL_SERVER_ERROR', message: 'x' },
    { failure: { kind: 'outcome_unknown' } },
  ],
])('a start answered with %s', (_name, status, body, expected) => {
  expect(started(heard(status, body))).toMatchObject(expected);
});

const url = 'https://videocdn.pollo.ai/v.mp4';
test.each<[string, Json, object]>([
  ['nothing yet', [], { kind: 'running' }],
  ['one waiting', [{ status: 'waiting' }], { kind: 'running' }],
  ['a new word', [{ status: 'pondering' }], { kind: 'running' }],
  ['one of two', [{ status: 'succeed', url }, { status: 'processing' }], { kind: 'running' }],
  [
    'a result',
    [
      { status: 'succeed', url },
      { status: 'failed', failMsg: 'x' },
    ],
    { kind: 'done', outputs: [{ url, expiresAt: '2026-12-09T12:00:00.000Z' }] },
  ],
  [
    'a success without a link',
    [{ status: 'succeed', url: null }],
    { failure: { code: 'result_incomplete' } },
  ],
  [
    'refused content',
    [{ status: 'failed', failMsg: 'Content policy' }],
    { failure: { kind: 'content_refused' } },
  ],
  ['a failure', [{ status: 'failed', failMsg: null }], { failure: { code: 'vendor_generation_failed' } }],
])('a state with %s, bare and wrapped', (_name, generations, expected) => {
  expect(checked(heard(200, { taskId: 'pt_1', generations }))).toMatchObject(expected);
  expect(checked(heard(200, { code: 'SUCCESS', data: { generations } }))).toMatchObject(expected);
});

test('a task that is not known yet is waited for, and in the end an unknown outcome', () => {
  const unknown = heard(404, { code: 'NOT_FOUND', message: 'Not found' });
  expect(checked(unknown)).toMatchObject({ kind: 'running', handle: { misses: 1 } });
  expect(checked(unknown, 3)).toMatchObject({ failure: { kind: 'outcome_unknown' } });
});

const SECRET = 'YXRlbGllci1wb2xsby10ZXN0LXNlY3JldC0wMDAwMDE=';
const SIGNATURE = 'MgLYfN1D9PnCeX87GRAqOQhvK3SkHvmHHyWpkOhBxiI=';
const message = (
  headers: Record<string, string> = {},
  change: Partial<CallbackMessage> = {},
): CallbackMessage => ({
  headers: {
    'x-webhook-id': 'wh_1',
    'x-webhook-timestamp': '1767323045',
    'x-webhook-signature': SIGNATURE,
    ...headers,
  },
  body: '{"taskId":"pt1","status":"succeed"}',
  receivedAt: new Date(1_767_323_045_000 + 60_000),
  ...change,
});

test('a callback is believed with its signature, in its window, and not otherwise', () => {
  expect(isPolloCallback(message(), SECRET)).toBe(true);
  expect(isPolloCallback(message({ 'x-webhook-signature': `v1,${SIGNATURE}` }), SECRET)).toBe(true);
  expect(isPolloCallback(message({ 'x-webhook-signature': `AAAA ${SIGNATURE}` }), SECRET)).toBe(true);
  expect(isPolloCallback(message({ 'x-webhook-id': 'wh_2' }), SECRET)).toBe(false);
  expect(isPolloCallback(message({ 'x-webhook-timestamp': 'now' }), SECRET)).toBe(false);
  expect(isPolloCallback(message({}, { body: '{"taskId":"pt2","status":"succeed"}' }), SECRET)).toBe(false);
  const late = new Date(1_767_323_045_000 + 6 * 60_000);
  expect(isPolloCallback(message({}, { receivedAt: late }), SECRET)).toBe(false);
  expect(isPolloCallback(message(), 'c29tZWJvZHkgZWxzZQ==')).toBe(false);
  expect(isPolloCallback(message(), '')).toBe(false);
});
