import type { CreateApiKeyRequest } from '@atelier/shared/contracts/api-key';
import {
  openAiErrorSchema,
  openAiImagesSchema,
  openAiModelListSchema,
} from '@atelier/shared/contracts/openai-images';
import { expect, test } from 'vitest';
import { findViolations } from '../../src/credits/ledger-invariants.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { makeKey } from '../api-key-client.ts';
import { FakePictures } from '../fake-pictures.ts';
import {
  eventually,
  openTestStudio,
  storedFiles,
  type TestStudioOptions,
  temporaryFilesGone,
} from '../test-studio.ts';
import { listen } from './picture-server.ts';

type Fields = Record<string, string>;
type Wish = Partial<CreateApiKeyRequest>;

async function open(options: TestStudioOptions & { key?: Wish; credits?: number } = {}) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, ...options });
  const origin = await listen(studio);
  const session = await studio.user(options.credits ?? 100);
  const { secret } = await makeKey(studio, session, options.key);

  const send = (path: string, init: RequestInit = {}, key = secret) =>
    fetch(`${origin}/v1${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, ...init.headers },
    });
  const edit = (fields: Fields = {}, init: RequestInit & { files?: string[]; key?: string } = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ model: 'local-background-removal', ...fields }))
      form.append(name, value);
    for (const name of init.files ?? ['image'])
      form.append(name, new Blob(['a picture'], { type: 'image/png' }), '杯子.png');
    return send('/images/edits', { method: 'POST', body: form, ...init }, init.key);
  };
  const generate = (body: object, key?: string) =>
    send(
      '/images/generations',
      { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
      key,
    );
  return { studio, pictures, session, secret, origin, send, edit, generate };
}

/** Status and code of a refusal, whose form is checked. */
async function refusalOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  const error = openAiErrorSchema.parse((body as { error?: unknown }).error);
  return `${response.status} ${error.code}`;
}

/** Keeps a job running until the test lets it go on. */
function hold(pictures: FakePictures): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  pictures.behaviour = () => promise;
  return resolve;
}

test('an edit waits for its picture and costs what the task costs', async () => {
  const { studio, session, edit } = await open();
  const answer = await edit({ prompt: 'ignored by this model', n: '1' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ignored-parameters')).toBe('prompt');
  expect(answer.headers.get('cache-control')).toContain('no-store');
  const body = openAiImagesSchema.parse(await answer.json());
  expect(body).toMatchObject({ size: '10x10', background: 'transparent', output_format: 'png' });
  expect(body.data.map(({ b64_json }) => Buffer.from(b64_json ?? '', 'base64').toString())).toEqual([
    'a picture',
  ]);
  const task = await studio.parts.reader.get(session.account.id, answer.headers.get('x-task-id') ?? '');
  expect(task).toMatchObject({ status: 'completed', charged_credits: 1, api_key_id: expect.any(String) });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
  await temporaryFilesGone(studio);
});

test('several pictures under image[] become as many results, as links when links are asked for', async () => {
  const { edit, origin } = await open();
  const answer = await edit({ response_format: 'url' }, { files: ['image[]', 'image[]'] });
  const { data } = openAiImagesSchema.parse(await answer.json());
  expect(data).toHaveLength(2);
  for (const { url = '' } of data) {
    expect(url.startsWith(`${origin}/files/`)).toBe(true);
    expect(await (await fetch(url)).text()).toBe('a picture');
  }
});

test('base64 is the same at every length of a file', async () => {
  const { edit } = await open();
  for (const text of ['1', '12', '123', 'x'.repeat(200_001)]) {
    const form = new FormData();
    form.append('model', 'local-background-removal');
    form.append('image', new Blob([text]), 'mug.png');
    const { data } = openAiImagesSchema.parse(await (await edit({}, { body: form })).json());
    expect(Buffer.from(data[0]?.b64_json ?? '', 'base64').toString()).toBe(text);
  }
});

test('a stream sends a comment while it waits and one event per picture', async () => {
  const { pictures, edit } = await open();
  const release = hold(pictures);
  const answer = await edit({ stream: 'true', partial_images: '2' }, { files: ['image', 'image'] });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  release();
  const events = (await answer.text()).split('\n\n').filter((event) => event.startsWith('event: '));
  expect(events).toHaveLength(2);
  for (const event of events) {
    const [name, data = ''] = event.split('\n');
    expect(name).toBe('event: image_edit.completed');
    expect(JSON.parse(data.slice('data: '.length))).toMatchObject({
      type: 'image_edit.completed',
      b64_json: Buffer.from('a picture').toString('base64'),
    });
  }
});

test('a long wait is filled with white space, and a failure after that is told by the body', async () => {
  const { pictures, edit } = await open({ patience: { quietMs: 30, beatMs: 20 } });
  const release = hold(pictures);
  const answer = await edit();
  expect(answer.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 100));
  release();
  const text = await answer.text();
  expect(text).toMatch(/^ {2,}\{/);
  expect(openAiImagesSchema.parse(JSON.parse(text)).data).toHaveLength(1);

  pictures.behaviour = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    throw new AppError('no_subject_found');
  };
  const late = await edit();
  expect([late.status, JSON.parse(await late.text()).error.code]).toEqual([200, 'no_subject_found']);
  const stream = await edit({ stream: 'true' });
  expect(await stream.text()).toMatch(
    /event: error\ndata: \{"error":\{"message":"No product.*"code":"no_subject_found"/,
  );
});

test('whoever leaves finds the result with the same key, in another form if need be', async () => {
  const { studio, pictures, session, edit } = await open();
  const release = hold(pictures);
  const leaving = new AbortController();
  const headers = { 'Idempotency-Key': 'shop-17' };
  const gone = edit({}, { headers, signal: leaving.signal }).catch((error: unknown) => error);
  await eventually(async () => pictures.running === 1);
  leaving.abort();
  expect(await gone).toBeInstanceOf(Error);
  release();
  const answer = await edit({ response_format: 'url' }, { headers });
  expect(answer.headers.get('idempotent-replayed')).toBe('true');
  expect(openAiImagesSchema.parse(await answer.json()).data[0]?.url).toBeDefined();
  expect(pictures.jobs).toBe(1);
  expect((await studio.parts.credits.credits(session.account.id)).credits).toBe(99);
  expect(await refusalOf(await edit({ crop: 'true' }, { headers }))).toBe('409 idempotency_key_reused');
  await temporaryFilesGone(studio);
});

test('a server that stops sends the waiting away, and the task is still there', async () => {
  const { studio, pictures, edit } = await open();
  const release = hold(pictures);
  const waiting = edit();
  await eventually(async () => pictures.running === 1);
  const stopped = studio.stop();
  expect(await refusalOf(await waiting)).toBe('503 server_busy');
  release();
  await stopped;
});

test('a failed task is the failure of the request, with the status its kind has here', async () => {
  const { studio, pictures, session, edit } = await open();
  for (const [code, expected] of [
    ['no_subject_found', '400 no_subject_found'],
    ['vendor_content_refused', '400 moderation_blocked'],
    ['picture_processing_failed', '500 picture_processing_failed'],
  ] as const) {
    pictures.behaviour = async () => {
      throw new AppError(code);
    };
    const answer = await edit();
    expect(answer.headers.get('x-should-retry')).toBe(expected.startsWith('400') ? 'false' : null);
    expect(await refusalOf(answer)).toBe(expected);
  }
  expect((await studio.parts.credits.credits(session.account.id)).credits).toBe(100);
});

test.each<[string, Fields, string[], string]>([
  ['an unknown model', { model: 'nobody' }, ['image'], '404 model_not_found'],
  ['a model that makes no pictures', { model: 'kie-veo3' }, ['image'], '404 model_not_found'],
  ['a setting that nobody knows', { sise: '1' }, ['image'], '400 parameters_invalid'],
  ['a wrong setting', { background: 'plaid' }, ['image'], '400 parameters_invalid'],
  ['a number that is none', { n: 'many' }, ['image'], '400 request_invalid'],
  ['a number that the model cannot make', { n: '2' }, ['image'], '400 parameters_invalid'],
  ['no picture', {}, [], '400 files_missing'],
  ['too many pictures', {}, Array(6).fill('image'), '400 files_too_many'],
  ['two masks', {}, ['image', 'mask', 'mask'], '400 files_too_many'],
  ['a mask for a model that takes none', {}, ['image', 'mask'], '400 parameters_invalid'],
  ['a file under a strange name', {}, ['picture'], '400 request_invalid'],
])(
  '%s is refused in the words of this door and leaves nothing behind',
  async (_name, fields, files, expected) => {
    const { studio, edit } = await open({ work: false });
    const answer = await edit(fields, { files });
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(await refusalOf(answer)).toBe(expected);
    expect(await storedFiles(studio)).toEqual([]);
    expect(await studio.parts.database.read.selectFrom('ai_tasks').select('id').execute()).toEqual([]);
    await temporaryFilesGone(studio);
  },
);

test('bad JSON, unknown addresses, spent credits and limits are refused in the same words', async () => {
  const { send, edit, generate, studio, session } = await open({
    work: false,
    credits: 2,
    key: { creditsPerMonth: 1 },
  });
  const broken = { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } };
  expect(await refusalOf(await send('/images/generations', broken))).toBe('400 json_invalid');
  expect(await refusalOf(await send('/chat/completions', { method: 'POST' }))).toBe('404 route_not_found');
  expect(await refusalOf(await generate({ prompt: 'a mug' }))).toBe('503 model_not_available');
  expect(await refusalOf(await edit({}, { files: Array(3).fill('image') }))).toBe('429 insufficient_quota');
  expect(await refusalOf(await edit({}, { files: ['image', 'image'] }))).toBe('429 insufficient_quota');
  const slow = (await makeKey(studio, session, { requestsPerMinute: 1 })).secret;
  expect((await send('/models', {}, slow)).status).toBe(200);
  const limited = await send('/models', {}, slow);
  expect(limited.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refusalOf(limited)).toBe('429 rate_limit_exceeded');
});

test('only keys open this door, each for what its scope allows', async () => {
  const { studio, session, send, edit, generate } = await open();
  expect(await refusalOf(await send('/models', {}, session.accessToken))).toBe('401 invalid_api_key');
  expect(await refusalOf(await send('/models', {}, 'sk-anything'))).toBe('401 invalid_api_key');
  expect(await refusalOf(await generate({ prompt: 'a mug' }, 'atl_broken'))).toBe('401 invalid_api_key');
  const cookie = { Authorization: '', Cookie: `atelier_access=${session.accessToken}` };
  expect(await refusalOf(await send('/models', { headers: cookie }))).toBe('401 invalid_api_key');
  const reading = (await makeKey(studio, session, { scopes: ['read'] })).secret;
  const creating = (await makeKey(studio, session, { scopes: ['create'] })).secret;
  expect((await send('/models', {}, reading)).status).toBe(200);
  expect(await refusalOf(await send('/models/gpt-image-1', {}, creating))).toBe('403 api_key_scope_missing');
  expect(await refusalOf(await edit({}, { key: reading }))).toBe('403 api_key_scope_missing');
  expect((await edit({}, { key: creating })).status).toBe(200);
});

test("nobody's key, mask or words lead to somebody else's pictures", async () => {
  const { studio, send, edit } = await open();
  const headers = { 'Idempotency-Key': 'mine' };
  const mine = (await edit({}, { headers })).headers.get('x-task-id') ?? '';
  const stranger = (await makeKey(studio, await studio.user(10))).secret;
  const theirs = await edit({}, { headers, key: stranger });
  expect(theirs.headers.get('idempotent-replayed')).toBeNull();
  expect(theirs.headers.get('x-task-id')).not.toBe(mine);
  const [input] = await studio.parts.database.read.selectFrom('assets').select('id').execute();
  const model = 'openai-gpt-image-2.6-flare';
  const stolen = await edit({ model, prompt: 'x', mask: input?.id ?? '' }, { key: stranger });
  expect(await refusalOf(stolen)).toMatch(/^(400 parameters_invalid|503 model_not_available)$/);
  expect(await refusalOf(await send(`/models/${mine}`, {}, stranger))).toBe('404 model_not_found');
});

test('what can be ordered is listed, OpenAI names included once they lead somewhere', async () => {
  const { send } = await open({ work: false });
  const bare = openAiModelListSchema.parse(await (await send('/models')).json());
  expect(bare.data.map(({ id }) => id)).toEqual([
    'local-background-removal',
    'local-basic-clean',
    'local-color-enhancement',
    'local-style-transfer',
  ]);
  expect(bare.data[0]).toEqual({
    id: 'local-background-removal',
    object: 'model',
    created: 0,
    owned_by: 'local',
  });
  expect(await refusalOf(await send('/models/gpt-image-1'))).toBe('404 model_not_found');
  const { send: withKey } = await open({ work: false, environment: { OPENAI_API_KEY: 'sk-test' } });
  const listed = openAiModelListSchema.parse(await (await withKey('/models')).json());
  const ids = listed.data.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['gpt-image-1', 'dall-e-3', 'openai-gpt-image-2.6-flare']));
  expect(ids).not.toContain('openai-gpt-image-1');
  expect(await (await withKey('/models/gpt-image-1')).json()).toMatchObject({
    id: 'gpt-image-1',
    owned_by: 'openai',
  });
});

test('a request without a model means the one that the operator has set', async () => {
  const { generate, send } = await open({ environment: { OPENAI_MODEL: 'local-background-removal' } });
  // It takes a picture, which `generations` cannot bring: a word of this very model.
  expect(await refusalOf(await generate({ prompt: 'A mug' }))).toBe('400 files_missing');
  const form = new FormData();
  form.append('image', new Blob(['a picture'], { type: 'image/png' }), 'mug.png');
  expect((await send('/images/edits', { method: 'POST', body: form })).status).toBe(200);
});
