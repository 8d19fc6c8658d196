import type { ExternalTask } from '@atelier/shared/contracts/external';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findViolations } from '../../src/credits/ledger-invariants.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { createPicturePool } from '../../src/pictures/worker-pool.ts';
import { makeKey } from '../api-key-client.ts';
import { FakePictures, untilAborted } from '../fake-pictures.ts';
import { eventually, storedFiles, type TestStudioOptions, temporaryFilesGone } from '../test-studio.ts';
import { openDoorStudio, openPictureServer } from './picture-server.ts';

type Wish = Parameters<typeof makeKey>[2];
type Answer = ExternalTask & { code?: string };

async function open(options: TestStudioOptions & { key?: Wish; credits?: number } = {}) {
  const pictures = new FakePictures();
  const { studio, origin } = await openDoorStudio({ pictures, ...options });
  const session = await studio.user(options.credits ?? 100);
  const { secret } = await makeKey(studio, session, options.key);
  const server = await openPictureServer();
  const url = `${origin}/api/external/ai-generation`;

  const send = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'X-API-Key': secret, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  };
  const read = async (taskId: string, key = secret) => {
    const response = await fetch(`${url}?taskId=${taskId}`, { headers: { 'X-API-Key': key } });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  const ended = (taskId: string) =>
    eventually(async () => {
      const { body } = await read(taskId);
      return body.status === 'SUCCESS' || body.status === 'FAILED' ? body : undefined;
    });
  const order = (change: object = {}) => ({
    model_slug: 'local-basic-clean',
    prompt: 'A mug',
    input_images: [server.link('/%E6%9D%AF%E5%AD%90.png')],
    ...change,
  });
  return { studio, pictures, session, server, origin, send, read, ended, order };
}

test('an order with a key becomes a task whose results are read by its id', async () => {
  const { studio, session, server, origin, send, ended, order } = await open();
  const created = await send(order());
  expect(created.status).toBe(200);
  expect(created.body).toMatchObject({ status: 'PENDING', results: [], error: null });
  // What local work has no use for is said, not swallowed.
  expect(created.body.ignoredParameters).toEqual(['prompt']);
  const { taskId } = created.body;
  const done = await ended(taskId);
  expect(done).toEqual({ taskId, status: 'SUCCESS', results: expect.any(Array), error: null });
  expect(done.results.map(({ type }) => type)).toEqual(['image', 'image', 'image']);
  for (const { url } of done.results) {
    expect(url.startsWith(`${origin}/files/`)).toBe(true);
    expect(await (await fetch(url)).text()).toBe('a picture');
  }
  expect(server.messages.map(({ path }) => path)).toEqual(['/%E6%9D%AF%E5%AD%90.png']);

  const task = await studio.parts.reader.get(session.account.id, taskId);
  expect(task).toMatchObject({ task_type: 'basic_clean', charged_credits: 1, status: 'completed' });
  expect(task.api_key_id).toMatch(/^key_/);
  const [input] = await studio.parts.reader.inputsOf(task);
  expect(input?.name).toBe('杯子.png');
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
  await temporaryFilesGone(studio);
});

test('a failed task tells its code in capitals and costs nothing; a canceled one is FAILED too', async () => {
  const { studio, session, pictures, send, ended, order } = await open();
  pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const failed = await ended((await send(order())).body.taskId);
  expect(failed).toMatchObject({ status: 'FAILED', results: [], error: { code: 'NO_SUBJECT_FOUND' } });
  expect(failed.error?.message).toMatch(/No product/);

  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const { taskId } = (await send(order())).body;
  await studio.parts.tasks.cancel(session.account.id, taskId);
  expect((await ended(taskId)).error).toMatchObject({ code: 'TASK_CANCELED' });
  expect((await studio.parts.credits.credits(session.account.id)).credits).toBe(100);
});

test('the same key and order a second time fetch nothing and give the first task; another order is refused', async () => {
  const { server, send, order } = await open({ work: false });
  const first = await send(order(), { 'Idempotency-Key': 'once' });
  const again = await send(order(), { 'Idempotency-Key': 'once' });
  expect(again.body.taskId).toBe(first.body.taskId);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(server.messages).toHaveLength(1);
  const other = await send(order({ prompt: 'Another mug' }), { 'Idempotency-Key': 'once' });
  expect([other.status, other.body.error?.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
});

test('a key spends no more than its limit here either, and its scopes hold', async () => {
  const { studio, session, read, send, order } = await open({ work: false, key: { creditsPerMonth: 1 } });
  const { taskId } = (await send(order())).body;
  const refused = await send(order());
  expect([refused.status, refused.body.error?.code]).toEqual([402, 'API_KEY_CREDITS_LIMITED']);
  const reading = (await makeKey(studio, session, { scopes: ['read'] })).secret;
  const creating = (await makeKey(studio, session, { scopes: ['create'] })).secret;
  expect((await read(taskId, reading)).body.status).toBe('PENDING');
  expect((await read(taskId, creating)).body.code).toBe('api_key_scope_missing');
  const forbidden = await send(order(), { 'X-API-Key': reading });
  expect([forbidden.status, forbidden.body.error?.code]).toEqual([403, 'API_KEY_SCOPE_MISSING']);
});

test("somebody else's task is not there", async () => {
  const { studio, read, send, order } = await open({ work: false });
  const { taskId } = (await send(order())).body;
  const stranger = (await makeKey(studio, await studio.user(10))).secret;
  expect((await read(taskId, stranger)).body).toEqual((await read('task_0000', stranger)).body);
  expect((await read(taskId, stranger)).body.error?.code).toBe('NOT_FOUND');
});

test.each([
  ['an unknown model', { model_slug: 'nobody' }, 400, 'MODEL_UNKNOWN'],
  ['no model', { model_slug: undefined }, 400, 'REQUEST_INVALID'],
  ['an unknown field', { credits: 0 }, 400, 'REQUEST_INVALID'],
  ['a wrong setting', { parameters: { template: 'everything' } }, 400, 'PARAMETERS_INVALID'],
  ['a number that the model cannot make', { number_of_outputs: 2 }, 400, 'PARAMETERS_INVALID'],
  ['no picture', { input_images: [] }, 400, 'FILES_MISSING'],
  ['a link that is none', { input_images: ['mug.png'] }, 400, 'URL_REFUSED'],
  ['a link with another protocol', { input_images: ['file:///etc/passwd'] }, 400, 'URL_REFUSED'],
])(
  '%s is refused before anything is fetched and leaves nothing behind',
  async (_name, change, status, code) => {
    const { studio, server, send, order } = await open({ work: false });
    const answer = await send(order(change));
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(answer.body).toMatchObject({ success: false, code: code.toLowerCase() });
    // Somebody who reads nothing but the state must not take a refusal for a task that failed.
    expect(answer.body.status).toBeUndefined();
    expect(server.messages).toEqual([]);
    expect(await storedFiles(studio)).toEqual([]);
    expect(await studio.parts.database.read.selectFrom('ai_tasks').select('id').execute()).toEqual([]);
    await temporaryFilesGone(studio);
  },
);

test('a user who cannot pay has nothing fetched', async () => {
  const { server, send, order } = await open({ credits: 0, work: false });
  const answer = await send(order());
  expect([answer.status, answer.body.error?.code]).toEqual([402, 'CREDITS_INSUFFICIENT']);
  expect(server.messages).toEqual([]);
});

test('one picture that does not come refuses the order whole', async () => {
  const { studio, session, server, send, order } = await open({ work: false });
  const good = server.react;
  server.react = (response, message) =>
    message.path === '/gone.png' ? response.writeHead(404).end() : good(response, message);
  const answer = await send(order({ input_images: [server.link(), server.link('/gone.png')] }));
  expect([answer.status, answer.body.error?.code]).toEqual([502, 'URL_FETCH_FAILED']);
  expect(await storedFiles(studio)).toEqual([]);
  expect((await studio.parts.credits.credits(session.account.id)).held).toBe(0);
  await temporaryFilesGone(studio);
});

test('what comes is looked at like an upload: a page is no picture, half a picture is damaged', async () => {
  const { studio, server, send, order } = await open({
    work: false,
    pictures: createPicturePool({ threads: 1 }),
  });
  const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#d33' } })
    .png()
    .toBuffer();
  const answers: Record<string, Buffer> = {
    '/whole.png': whole,
    '/page.png': Buffer.from('<!doctype html><title>Sign in</title>'),
    '/half.png': whole.subarray(0, whole.length / 2),
  };
  server.react = (response, { path }) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end(answers[path]);
  const codeFor = async (path: string) =>
    (await send(order({ input_images: [server.link(path)] }))).body.error?.code;
  expect(await codeFor('/page.png')).toBe('FILE_TYPE_UNSUPPORTED');
  expect(await codeFor('/half.png')).toBe('FILE_DAMAGED');
  expect(await storedFiles(studio)).toEqual([]);
  expect(await codeFor('/whole.png')).toBeUndefined();
});

test('a file above the limit for uploads is not read to its end', async () => {
  const { studio, server, send, order } = await open({ work: false });
  server.react = (response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(Buffer.alloc(11 * 2 ** 20));
  };
  const answer = await send(order());
  expect([answer.status, answer.body.error?.code]).toEqual([413, 'FILE_TOO_LARGE']);
  await temporaryFilesGone(studio);
});
