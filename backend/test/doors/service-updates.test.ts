import { expect, test } from 'vitest';
import { findViolations } from '../../src/credits/ledger-invariants.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { FakePictures } from '../fake-pictures.ts';
import { TaskClient } from '../task-client.ts';
import { eventually, makeOperator, storedFiles, temporaryFilesGone } from '../test-studio.ts';
import { openDoorStudio, openPictureServer } from './picture-server.ts';

const SERVICE_TOKEN = 'the-token-of-a-service-of-the-operator';

async function open({ work = false, pictures = new FakePictures() } = {}) {
  const { studio } = await openDoorStudio({ work, pictures, environment: { SERVICE_TOKEN } });
  const session = await studio.user(100);
  const client = new TaskClient(studio, session);
  const service = new TaskClient(studio, { ...session, accessToken: SERVICE_TOKEN });
  const server = await openPictureServer(Buffer.from('made elsewhere'));
  const update = (id: string, body: object) => service.send('put', `/api/task/${id}/status`).send(body);
  const audit = async () => {
    expect(await findViolations(studio.parts.database.read)).toEqual([]);
    await temporaryFilesGone(studio);
  };
  return { studio, client, service, server, update, audit };
}

test('results that a service delivers are fetched, kept, charged and told, once', async () => {
  const { studio, client, server, update, audit } = await open();
  const { id } = await client.createTask();
  const resultUrls = [1, 2, 3].map((n) => server.link(`/${n}.png`));
  const answer = await update(id, { status: 'success', resultUrls });
  expect([answer.status, answer.body]).toEqual([200, { success: true, data: null, message: 'OK' }]);
  const task = await client.task(id);
  expect(task).toMatchObject({ status: 'completed', progress: 100, chargedCredits: 1, delivery: null });
  expect(task.results.map(({ name }) => name)).toEqual(['result-1.png', 'result-2.png', 'result-3.png']);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 0, totalSpent: 1 });
  const again = await update(id, { status: 'success', resultUrls });
  expect([again.status, server.messages.length]).toEqual([200, 3]);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 0, totalSpent: 1 });
  const events = await studio.parts.database.read
    .selectFrom('events')
    .select('type')
    .where('task_id', '=', id)
    .where('type', '=', 'task.completed')
    .execute();
  expect(events).toHaveLength(1);
  await audit();
});

test('fewer results than were ordered are charged in part', async () => {
  const { client, server, update } = await open();
  const { id } = await client.createTask();
  await update(id, { status: 'success', resultUrls: [server.link()] });
  expect((await client.task(id)).delivery).toEqual({ delivered: 1, ordered: 3 });
});

test('the worker that had the task can write nothing more', async () => {
  const pictures = new FakePictures();
  let letGo = (): void => undefined;
  pictures.behaviour = () => new Promise((resolve) => (letGo = resolve));
  const { client, server, update, audit } = await open({ work: true, pictures });
  const { id } = await client.createTask();
  await eventually(async () => pictures.running === 1);
  await update(id, { status: 'success', resultUrls: [server.link('/a.png')] });
  letGo();
  await eventually(async () => pictures.running === 0);
  const task = await client.task(id);
  expect(task.results.map(({ name }) => name)).toEqual(['result-1.png']);
  await audit();
});

test('a failure ends the task, returns its credits and says why; it may be repeated', async () => {
  const { client, update, audit } = await open();
  const { id } = await client.createTask();
  const body = { status: 'failed', errorMessage: '原图已被商家撤下' };
  expect([(await update(id, body)).status, (await update(id, body)).status]).toEqual([200, 200]);
  const task = await client.task(id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'task_failed_by_service', canRetry: true });
  expect(task.error).toBe('An internal service ended this task. 原图已被商家撤下');
  const other = await client.createTask();
  await update(other.id, { status: 'failed' });
  expect((await client.task(other.id)).error).toBe('An internal service ended this task.');
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
  await audit();
});

test('a result that does not come, or is no picture, changes nothing', async () => {
  const { studio, client, server, update, audit } = await open();
  const { id } = await client.createTask();
  const before = await storedFiles(studio);
  const good = server.react;
  server.react = (response, message) =>
    message.path === '/gone.png' ? response.writeHead(404).end() : good(response, message);
  const answer = await update(id, {
    status: 'success',
    resultUrls: [server.link(), server.link('/gone.png')],
  });
  expect([answer.status, answer.body.code, answer.body.errorCode]).toEqual([502, 4001, 'url_fetch_failed']);
  const inside = await update(id, { status: 'success', resultUrls: ['file:///etc/passwd'] });
  expect([inside.status, inside.body.errorCode]).toEqual([400, 'url_refused']);
  expect(await client.task(id)).toMatchObject({ status: 'pending', chargedCredits: null });
  expect(await storedFiles(studio)).toEqual(before);
  await audit();
});

test('a result that cannot be kept here leaves a waiting task in its place in the line', async () => {
  const { studio, client, server, update, audit } = await open();
  const { id } = await client.createTask();
  const before = await studio.parts.reader.get(client.userId, id);
  const putFile = studio.parts.store.putFile.bind(studio.parts.store);
  studio.parts.store.putFile = () => Promise.reject(new AppError('storage_full'));
  const success = { status: 'success', resultUrls: [server.link()] };
  expect((await update(id, success)).status).toBe(507);
  const { phase, status, turn, started_at, start_count, step } = before;
  expect(await studio.parts.reader.get(client.userId, id)).toMatchObject({
    ...{ phase, status, turn, started_at, start_count, step, lease_token: null },
  });
  expect(await client.task(id)).toMatchObject({ status: 'pending', progress: 0 });
  studio.parts.store.putFile = putFile;
  expect((await update(id, success)).status).toBe(200);
  await audit();
});

test('an end is final, and waiting and running are only confirmed', async () => {
  const { client, server, update } = await open();
  const refused = async (id: string, body: object) => {
    const answer = await update(id, body);
    return [answer.status, answer.body.errorCode];
  };
  const { id } = await client.createTask();
  expect((await update(id, { status: 'pending' })).status).toBe(200);
  expect(await refused(id, { status: 'processing' })).toEqual([409, 'task_status_refused']);
  expect(await refused(id, { status: 'success' })).toEqual([400, 'request_invalid']);
  await client.send('post', `/api/tasks/${id}/cancel`);
  expect(await refused(id, { status: 'failed' })).toEqual([409, 'task_status_refused']);
  const success = { status: 'success', resultUrls: [server.link()] };
  expect(await refused(id, success)).toEqual([409, 'task_status_refused']);
  expect(server.messages).toEqual([]);
  expect(await refused('task_0', success)).toEqual([404, 'not_found']);
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
});

test('nobody but a service gets in: not the owner, not an operator, and nobody where no token is set', async () => {
  const { studio, client } = await open();
  const { id } = await client.createTask();
  const tryAs = async (from: TaskClient) => {
    const answer = await from.send('put', `/api/task/${id}/status`).send({ status: 'failed' });
    return [answer.status, answer.body.errorCode];
  };
  expect(await tryAs(client)).toEqual([403, 'service_required']);
  const operator = await studio.user();
  await makeOperator(studio, operator.account.id);
  expect(await tryAs(new TaskClient(studio, operator))).toEqual([403, 'service_required']);
  const { studio: without } = await openDoorStudio({ work: false });
  const session = await without.user();
  const guess = new TaskClient(without, { ...session, accessToken: SERVICE_TOKEN });
  expect(await tryAs(guess)).toEqual([403, 'service_required']);
});
