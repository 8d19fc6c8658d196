import { expect, test } from 'vitest';
import { auditAssets } from '../src/assets/asset-audit.ts';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { BatchClient } from './batch-client.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import {
  eventually,
  makeOperator,
  openTestStudio,
  storedFiles,
  type TestStudioOptions,
} from './test-studio.ts';

const DAY_MS = 24 * 60 * 60_000;

async function open(options: TestStudioOptions = {}) {
  const clock = new MovingClock();
  const studio = await openTestStudio({ clock, environment: { JWT_EXPIRES_IN: '900d' }, ...options });
  const session = await studio.user(1000);
  const client = new TaskClient(studio, session);
  const operatorSession = await studio.user();
  await makeOperator(studio, operatorSession.account.id);
  const operator = new TaskClient(studio, operatorSession);
  const keep = (keepDays: number | null, scope: object = {}) =>
    operator.send('put', '/api/admin/retention').send({ keepDays, ...scope });
  const run = async () => (await operator.send('post', '/api/admin/retention/run')).body.data;
  const preview = async () => (await operator.send('get', '/api/admin/retention/preview')).body.data;
  const done = async (who = client, fields: Record<string, string> = {}) =>
    who.ended((await who.createTask({ fields })).id);
  const audit = async () => {
    expect(await findViolations(studio.parts.database.read)).toEqual([]);
    expect((await auditAssets(studio.parts.database.read, studio.parts.store)).damaged).toEqual([]);
  };
  return { clock, studio, client, operator, keep, run, preview, done, audit };
}

test('without a rule everything is kept', async () => {
  const { clock, run, preview, done, client } = await open();
  const { id } = await done();
  clock.advance(800 * DAY_MS);
  expect(await preview()).toEqual({ tasks: 0, files: 0, bytes: 0, hasMore: false, items: [] });
  expect(await run()).toEqual({ tasks: 0, files: 0, bytes: 0, hasMore: false });
  expect((await client.task(id)).status).toBe('completed');
});

test('an expired task leaves its receipt and nothing else', async () => {
  const { clock, studio, client, keep, run, preview, done, audit } = await open();
  const task = await done();
  const { database } = studio.parts;
  await keep(30);
  clock.advance(29 * DAY_MS);
  const young = await done();
  expect((await run()).tasks).toBe(0);
  clock.advance(2 * DAY_MS);

  const before = await storedFiles(studio);
  const dry = await preview();
  expect(dry).toMatchObject({ tasks: 1, files: 4, hasMore: false });
  expect(dry.items).toEqual([expect.objectContaining({ taskNo: task.taskNo, files: 4 })]);
  expect(await storedFiles(studio)).toEqual(before);

  const { items: _items, ...announced } = dry;
  expect(await run()).toEqual(announced);
  expect((await client.send('get', `/api/tasks/${task.id}`)).status).toBe(404);
  const receipt = (await client.send('get', `/api/tasks/${task.id}/receipt`)).body.data;
  expect(receipt).toMatchObject({ taskNo: task.taskNo, status: 'completed', spentCredits: 1 });
  const [row, assets, events] = await Promise.all([
    database.read.selectFrom('ai_tasks').selectAll().where('id', '=', task.id).executeTakeFirstOrThrow(),
    database.read.selectFrom('assets').select(['id', 'task_id']).execute(),
    database.read.selectFrom('events').select('id').where('task_id', '=', task.id).execute(),
  ]);
  expect(row).toMatchObject({ input_files: '[]', input_parameters: '{}', prompt: null, result_urls: null });
  expect(events).toEqual([]);
  const youngIds = [...young.inputs, ...young.results].map(({ id }) => id).sort();
  expect(assets.map(({ id }) => id).sort()).toEqual(youngIds);
  await eventually(async () => (await storedFiles(studio)).length === before.length / 2);
  expect((await client.task(young.id)).results).toHaveLength(3);
  expect((await run()).tasks).toBe(0);
  await audit();
});

test('the most specific rule decides alone, also when it keeps longer', async () => {
  const { clock, studio, client, operator, keep, run, done } = await open();
  const other = new TaskClient(studio, await studio.user(1000));
  const background = { taskType: 'background_removal', parameters: '{}' };
  const mine = await done();
  const minesBackground = await done(client, background);
  const theirs = await done(other);
  const theirsBackground = await done(other, background);
  await keep(10);
  await keep(null, { taskType: 'background_removal' });
  await keep(90, { userId: other.userId });
  await keep(5, { userId: other.userId, taskType: 'background_removal' });
  const isKept = async (who: TaskClient, id: string) =>
    (await who.send('get', `/api/tasks/${id}`)).status === 200;
  const kept = async () => [
    await isKept(client, mine.id),
    await isKept(client, minesBackground.id),
    await isKept(other, theirs.id),
    await isKept(other, theirsBackground.id),
  ];
  clock.advance(6 * DAY_MS);
  expect([(await run()).tasks, await kept()]).toEqual([1, [true, true, true, false]]);
  clock.advance(5 * DAY_MS);
  expect([(await run()).tasks, await kept()]).toEqual([1, [false, true, true, false]]);
  clock.advance(100 * DAY_MS);
  expect([(await run()).tasks, await kept()]).toEqual([1, [false, true, false, false]]);

  const own = async (who: TaskClient) => (await who.send('get', '/api/retention')).body.data;
  expect(await own(client)).toEqual({ keepDays: 10, byTaskType: { background_removal: null } });
  expect(await own(other)).toEqual({ keepDays: 90, byTaskType: { background_removal: 5 } });
  const { data: rules } = (await operator.send('get', '/api/admin/retention')).body;
  expect(rules.map(({ keepDays }: { keepDays: number | null }) => keepDays)).toEqual([10, null, 90, 5]);
});

test('a picture that a younger task uses stays with it; a running task is never touched', async () => {
  const { clock, studio, client, keep, run, done, audit } = await open();
  const old = await done();
  const [input] = old.inputs;
  await keep(1);
  clock.advance(2 * DAY_MS);
  const again = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'background_removal', inputAssetIds: [input?.id] });
  const young = await client.ended(again.body.data.id);
  await studio.parts.lanes.pause('local', { by: 'test', reason: 'test' });
  const waiting = await client.createTask();
  expect(await run()).toMatchObject({ tasks: 1, files: 3 });
  expect((await client.task(young.id)).inputs.map(({ id }) => id)).toEqual([input?.id]);
  clock.advance(2 * DAY_MS);
  expect((await run()).tasks).toBe(1);
  expect((await client.task(waiting.id)).status).toBe('pending');
  await audit();
});

test('what its owner deleted is erased too, and a batch goes with the last of its tasks', async () => {
  const { clock, studio, client, keep, run, done, audit } = await open();
  const deleted = await done();
  await client.send('delete', `/api/tasks/${deleted.id}`);
  const batch = await new BatchClient(client).sent(2);
  const { database } = studio.parts;
  await eventually(async () => {
    const rows = await database.read.selectFrom('ai_tasks').select('phase').execute();
    return rows.every(({ phase }) => phase === 'ended');
  });
  await keep(1);
  clock.advance(2 * DAY_MS);
  expect((await run()).tasks).toBe(3);
  expect(await database.read.selectFrom('assets').select('id').execute()).toEqual([]);
  expect((await client.send('get', `/api/batches/${batch.id}`)).status).toBe(404);
  const items = await database.read.selectFrom('batch_items').select('name').execute();
  expect(items.map(({ name }) => name)).toEqual(['', '']);
  await audit();
});

test('the order of yesterday is not made again under its old key once it is erased', async () => {
  const { clock, client, keep, run } = await open();
  const { id } = await client.createTask({ key: 'once' });
  await client.ended(id);
  await keep(1);
  clock.advance(2 * DAY_MS);
  await run();
  const again = await client.create({ key: 'once' });
  expect([again.status, again.body.code]).toEqual([410, 'task_deleted']);
  expect((await client.credits()).credits).toBe(999);
});

test('rules are set once per scope, checked, and removed', async () => {
  const { studio, client, operator, keep } = await open();
  const { id } = (await keep(7)).body.data;
  expect((await keep(9)).body.data).toMatchObject({ id, keepDays: 9, taskType: null, userId: null });
  const named = await keep(3, { email: 'nobody@example.com' });
  expect([named.status, named.body.code]).toEqual([404, 'not_found']);
  const codes = [
    { taskType: 'nothing' },
    { keepDays: 0 },
    { keepDays: 1.5 },
    { userId: 'a', email: 'a@b.c' },
  ];
  for (const change of codes) expect((await keep(1, change)).status).toBe(400);
  await operator.send('delete', `/api/admin/retention/${id}`).expect(200);
  await operator.send('delete', `/api/admin/retention/${id}`).expect(200);
  expect((await operator.send('get', '/api/admin/retention')).body.data).toEqual([]);
  expect((await client.send('put', '/api/admin/retention').send({ keepDays: 1 })).status).toBe(403);
  expect(await studio.parts.database.read.selectFrom('retention_rules').select('id').execute()).toEqual([]);
});
