import type { TaskEventData } from '@atelier/shared/contracts/event';
import { expect, test } from 'vitest';
import { timestamp } from '../src/lib/clock.ts';
import { TypicalTimes } from '../src/tasks/typical-seconds.ts';
import { BatchClient } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, type TestStudio } from './test-studio.ts';

const SECOND_MS = 1000;
const ONE = { fields: { parameters: '{"template":"matting"}' } };

/** A studio whose pictures wait until the test lets them go, and a clock that it moves. */
async function open() {
  const clock = new MovingClock();
  let release: () => void = () => undefined;
  let gate: Promise<void> | undefined;
  const pictures = new FakePictures();
  pictures.behaviour = async () => gate;
  const studio = await openTestStudio({ clock, pictures });
  const client = new TaskClient(studio, await studio.user(50));
  return {
    ...{ studio, clock, client },
    hold: () => {
      gate = new Promise((resolve) => {
        release = () => {
          gate = undefined;
          resolve();
        };
      });
    },
    letGo: () => release(),
  };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** A task that took this long by the studio's clock. */
async function taskOf({ client, clock, hold, letGo }: Opened, seconds: number): Promise<void> {
  hold();
  const { id } = await client.createTask(ONE);
  await eventually(async () => (await client.task(id)).startedAt !== null);
  clock.advance(seconds * SECOND_MS);
  letGo();
  await client.ended(id);
}

const eventsOf = async ({ parts }: TestStudio, taskId: string): Promise<TaskEventData[]> => {
  const rows = await parts.database.read
    .selectFrom('events')
    .select('data')
    .where('task_id', '=', taskId)
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => JSON.parse(data));
};

test('a start after three finished tasks of the model says when it should end; before that nobody knows', async () => {
  const opened = await open();
  const { studio, client, clock, hold, letGo } = opened;
  for (const seconds of [10, 40, 20]) {
    await taskOf(opened, seconds);
    expect((await client.send('get', '/api/tasks?limit=1')).body.data).toMatchObject([
      { status: 'completed', estimatedCompletionAt: null },
    ]);
  }
  hold();
  const { id } = await client.createTask(ONE);
  expect(await client.task(id)).toMatchObject({ status: expect.stringMatching(/pending|processing/) });
  const task = await eventually(async () => {
    const now = await client.task(id);
    return now.status === 'processing' && now;
  });
  // The median of 10, 20 and 40.
  const end = timestamp(clock, 20 * SECOND_MS);
  expect(task.estimatedCompletionAt).toBe(end);
  const { body: status } = await client.send('get', `/api/tasks/${id}/status`);
  expect(status.data.estimatedCompletionAt).toBe(end);
  letGo();
  expect(await client.ended(id)).toMatchObject({ estimatedCompletionAt: null });
  const told = (await eventsOf(studio, id)).map((event) => [event.status, event.estimatedCompletionAt]);
  expect(told[0]).toEqual(['pending', null]);
  expect(told.filter(([state]) => state === 'processing').every(([, at]) => at === end)).toBe(true);
  expect(told.at(-1)).toEqual(['completed', null]);
});

test('a figure is kept for a minute, so that starts do not ask the database each time', async () => {
  const opened = await open();
  for (const seconds of [5, 5]) await taskOf(opened, seconds);
  const { database } = opened.studio.parts;
  const { clock } = opened;
  const times = new TypicalTimes({ database, clock });
  const figure = () => times.secondsOf('local-basic-clean');
  expect(await figure()).toBeNull();
  await taskOf(opened, 5);
  // Nothing has told these times of the third task.
  expect(await figure()).toBeNull();
  times.noteCompleted('local-basic-clean');
  expect(await figure()).toBe(5);
  await database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({ started_at: '2026-03-01T08:00:00.000Z', completed_at: '2026-03-01T08:00:30.000Z' })
      .execute(),
  );
  times.noteCompleted('local-basic-clean');
  expect(await figure()).toBe(5);
  clock.advance(61 * SECOND_MS);
  expect(await figure()).toBe(30);
});

test('a batch tells its end by its own pace, once some of it has ended', async () => {
  const opened = await open();
  const { client, clock, studio, hold, letGo } = opened;
  const batches = new BatchClient(client);
  hold();
  const batch = await batches.sent(8, { parameters: { template: 'matting' } });
  await eventually(async () => (await batches.read(batch.id)).counts.processing > 0);
  expect(await batches.read(batch.id)).toMatchObject({ state: 'running', estimatedCompletionAt: null });
  const rows = await studio.parts.database.read
    .selectFrom('ai_tasks')
    .select('id')
    .where('batch_id', '=', batch.id)
    .where('status', '=', 'pending')
    .orderBy('id')
    .execute();
  // Four of them ended after twelve seconds: three seconds each, and four are left.
  const startedAt = timestamp(clock);
  clock.advance(12 * SECOND_MS);
  const ended = rows.slice(0, 4).map(({ id }) => id);
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({
        ...{ status: 'completed', phase: 'ended', progress: 100, due_at: null },
        ...{ started_at: startedAt, completed_at: timestamp(clock) },
      })
      .where('id', 'in', ended)
      .execute(),
  );
  const running = await batches.read(batch.id);
  const secondsLeft = (Date.parse(running.estimatedCompletionAt ?? '') - clock.now().getTime()) / SECOND_MS;
  expect(running.counts.completed).toBe(4);
  // What is under way has done a part already.
  expect(secondsLeft).toBeGreaterThan(6);
  expect(secondsLeft).toBeLessThanOrEqual(12);
  letGo();
  await eventually(async () => (await batches.read(batch.id)).state === 'ended');
  expect(await batches.read(batch.id)).toMatchObject({ estimatedCompletionAt: null });
});
