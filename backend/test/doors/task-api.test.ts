import type { TaskApiTask } from '@atelier/shared/contracts/task-api';
import { MAX_COUNTED_TASKS } from '@atelier/shared/limits';
import { expect, test } from 'vitest';
import { findViolations } from '../../src/credits/ledger-invariants.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { makeKey } from '../api-key-client.ts';
import { FakePictures } from '../fake-pictures.ts';
import { MovingClock } from '../moving-clock.ts';
import { TaskClient } from '../task-client.ts';
import {
  eventually,
  giveMembership,
  storedFiles,
  type TestStudioOptions,
  temporaryFilesGone,
} from '../test-studio.ts';
import { openDoorStudio, openPictureServer } from './picture-server.ts';

async function open(options: TestStudioOptions & { credits?: number; isMember?: boolean } = {}) {
  const pictures = new FakePictures();
  const { studio, origin } = await openDoorStudio({ pictures, ...options });
  const session = await studio.user(options.credits ?? 100);
  if (options.isMember !== false) await giveMembership(studio, session.account.id);
  const client = new TaskClient(studio, session);
  const server = await openPictureServer();
  const create = (change: object = {}) =>
    client
      .send('post', '/api/task/create')
      .send({ type: 'basic_clean', inputImageUrl: server.link(), params: { template: 'all' }, ...change });
  const get = async (id: string): Promise<TaskApiTask> =>
    (await client.send('get', `/api/task/${id}`)).body.data;
  const ended = (id: string) =>
    eventually(async () => {
      const task = await get(id);
      return task.status === 'success' || task.status === 'failed' ? task : undefined;
    });
  return { studio, origin, pictures, session, client, server, create, get, ended };
}

test('an order becomes a task that is shown in the documented words', async () => {
  const { studio, origin, client, create, ended } = await open();
  const created = await create();
  expect(created.status).toBe(200);
  expect(created.body).toMatchObject({ success: true, data: { type: 'basic_clean', status: 'pending' } });
  expect(Object.keys(created.body.data).sort()).toEqual(['createdAt', 'status', 'taskId', 'type']);
  const { taskId } = created.body.data;
  // The links of this door are made for programs, so they carry an address of their own.
  const task = await ended(taskId);
  expect(task).toMatchObject({
    id: taskId,
    type: 'basic_clean',
    status: 'success',
    params: { template: 'all' },
  });
  expect(task.resultUrls).toHaveLength(3);
  for (const url of [task.inputImageUrl, ...task.resultUrls]) {
    const { pathname, search } = new URL(url);
    expect(await (await fetch(`${origin}${pathname}${search}`)).text()).toBe('a picture');
  }
  expect(task.completedAt).toMatch(/Z$/);
  expect(task).not.toHaveProperty('errorMessage');
  expect(await client.credits()).toMatchObject({ credits: 99, held: 0 });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
  await temporaryFilesGone(studio);
});

test('a description is called by the documented name, there and back', async () => {
  const { create, get } = await open({
    work: false,
    credits: 1000,
    environment: { EMULATOR_URL: 'http://127.0.0.1:9' },
  });
  const params = { scene: 'street', category: 'hoodie', productDescription: '优雅连衣裙' };
  const { body } = await create({ type: 'model_pose12', params });
  expect((await get(body.data.taskId)).params).toMatchObject(params);
});

test('lists are cut to size and filtered; a canceled task is a failed one', async () => {
  const { client, create, ended, get } = await open({ credits: 1000 });
  const done = (await create()).body.data.taskId;
  await ended(done);
  const { studio } = client;
  await studio.parts.lanes.pause('local', { by: client.userId, reason: 'test' });
  const [canceled, waiting] = [(await create()).body.data.taskId, (await create()).body.data.taskId];
  await client.send('post', `/api/tasks/${canceled}/cancel`);
  const list = async (query: string) => (await client.send('get', `/api/task/list${query}`)).body.data;
  expect(await list('')).toEqual({
    ...{ total: 3, totalIsCapped: false, hasMore: false, limit: 10, offset: 0 },
    tasks: expect.any(Array),
  });
  expect(await list('?limit=2')).toMatchObject({ total: 3, hasMore: true });
  const idsOf = async (query: string) => (await list(query)).tasks.map(({ id }: { id: string }) => id);
  expect(await idsOf('?limit=2&offset=1')).toEqual([canceled, done]);
  expect(await idsOf('?status=success')).toEqual([done]);
  expect(await idsOf('?status=pending')).toEqual([waiting]);
  expect(await list('?status=failed')).toMatchObject({ total: 1, tasks: [{ id: canceled, resultUrls: [] }] });
  expect(await idsOf('?type=model_pose12')).toEqual([]);
  expect((await get(canceled)).errorMessage).toMatch(/canceled/);
});

test('a list longer than the count goes says so, and reading on until there is no more finds every task', async () => {
  const { client, create } = await open({ work: false, credits: 1000 });
  const { database } = client.studio.parts;
  const pattern = (await create()).body.data.taskId;
  const row = await client.studio.parts.reader.get(client.userId, pattern);
  const copies = Array.from({ length: MAX_COUNTED_TASKS + 50 }, (_, index) => ({
    ...row,
    ...{ id: `task_copy_${index}`, task_no: `COPY-${index}`, status: 'failed', phase: 'ended', due_at: null },
    created_at: new Date(Date.parse(row.created_at) - index).toISOString(),
  })) satisfies Array<typeof row>;
  await database.transaction(async ({ query }) => {
    for (let from = 0; from < copies.length; from += 100) {
      await query
        .insertInto('ai_tasks')
        .values(copies.slice(from, from + 100))
        .execute();
    }
  });
  const found = new Set<string>();
  for (let offset = 0, hasMore = true; hasMore; offset += 100) {
    const { body } = await client.send('get', `/api/task/list?limit=100&offset=${offset}`);
    expect(body.data).toMatchObject({ total: MAX_COUNTED_TASKS, totalIsCapped: true, offset });
    for (const { id } of body.data.tasks) found.add(id);
    ({ hasMore } = body.data);
  }
  expect(found.size).toBe(copies.length + 1);
});

test('each documented number has its case', async () => {
  const { studio, client, server, session, create, get } = await open({ work: false, credits: 1 });
  const codeOf = async (answer: PromiseLike<{ status: number; body: Record<string, unknown> }>) => {
    const { status, body } = await answer;
    expect(body).toMatchObject({ success: false, data: null, message: expect.any(String) });
    return [status, body['code'], body['errorCode']];
  };
  // 4001: a parameter is missing or wrong.
  expect(await codeOf(create({ inputImageUrl: undefined }))).toEqual([400, 4001, 'request_invalid']);
  expect(await codeOf(create({ type: 'generate' }))).toEqual([400, 4001, 'request_invalid']);
  expect(await codeOf(create({ params: { template: 'x' } }))).toEqual([400, 4001, 'parameters_invalid']);
  expect(await codeOf(create({ inputImageUrl: 'mug.png' }))).toEqual([400, 4001, 'url_refused']);
  server.react = (response) => response.writeHead(404).end();
  expect(await codeOf(create())).toEqual([502, 4001, 'url_fetch_failed']);
  server.react = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('a picture');
  // 4003: not signed in, or not allowed.
  const anonymous = new TaskClient(studio, { ...session, accessToken: 'x' });
  expect(await codeOf(anonymous.send('get', '/api/task/list'))).toEqual([401, 4003, 'token_invalid']);
  expect(await codeOf(client.send('put', '/api/task/t/status').send({ status: 'failed' }))).toEqual([
    403,
    4003,
    'service_required',
  ]);
  // 4004: not there, or not yours.
  expect(await codeOf(client.send('get', '/api/task/task_0'))).toEqual([404, 4004, 'not_found']);
  // 1003: the quota is used up; the credit is held for the first task.
  const first = (await create()).body.data;
  expect(await codeOf(create())).toEqual([402, 1003, 'credits_insufficient']);
  const stranger = new TaskClient(studio, await studio.user(5));
  expect(await codeOf(stranger.send('get', `/api/task/${first.taskId}`))).toEqual([404, 4004, 'not_found']);
  // 1002: no member.
  const body = { type: 'basic_clean', inputImageUrl: server.link() };
  expect(await codeOf(stranger.send('post', '/api/task/create').send(body))).toEqual([
    403,
    1002,
    'membership_required',
  ]);
  // 1004: the account is switched off, or gone.
  expect((await get(first.taskId)).status).toBe('pending');
  const setActive = (is_active: 0 | 1) =>
    studio.parts.database.transaction(({ query }) =>
      query.updateTable('users').set({ is_active }).where('id', '=', stranger.userId).execute(),
    );
  await setActive(0);
  studio.parts.userStates.forget(stranger.userId);
  expect(await codeOf(stranger.send('get', '/api/task/list'))).toEqual([403, 1004, 'account_disabled']);
});

test('whoever is refused for want of a membership or of credits has nothing fetched', async () => {
  const { studio, server, create } = await open({ work: false, isMember: false });
  expect((await create()).body.code).toBe(1002);
  const poor = await open({ work: false, credits: 0 });
  expect((await poor.create()).body.code).toBe(1003);
  expect([server.messages, poor.server.messages]).toEqual([[], []]);
  expect(await storedFiles(studio)).toEqual([]);
});

test('the credits of a failed task come back; ten minutes without a worker are a failure', async () => {
  const { client, pictures, create, ended } = await open();
  pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const failed = await ended((await create()).body.data.taskId);
  expect(failed).toMatchObject({ status: 'failed', resultUrls: [] });
  expect(failed.errorMessage).toMatch(/No product/);
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });

  const clock = new MovingClock();
  const idle = await open({ clock, work: false, environment: { JWT_EXPIRES_IN: '1h' } });
  const { taskId } = (await idle.create()).body.data;
  clock.advance(10 * 60_000 + 1);
  await idle.studio.parts.sweeper.failUntaken();
  const answer = await idle.client.send('get', `/api/task/${taskId}`).set('Accept-Language', 'zh-CN');
  expect(answer.body.data).toMatchObject({ status: 'failed', errorMessage: '任务超时(10分钟未处理)' });
  expect(await idle.client.credits()).toMatchObject({ credits: 100, held: 0 });
});

test('a key may use this door within its scopes; a repeated order is one task', async () => {
  const { studio, session, server, create } = await open({ work: false });
  const reading = await makeKey(studio, session, { scopes: ['read'] });
  const body = { type: 'basic_clean', inputImageUrl: server.link() };
  const refused = await reading.client.send('post', '/api/task/create').send(body);
  expect([refused.status, refused.body.code, refused.body.errorCode]).toEqual([
    403,
    4003,
    'api_key_scope_missing',
  ]);
  const first = await create().set('Idempotency-Key', 'once');
  const again = await create().set('Idempotency-Key', 'once');
  expect(again.body.data.taskId).toBe(first.body.data.taskId);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(server.messages).toHaveLength(1);
  const other = await create({ type: 'model_pose12' }).set('Idempotency-Key', 'once');
  expect([other.status, other.body.code]).toEqual([409, 409]);
});
