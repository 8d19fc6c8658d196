import { expect, test } from 'vitest';
import type { StartInput } from './adapter.ts';
import type { InputFile, Json } from './http-messages.ts';
import { readStabilityV1, startStabilityV1 } from './stability-v1.ts';

const input = (change: Partial<StartInput> = {}): StartInput => ({
  taskId: 't1',
  attempt: 1,
  parameters: { prompt: 'a mug', size: '1152x896', numberOfOutputs: 2 },
  inputs: [],
  prepared: [],
  callbackUrl: null,
  workDirectory: '/tmp',
  continued: null,
  ...change,
});
const PICTURE: InputFile = {
  path: '/tmp/mug.png',
  name: 'mug.png',
  contentType: 'image/png',
  sizeBytes: 10,
  width: 64,
  height: 64,
  position: 0,
  role: null,
};
const answer = (status: number, body: Json | undefined) => ({
  kind: 'http' as const,
  status,
  headers: {},
  body,
  files: [0, 1].map((index) => ({ path: `/tmp/${index}`, sizeBytes: 9, contentType: '' })),
});
const artifact = (index: number, finishReason: string) => ({
  base64: `file:${index}`,
  seed: 7,
  finishReason,
});

test('words alone go as JSON with sides, a picture as a form without', () => {
  expect(startStabilityV1('xl/1', input())).toMatchObject({
    url: '/generation/xl%2F1/text-to-image',
    json: { text_prompts: [{ text: 'a mug', weight: 1 }], samples: 2, width: 1152, height: 896 },
  });
  const changed = startStabilityV1('xl', input({ inputs: [PICTURE] }));
  expect(changed.url).toBe('/generation/xl/image-to-image');
  expect(changed.form?.map(({ name }) => name)).toEqual([
    'text_prompts[0][text]',
    'text_prompts[0][weight]',
    'samples',
    'init_image',
  ]);
});

test('what was filtered is not delivered, and told', () => {
  const artifacts = [artifact(0, 'CONTENT_FILTERED'), artifact(1, 'SUCCESS')];
  expect(readStabilityV1(answer(200, { artifacts }), input())).toMatchObject({
    kind: 'done',
    outputs: [{ received: { path: '/tmp/1' } }],
    warnings: [{ code: 'result_filtered', subject: '1' }],
  });
});

test.each<[string, number, Json | undefined, string]>([
  ['only filtered ones', 200, { artifacts: [artifact(0, 'CONTENT_FILTERED')] }, 'content_refused'],
  ['only broken ones', 200, { artifacts: [artifact(0, 'ERROR')] }, 'rejected'],
  ['no artifacts', 200, { artifacts: [] }, 'rejected'],
  ['an artifact without a picture', 200, { artifacts: [{ finishReason: 'SUCCESS' }] }, 'outcome_unknown'],
  ['a success that cannot be read', 200, 'hello', 'outcome_unknown'],
  [
    'a moderated prompt',
    400,
    { name: 'invalid_prompts', message: 'flagged by moderation' },
    'content_refused',
  ],
  ['an empty prompt', 400, { name: 'invalid_prompts', message: 'must not be empty' }, 'rejected'],
  ['an unknown engine', 404, { name: 'not_found', message: 'no such engine' }, 'rejected'],
  ['a refused key', 401, { name: 'unauthorized', message: 'no' }, 'bad_key'],
  ['too many calls', 429, {}, 'rate_limited'],
  ['a server that says it is broken', 500, { name: 'server_error' }, 'outcome_unknown'],
  ['something in front of it', 502, undefined, 'outcome_unknown'],
])('%s: HTTP %s', (_name, status, body, kind) => {
  expect(readStabilityV1(answer(status, body), input())).toMatchObject({ kind: 'failed', failure: { kind } });
});
