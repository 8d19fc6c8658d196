import { expect, test } from 'vitest';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { FakePictures, untilAborted } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, makeOperator, openTestStudio, type TestStudio } from './test-studio.ts';

async function operatorOf(studio: TestStudio): Promise<TaskClient> {
  const client = new TaskClient(studio, await studio.user());
  await makeOperator(studio, client.userId);
  return client;
}

/** A studio with one hand per process, so that the order of work can be seen. */
async function open() {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures });
  const anna = new TaskClient(studio, await studio.user(100));
  const ben = new TaskClient(studio, await studio.user(100));
  return { studio, pictures, anna, ben };
}

/** The catalogue with one slot on this machine for all processes together. */
async function oneSlot(): Promise<Catalogue> {
  const limit = { maxConcurrent: 1, limitPer: 'installation' } as const;
  return new Map(
    [...(await loadCatalogue())].map(([slug, entry]) => [
      slug,
      entry.provider.slug === 'local' ? { ...entry, provider: { ...entry.provider, ...limit } } : entry,
    ]),
  );
}

/** Tasks in the order in which workers took them, by owner. */
async function orderOfStarts(studio: TestStudio): Promise<string[]> {
  const rows = await studio.parts.database.read
    .selectFrom('ai_tasks')
    .select('user_id')
    .where('started_at', 'is not', null)
    .orderBy('started_at')
    .orderBy('turn')
    .execute();
  return rows.map((row) => row.user_id);
}

test('users take turns: who comes with one task does not wait for the twenty of somebody else', async () => {
  const { studio, pictures, anna, ben } = await open();
  const operator = await operatorOf(studio);
  pictures.behaviour = () => new Promise((resolve) => setTimeout(resolve, 30));
  await operator.send('post', '/api/admin/lanes/local/pause').send({ reason: 'for the test' });
  for (let index = 0; index < 20; index += 1) await anna.createTask();
  const mine = await ben.createTask();
  // One of Anna's shares Ben's turn and came first.
  expect(mine.queuePosition).toBe(1);
  const last = await anna.createTask();
  expect(last.queuePosition).toBe(21);
  await operator.send('post', '/api/admin/lanes/local/resume');
  await ben.ended(mine.id);
  await anna.ended(last.id);
  const order = await orderOfStarts(studio);
  expect(order.indexOf(ben.userId)).toBeLessThanOrEqual(3);
  expect(order).toHaveLength(22);
});

test('who comes late joins at the turn that is being served, not before everybody', async () => {
  const { studio, pictures, anna, ben } = await open();
  pictures.behaviour = () => new Promise((resolve) => setTimeout(resolve, 20));
  for (let index = 0; index < 10; index += 1) await anna.createTask();
  await eventually(async () => (await orderOfStarts(studio)).length >= 6);
  const rows = () => studio.parts.database.read.selectFrom('ai_tasks').selectAll().execute();
  const served = Math.max(...(await rows()).flatMap((row) => (row.started_at ? [row.turn] : [])));
  const { id } = await ben.createTask();
  const turn = (await rows()).find((row) => row.id === id)?.turn ?? 0;
  expect(turn).toBeGreaterThan(served);
  expect(turn).toBeLessThanOrEqual(10 + 1);
});

test('a slot that a user frees by a cancel goes at once to whoever is next, also when that is somebody else', async () => {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, catalogue: await oneSlot() });
  const anna = new TaskClient(studio, await studio.user(100));
  const ben = new TaskClient(studio, await studio.user(100));
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const running = await anna.createTask();
  await eventually(async () => pictures.running === 1);
  const waiting = await ben.createTask();
  // His own wake-up comes, finds the lane full and is used up.
  await eventually(async () => (await studio.parts.engine.health()).waiting === 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await ben.task(waiting.id)).status).toBe('pending');
  await anna.send('post', `/api/tasks/${running.id}/cancel`).expect(200);
  // Before the sweep takes it for one that was forgotten, three seconds after it was due.
  await eventually(async () => (await ben.task(waiting.id)).status === 'processing', 2500);
  await ben.send('post', `/api/tasks/${waiting.id}/cancel`).expect(200);
});

test('a paused lane starts nothing, says so, times nobody out, and goes on where it stood', async () => {
  const { studio, anna } = await open();
  const operator = await operatorOf(studio);
  const paused = await operator.send('post', '/api/admin/lanes/local/pause').send({ reason: 'new drivers' });
  const lanes: { lane: string }[] = paused.body.data;
  expect(lanes.find(({ lane }) => lane === 'local')).toMatchObject({
    lane: 'local',
    pause: { by: operator.userId, reason: 'new drivers' },
  });
  const task = await anna.createTask();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await anna.task(task.id)).toMatchObject({ status: 'pending', step: { key: 'paused' } });
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({ queued_at: '2020-01-01T00:00:00.000Z', due_at: '2020-01-01T00:00:00.000Z' })
      .where('id', '=', task.id)
      .execute(),
  );
  expect(await studio.parts.sweeper.failUntaken()).toBe(0);
  const resumed = await operator.send('post', '/api/admin/lanes/local/resume');
  const after: { lane: string; pause: unknown }[] = resumed.body.data;
  expect(after.find(({ lane }) => lane === 'local')?.pause).toBeNull();
  expect(await anna.ended(task.id)).toMatchObject({ status: 'completed' });
});

test('lanes are for operators, and only those that exist', async () => {
  const { studio, anna } = await open();
  const operator = await operatorOf(studio);
  for (const [method, path] of [
    ['get', '/api/admin/lanes'],
    ['post', '/api/admin/lanes/local/pause'],
    ['post', '/api/admin/lanes/local/resume'],
  ] as const) {
    expect((await anna.send(method, path)).body.code).toBe('role_required');
  }
  expect((await operator.send('post', '/api/admin/lanes/nowhere/resume')).status).toBe(404);
  expect((await operator.send('post', '/api/admin/lanes/local/pause').send({ reason: '' })).status).toBe(400);
});
