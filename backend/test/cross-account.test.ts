import request from 'supertest';
import { expect, test } from 'vitest';
import { BatchClient } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { listRoutes } from './list-routes.ts';
import { TaskClient } from './task-client.ts';
import { makeOperator, openTestStudio, TEST_PASSWORD } from './test-studio.ts';

/** Routes that strangers may use, each for its reason. Everything else must ask who is there. */
const PUBLIC_ROUTES = new Set([
  'post /api/auth/register',
  'post /api/auth/login',
  'post /api/auth/refresh',
  'post /api/auth/logout',
  // Guarded by the token of a one-time link.
  'post /api/auth/reset',
  'get /api/about',
  'get /api/openapi.json',
  'get /api/docs',
  'get /api/docs/{file}',
  // Guarded by the secret in its address.
  'post /api/callbacks/{provider}/{taskId}/{token}',
  // Guarded by its signature, or not there at all.
  'post /api/generate/callback',
  'get /healthz',
  'get /readyz',
  // Guarded by its token, or by being on this machine.
  'get /metrics',
]);

/** Doors for programs only: a session is no key. */
const KEY_DOORS = /^\/api\/external\//;
/** For internal services alone, whoever owns the task. */
const SERVICE_ROUTES = new Set(['put /api/task/{taskId}/status']);

const ID = /\{(id|taskId)\}/;
/** One door has numbers where others have names; its names are beside them. */
const codeOf = ({ body }: { body: { code?: unknown; errorCode?: unknown } }) => body.errorCode ?? body.code;

/** The page and signed links have no user; their own tests look at them. */
const isOutsideApi = (path: string) => !path.startsWith('/api/') && !/^\/(healthz|readyz|metrics)/.test(path);

async function openWithTask() {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const owner = new TaskClient(studio, await studio.user(10));
  const stranger = new TaskClient(studio, await studio.user(10));
  const task = await owner.ended((await owner.createTask()).id);
  return {
    studio,
    owner,
    stranger,
    task,
    routes: listRoutes(studio.app).filter(({ path }) => !isOutsideApi(path)),
  };
}

test('every route of the API that is not public on purpose refuses strangers without a token', async () => {
  const { studio, routes, task } = await openWithTask();
  expect(routes.length).toBeGreaterThan(20);
  for (const { method, path } of routes) {
    if (PUBLIC_ROUTES.has(`${method} ${path}`)) continue;
    const url = path.replace(ID, task.id).replace('{slug}', 'local-basic-clean');
    const answer = await request(studio.app)[method as 'get'](url);
    const expected = KEY_DOORS.test(path) ? 'api_key_required' : 'sign_in_required';
    expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, 401, expected]);
  }
});

test('every route of operators refuses users', async () => {
  const { owner, task, routes } = await openWithTask();
  const operators = routes.filter(({ path }) => path.startsWith('/api/admin/'));
  expect(operators.length).toBeGreaterThan(10);
  for (const { method, path } of operators) {
    // With the id of a task of the caller's own, too: the role decides, not whose it is.
    const answer = await owner.send(method as 'get', path.replace(ID, task.id));
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, 'role_required']);
  }
  expect(await owner.task(task.id)).toMatchObject({ status: 'completed' });
});

test('operators see that a task has files, but no way to them', async () => {
  const { studio, owner, task } = await openWithTask();
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const url = `/api/admin/tasks/${task.id}`;
  for (const path of ['/api/admin/tasks', url]) {
    const { status, body } = await operator.send('get', path);
    expect([path, status]).toEqual([path, 200]);
    const text = JSON.stringify(body);
    expect(text).toContain(task.taskNo);
    for (const { id, name, url: link } of [...task.inputs, ...task.results]) {
      for (const part of [id, name, link]) expect(text).not.toContain(part);
    }
  }
  expect((await operator.send('get', url)).body.data).toMatchObject({
    user: { id: owner.userId },
    results: { count: task.results.length },
  });
  // The role opens the operators' doors, not the owner's.
  expect((await operator.send('get', `/api/tasks/${task.id}`)).status).toBe(404);
});

test('routes of internal services refuse the owner too', async () => {
  const { owner, routes, task } = await openWithTask();
  const services = routes.filter(({ method, path }) => SERVICE_ROUTES.has(`${method} ${path}`));
  expect(services).toHaveLength(SERVICE_ROUTES.size);
  for (const { method, path } of services) {
    const answer = await owner.send(method as 'put', path.replace(ID, task.id)).send({ status: 'failed' });
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'service_required']);
  }
});

test('the list of public routes names only routes that exist', async () => {
  const { routes } = await openWithTask();
  const existing = routes.map(({ method, path }) => `${method} ${path}`);
  expect([...PUBLIC_ROUTES].filter((route) => !existing.includes(route))).toEqual([]);
});

test("every route with an id answers 404 for somebody else's, tells nothing and changes nothing", async () => {
  const { studio, owner, stranger, task, routes } = await openWithTask();
  const batch = await new BatchClient(owner).sent(1);
  const isOwned = ({ method, path }: (typeof routes)[number]) =>
    // Those of operators refuse everybody else before they look for anything; see above.
    !path.startsWith('/api/admin/') &&
    ![PUBLIC_ROUTES, SERVICE_ROUTES].some((others) => others.has(`${method} ${path}`));
  const withId = routes.filter((route) => ID.test(route.path) && isOwned(route));
  expect(withId.length).toBeGreaterThan(5);
  const idFor = (path: string) => (path.startsWith('/api/batches/') ? batch.id : task.id);
  const urls = withId.map(({ method, path }) => [method, path.replace(ID, idFor(path))] as const);
  for (const [method, url] of [...urls, ['get', `/api/tasks/archive?ids=${task.id}`] as const]) {
    const answer = await stranger.send(method as 'get', url);
    expect([method, url, answer.status, codeOf(answer)]).toEqual([method, url, 404, 'not_found']);
    expect(JSON.stringify(answer.body)).not.toContain(task.taskNo);
    expect(JSON.stringify(answer.body)).not.toContain(batch.batchNo);
    // The same words as for something that does not exist, so that ids cannot be probed.
    const nowhere = await stranger.send(method as 'get', url.replace(/(task|batch)_\w+/, '$1_0000'));
    expect(answer.body).toEqual(nowhere.body);
  }
  expect(await owner.task(task.id)).toMatchObject({ status: 'completed' });
  expect((await stranger.send('get', '/api/tasks')).body.data).toEqual([]);
  expect(await studio.parts.assets.findOwned(stranger.userId, [task.inputs[0]?.id ?? ''])).toEqual([]);
});

test("what one account does with its password or its link leaves everybody else's sessions alone", async () => {
  const { studio, owner } = await openWithTask();
  const stranger = await studio.user();
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const change = { currentPassword: TEST_PASSWORD, newPassword: 'a better battery' };
  // Named accounts are not part of the wish: it is always about whoever asks.
  const named = await new TaskClient(studio, stranger)
    .send('post', '/api/auth/password')
    .send({ ...change, userId: owner.userId });
  expect([named.status, named.body.code]).toEqual([400, 'request_invalid']);
  const changed = await new TaskClient(studio, stranger).send('post', '/api/auth/password').send(change);
  expect([changed.status, changed.body.data.account.id]).toEqual([200, stranger.account.id]);
  const made = await operator.send('post', `/api/admin/users/${stranger.account.id}/reset-link`);
  const token = new URL(made.body.data.url).hash.slice(1);
  const reset = await request(studio.app).post('/api/auth/reset').send({ token, newPassword: 'a third one' });
  expect(reset.body.data.account.id).toBe(stranger.account.id);
  for (const client of [owner, operator]) {
    expect((await client.send('get', '/api/auth/me')).body.data.id).toBe(client.userId);
  }
});

test('a link made for one file does not open another', async () => {
  const { studio, owner, task } = await openWithTask();
  const other = await owner.ended((await owner.createTask({ bytes: Buffer.from('secret') })).id);
  const [mine, theirs] = [task.inputs[0]?.url ?? '', other.inputs[0]?.url ?? ''];
  expect((await request(studio.app).get(mine)).status).toBe(200);
  const forged = `${theirs.split('?')[0]}?${mine.split('?')[1]}`;
  const answer = await request(studio.app).get(forged);
  expect([answer.status, answer.body.code]).toEqual([403, 'link_invalid']);
});
