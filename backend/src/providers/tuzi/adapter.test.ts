import { expect, test } from 'vitest';
import type { CheckContext, StartInput, TransportAnswer } from '../adapter.ts';
import { loadCatalogue } from '../catalogue.ts';
import type { HttpAnswer, InputFile, Json } from '../http-messages.ts';
import { adapter } from './adapter.ts';

const catalogue = await loadCatalogue();
const modelNamed = (slug: string) => {
  const entry = catalogue.get(slug);
  if (!entry) throw new Error(`no model ${slug}`);
  return entry.model;
};
const midjourney = modelNamed('tuzi-midjourney');
const kling = modelNamed('tuzi-kling-v2-6');

const heard = (status: number, body: Json | undefined): HttpAnswer => ({
  kind: 'http',
  status,
  headers: {},
  body,
});
const picture: InputFile = {
  ...{ path: '/p.png', name: 'p.png', contentType: 'image/png', sizeBytes: 9, width: 8, height: 8 },
  ...{ position: 0, role: null },
};
const inputWith = (change: Partial<StartInput> = {}): StartInput => ({
  ...{ taskId: 'task_1', attempt: 2, parameters: {}, inputs: [], workDirectory: '/w', prepared: [] },
  ...{ continued: null, callbackUrl: null },
  ...change,
});
const orderOf = (model: typeof midjourney, change: Partial<StartInput>) => {
  const request = adapter.start(model, inputWith(change));
  if (request.kind !== 'http') throw new Error('no call');
  return request;
};
const started = (model: typeof midjourney, answer: TransportAnswer) =>
  adapter.readStart(answer, model, inputWith({ parameters: { prompt: 'a mug' } }));
const checked = (model: typeof midjourney, handle: Json, answer: TransportAnswer) => {
  const context: CheckContext = { handle, model, parameters: {} };
  return adapter.readCheck?.(answer, context);
};
const MJ = { family: 'midjourney', id: '17001', route: null, misses: 0 } as const;
const KLING = { family: 'kling', id: '7001', route: 'image2video', misses: 0 } as const;

test('the settings of Midjourney are flags behind the words; the task can be found by its state', () => {
  const parameters = midjourney.parameters.parse({
    ...{ prompt: 'a mug', aspectRatio: '3:4', version: 'niji6', seed: 7, speed: 'turbo' },
  });
  const { json, url } = orderOf(midjourney, { parameters, callbackUrl: 'https://a.example/c' });
  expect(url).toBe('/mj/submit/imagine');
  expect(json).toEqual({
    prompt: 'a mug --ar 3:4 --stylize 100 --chaos 0 --weird 0 --seed 7 --niji 6',
    base64Array: [],
    botType: 'NIJI_JOURNEY',
    accountFilter: { modes: ['TURBO'] },
    state: 'task_1/2',
    notifyHook: 'https://a.example/c',
  });
});

test('Kling gets only what it knows: no shape beside a picture, numbers as texts, bare base64', () => {
  const parameters = kling.parameters.parse({ prompt: 'a mug', duration: '10', sound: true });
  const words = orderOf(kling, { parameters });
  expect([words.url, words.json]).toEqual([
    '/kling/v1/videos/text2video',
    {
      ...{ model_name: 'kling-v2-6', prompt: 'a mug', mode: 'pro', duration: '10', aspect_ratio: '16:9' },
      ...{ sound: 'on', external_task_id: 'task_1-2' },
    },
  ]);
  const moving = orderOf(kling, { parameters, inputs: [picture] });
  expect(moving.url).toBe('/kling/v1/videos/image2video');
  expect(moving.json).toMatchObject({ image: { file: picture, as: 'base64' } });
  expect(moving.json).not.toHaveProperty('aspect_ratio');
});

test('flags that say what the form says, or cost more than the price, do not reach Midjourney, and the user is told', () => {
  const typed = 'a mug --turbo --ar 16:9 \u2014fast, --r 4 --q=2 --V 5 --style raw --no hands -- white';
  const parameters = midjourney.parameters.parse({ prompt: typed });
  expect(orderOf(midjourney, { parameters }).json).toMatchObject({
    prompt: 'a mug , --style raw --no hands -- white --ar 1:1 --stylize 100 --chaos 0 --weird 0 --v 7',
    accountFilter: { modes: ['FAST'] },
  });
  const taken = heard(200, { code: 1, description: 'ok', result: '17001' });
  const outcome = adapter.readStart(taken, midjourney, inputWith({ parameters }));
  expect(outcome).toMatchObject({
    warnings: ['--turbo', '--ar', '--fast', '--r', '--q', '--V'].map((subject) => ({
      ...{ code: 'parameter_ignored', subject },
    })),
  });
  const video = modelNamed('tuzi-midjourney-video');
  const moving = orderOf(video, { parameters: video.parameters.parse({ prompt: 'it turns --bs 4' }) });
  expect(moving.json).toMatchObject({ prompt: 'it turns' });
  expect(started(midjourney, taken)).not.toHaveProperty('warnings');
});

test('Kling 2.5 Turbo takes a last frame, beside a first one', () => {
  const turbo = modelNamed('tuzi-kling-v2-5-turbo');
  const parameters = turbo.parameters.parse({ prompt: 'a mug', lastFrame: 'asset_2' });
  const last = { ...picture, path: '/q.png', position: 1, role: 'lastFrame' };
  expect(orderOf(turbo, { parameters, inputs: [picture, last] }).json).toMatchObject({
    image: { file: picture },
    image_tail: { file: last },
  });
  const alone = inputWith({ parameters, inputs: [last] });
  expect(orderOf(turbo, alone).json).not.toHaveProperty('image_tail');
  const taken = heard(200, { code: 0, data: { task_id: '7001' } });
  expect(adapter.readStart(taken, turbo, alone)).toMatchObject({
    kind: 'accepted',
    warnings: [{ code: 'parameter_ignored', subject: 'lastFrame' }],
  });
});

test("a failed video in the relay's own form is the end of the work, not a question to be asked again", () => {
  const video = {
    id: '7001',
    task_id: '7001',
    object: 'video',
    status: 'failed',
    error: { message: 'no luck' },
  };
  expect(checked(kling, KLING, heard(200, video))).toMatchObject({
    failure: { kind: 'rejected', code: 'vendor_generation_failed' },
  });
});

test('our own number again means that an earlier start was heard: its outcome is unknown', () => {
  const answer = heard(400, { code: 1201, message: 'external_task_id task_1-2 already exists' });
  expect(started(kling, answer)).toMatchObject({ failure: { kind: 'outcome_unknown' } });
  const other = heard(400, { code: 1201, message: 'duration is invalid' });
  expect(started(kling, other)).toMatchObject({ failure: { kind: 'rejected' } });
});

test.each([
  [1, 200, 'accepted', undefined],
  [21, 200, 'accepted', undefined],
  [22, 200, 'accepted', undefined],
  [23, 200, 'failed', 'rate_limited'],
  [30, 429, 'failed', 'rate_limited'],
  [24, 200, 'failed', 'content_refused'],
  [3, 200, 'failed', 'unavailable'],
  [9, 200, 'failed', 'unavailable'],
  [4, 400, 'failed', 'rejected'],
  [77, 200, 'failed', 'outcome_unknown'],
])('code %i of the Midjourney gateway with HTTP %i: %s %s', (code, status, kind, failure) => {
  const outcome = started(midjourney, heard(status, { code, description: 'words', result: '17001' }));
  expect([outcome.kind, outcome.kind === 'failed' ? outcome.failure.kind : undefined]).toEqual([
    kind,
    failure,
  ]);
});

test.each([
  ['insert_midjourney_task_failed ', 'outcome_unknown'],
  ['do_request_failed ', 'outcome_unknown'],
  ['quota_not_enough ', 'insufficient_vendor_credit'],
  ['prompt_is_required ', 'rejected'],
])('a refusal "%s" before the upstream costs nothing, one after it may: %s', (description, kind) => {
  const outcome = started(midjourney, heard(400, { description, type: 'upstream_error', code: 4 }));
  expect(outcome.kind === 'failed' && outcome.failure.kind).toBe(kind);
});

test('a model that the key’s group does not have is the operator’s matter', () => {
  const body = {
    error: { message: '当前分组 default 下对于模型 mj_imagine 无可用渠道', type: 'new_api_error' },
  };
  const outcome = started(midjourney, heard(503, body));
  expect(outcome).toMatchObject({ failure: { kind: 'rejected', code: 'provider_not_configured' } });
});

const task = (change: object): Json => ({ status: 'IN_PROGRESS', progress: '', imageUrl: '', ...change });
const link = (name: string) => `https://files.example/${name}.png`;

test('a Midjourney task is what its status says, whatever the words beside it', () => {
  const read = (change: object) => checked(midjourney, MJ, heard(200, task(change)));
  expect(read({ status: '', progress: '' })).toEqual({ kind: 'running', checkAfterMs: 5000 });
  // A preview is no result.
  expect(read({ progress: '45%', imageUrl: link('preview') })).toMatchObject({
    kind: 'running',
    progress: 0.45,
  });
  const four = [1, 2, 3, 4].map((n) => ({ url: link(`${n}`) }));
  const done = read({ status: 'SUCCESS', imageUrl: link('sheet'), imageUrls: four });
  expect(done?.kind === 'done' && done.outputs).toHaveLength(4);
  const sheet = read({ status: 'SUCCESS', imageUrl: link('sheet') });
  expect(sheet).toMatchObject({ kind: 'done', outputs: [{ url: link('sheet') }] });
  expect(read({ status: 'SUCCESS' })).toMatchObject({ failure: { code: 'result_incomplete' } });
  const failed = { status: 'FAILURE', progress: '100%', description: 'Submit Success' };
  expect(read({ ...failed, failReason: 'Banned prompt' })).toMatchObject({
    failure: { kind: 'content_refused' },
  });
  expect(read({ ...failed, failReason: '[invalid_parameter] --v 9' })).toMatchObject({
    failure: { code: 'vendor_rejected' },
  });
  expect(read({ ...failed, failReason: '' })).toMatchObject({
    failure: { code: 'vendor_generation_failed' },
  });
  expect(read({ status: 'MODAL' })).toMatchObject({ failure: { code: 'vendor_generation_failed' } });
});

test('a task that is not known yet is waited for, and in the end an unknown outcome', () => {
  const unknown = heard(400, { description: 'task_no_found ', type: 'upstream_error', code: 4 });
  expect(checked(midjourney, MJ, unknown)).toMatchObject({ kind: 'running', handle: { misses: 1 } });
  expect(checked(midjourney, { ...MJ, misses: 5 }, unknown)).toMatchObject({
    failure: { kind: 'outcome_unknown' },
  });
  const found = checked(midjourney, { ...MJ, misses: 3 }, heard(200, task({})));
  expect(found).toMatchObject({ kind: 'running', handle: { misses: 0 } });
});

const url = 'https://files.example/v.mp4';
test.each<[string, Json, object]>([
  [
    'native',
    { code: 0, data: { task_id: '7', task_status: 'succeed', task_result: { videos: [{ url }] } } },
    { kind: 'done' },
  ],
  ['relayed object', { id: 'x', status: 'completed', metadata: { url } }, { kind: 'done' }],
  ['relayed wrapper', { code: 'success', data: { task_id: '7', status: 'SUCCESS', url } }, { kind: 'done' }],
  ['native, working', { code: 0, data: { task_id: '7', task_status: 'processing' } }, { kind: 'running' }],
  ['relayed, working', { id: 'x', status: 'in_progress' }, { kind: 'running' }],
  ['a new word', { code: 0, data: { task_status: 'pondering' } }, { kind: 'running' }],
  [
    'refused',
    { code: 0, data: { task_status: 'failed', task_status_msg: 'Failure to pass the risk control system' } },
    { failure: { kind: 'content_refused' } },
  ],
  [
    'broken',
    { code: 'success', data: { status: 'FAILURE', error: { message: 'boom' } } },
    { failure: { code: 'vendor_generation_failed' } },
  ],
  [
    'without a link',
    { code: 0, data: { task_status: 'succeed' } },
    { failure: { code: 'result_incomplete' } },
  ],
  ['not known yet', { code: 1203, message: 'task not found' }, { kind: 'running', handle: { misses: 1 } }],
])('Kling, %s', (_name, body, expected) => {
  expect(checked(kling, KLING, heard(200, body))).toMatchObject(expected);
});

test.each([
  [1001, 'bad_key'],
  [1102, 'insufficient_vendor_credit'],
  [1201, 'rejected'],
  [1301, 'content_refused'],
  [1303, 'rate_limited'],
  [5001, 'unavailable'],
  [9999, 'outcome_unknown'],
])('code %i of Kling: %s', (code, kind) => {
  const outcome = started(kling, heard(400, { code, message: 'words', request_id: 'r' }));
  expect(outcome.kind === 'failed' && outcome.failure.kind).toBe(kind);
});

test('a success without a picture that says why is a refusal', () => {
  const model = modelNamed('tuzi-gemini-3-pro-image');
  const outcome = started(model, {
    ...heard(200, { data: [{ revised_prompt: 'PROHIBITED_CONTENT' }] }),
    files: [],
  });
  expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'content_refused' } });
});
