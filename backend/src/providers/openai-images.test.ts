import { expect, test } from 'vitest';
import type { StartInput } from './adapter.ts';
import type { HttpAnswer, InputFile, Json } from './http-messages.ts';
import { adapter } from './openai/adapter.ts';
import { readOpenAiImages, startOpenAiImages } from './openai-images.ts';

const picture = (position: number, role: string | null = null): InputFile => ({
  path: `/in/${position}`,
  name: `杯子 ${position}.png`,
  contentType: 'image/png',
  sizeBytes: 10,
  width: 8,
  height: 8,
  position,
  role,
});

const input = (parameters: Record<string, unknown>, inputs: InputFile[] = []): StartInput => ({
  ...{ taskId: 'task_1', attempt: 1, inputs, workDirectory: '/w', prepared: [], continued: null },
  callbackUrl: null,
  parameters: { prompt: 'a mug', numberOfOutputs: 2, quality: 'low', size: 'auto', ...parameters },
});
const CURRENT = { contract: 'gpt-image', passes: ['size', 'quality'] } as const;

const answer = (status: number, body: Json | undefined, files = 0): HttpAnswer => ({
  kind: 'http',
  status,
  headers: {},
  body,
  files: Array.from({ length: files }, (_, index) => ({
    path: `/f/${index}`,
    sizeBytes: 1,
    contentType: '',
  })),
});
const error = (status: number, code: string | null, type = 'x') =>
  answer(status, { error: { message: 'no', type, code, param: null } });
const read = (heard: Parameters<typeof readOpenAiImages>[0]) => readOpenAiImages(heard, input({}));

test('a prompt alone is a generation; response_format is for the older contract only', () => {
  const request = startOpenAiImages('gpt-image-2', CURRENT, input({}));
  expect(request).toMatchObject({ url: '/images/generations', expect: 'files' });
  expect(request.json).toEqual({ model: 'gpt-image-2', prompt: 'a mug', n: 2, size: 'auto', quality: 'low' });
  const old = startOpenAiImages('dall-e-3', { contract: 'dall-e', passes: [] }, input({}));
  expect(old.json).toMatchObject({ response_format: 'b64_json' });
});

test('with pictures it is an edit; one is `image`, several are `image[]`, the mask goes beside them', () => {
  const one = startOpenAiImages('m', CURRENT, input({}, [picture(0), picture(1, 'mask')]));
  expect(one.url).toBe('/images/edits');
  const files = (one.form ?? []).flatMap((part) => ('file' in part ? [[part.name, part.file.position]] : []));
  expect(files).toEqual([
    ['image', 0],
    ['mask', 1],
  ]);
  const two = startOpenAiImages('m', CURRENT, input({}, [picture(0), picture(1)]));
  expect((two.form ?? []).filter(({ name }) => name === 'image[]')).toHaveLength(2);
});

test('pictures come as files or links; missing ones are a warning', () => {
  const data = [{ b64_json: 'file:0' }, { url: 'https://x.example/a' }];
  const both = read(answer(200, { data, output_format: 'webp' }, 1));
  expect(both).toMatchObject({
    kind: 'done',
    outputs: [{ received: { path: '/f/0' }, name: 'image-1.webp' }, { url: 'https://x.example/a' }],
  });
  expect(both).not.toHaveProperty('warnings');
  expect(read(answer(200, { data: [{ b64_json: 'file:0' }] }, 1))).toMatchObject({
    warnings: [{ code: 'result_filtered' }],
  });
});

test.each([
  [error(400, 'moderation_blocked'), 'content_refused'],
  [error(400, 'content_policy_violation'), 'content_refused'],
  [error(400, 'billing_hard_limit_reached'), 'insufficient_vendor_credit'],
  [error(429, 'insufficient_quota', 'insufficient_quota'), 'insufficient_vendor_credit'],
  [error(429, 'rate_limit_exceeded'), 'rate_limited'],
  [error(401, 'invalid_api_key'), 'bad_key'],
  [error(400, 'unknown_parameter'), 'rejected'],
  [error(404, 'model_not_found'), 'rejected'],
  [error(500, null), 'outcome_unknown'],
  [error(503, 'server_is_overloaded'), 'unavailable'],
  [answer(502, undefined), 'outcome_unknown'],
  [answer(200, { no: 'data' }), 'outcome_unknown'],
  [{ kind: 'silence', mayHaveBeenHeard: true, detail: 'cut' } as const, 'outcome_unknown'],
  [{ kind: 'silence', mayHaveBeenHeard: false, detail: 'refused' } as const, 'unavailable'],
])('%j is %s', (heard, kind) => {
  expect(read(heard)).toMatchObject({ kind: 'failed', failure: { kind } });
});

test("a model the account may not use is one model's matter; a 403 of another kind is the key's", () => {
  const message = 'Your organization must be verified to use the model `gpt-image-2`.';
  const unverified = answer(403, { error: { message, type: 'invalid_request_error', code: null } });
  expect(read(unverified)).toMatchObject({ failure: { kind: 'rejected', code: 'vendor_model_refused' } });
  const region = {
    message: 'Country, region, or territory not supported',
    type: 'request_forbidden',
    code: null,
  };
  expect(read(answer(403, { error: region }))).toMatchObject({ failure: { kind: 'bad_key' } });
});

test('the key test is a call that costs nothing', () => {
  const keyTest = adapter.connection?.keyTest;
  expect(keyTest?.request).toMatchObject({ method: 'GET', url: '/models' });
  expect(keyTest?.read(answer(200, { data: [] }))).toEqual({ isGood: true });
  expect(keyTest?.read(error(401, 'invalid_api_key'))).toEqual({ isGood: false });
});

test.each([
  ['no item at all', [], 'rejected', 'result_incomplete'],
  ['items that hold no picture', [{ b64_json: 7 }], 'outcome_unknown', 'vendor_outcome_unknown'],
] as const)('a success with %s is a failure by name', (_what, data, kind, code) => {
  expect(read(answer(200, { data: [...data] }))).toMatchObject({ kind: 'failed', failure: { kind, code } });
});
