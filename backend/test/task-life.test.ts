import type { Receipt } from '@atelier/shared/contracts/credit';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { FakePictures, untilAborted } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, storedFiles, type TestStudioOptions } from './test-studio.ts';

async function open(options: TestStudioOptions = {}, credits = 100) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, ...options });
  const client = new TaskClient(studio, await studio.user(credits));
  return { studio, client, pictures };
}

test('a task runs from upload to settled credits, with a receipt that tells it', async () => {
  const { studio, client } = await open();
  const created = await client.createTask();
  expect(created).toMatchObject({ status: 'pending', priceCredits: 1, chargedCredits: null });
  const task = await client.ended(created.id);
  expect(task).toMatchObject({ status: 'completed', progress: 100, chargedCredits: 1, error: null });
  expect(task.results.map((asset) => asset.name)).toEqual(['matting.png', 'white-bg.png', 'enhanced.png']);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 0, totalSpent: 1 });

  const receipt: Receipt = (await client.send('get', `/api/tasks/${task.id}/receipt`)).body.data;
  expect(receipt).toMatchObject({ spentCredits: 1, returnedCredits: 0, heldCredits: 0 });
  expect(receipt.entries.map((entry) => entry.type)).toEqual(['hold', 'settle']);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a failed task is refunded once, says why, and can be tried again for a new payment, three times', async () => {
  const { studio, client, pictures } = await open();
  pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const { id } = await client.createTask();
  for (let retries = 0; retries <= 3; retries += 1) {
    const failed = await client.ended(id);
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'no_subject_found', chargedCredits: 0 });
    expect(failed).toMatchObject({ retryCount: retries, canRetry: retries < 3 });
    expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
    if (retries < 3) expect((await client.send('post', `/api/tasks/${id}/retry`)).status).toBe(200);
  }
  const tooMany = await client.send('post', `/api/tasks/${id}/retry`);
  expect([tooMany.status, tooMany.body.code]).toEqual([409, 'task_retries_exhausted']);
  const receipt: Receipt = (await client.send('get', `/api/tasks/${id}/receipt`)).body.data;
  expect(receipt.entries.map((entry) => entry.type).join(' ')).toBe(Array(4).fill('hold release').join(' '));
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('two retries at once start one attempt', async () => {
  const { client, pictures } = await open();
  pictures.behaviour = async (job, signal) => {
    if (job === 1) throw new AppError('no_subject_found');
    await untilAborted(signal);
  };
  const { id } = await client.createTask();
  await client.ended(id);
  const answers = await Promise.all([1, 2, 3, 4].map(() => client.send('post', `/api/tasks/${id}/retry`)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 1 });
  await client.send('post', `/api/tasks/${id}/cancel`);
});

test('only failed tasks can be retried', async () => {
  const { client } = await open();
  const { id } = await client.createTask();
  await client.ended(id);
  const answer = await client.send('post', `/api/tasks/${id}/retry`);
  expect([answer.status, answer.body.code]).toEqual([409, 'task_not_retryable']);
});

test('canceling stops the work, returns the credits once, and may be repeated', async () => {
  const { studio, client, pictures } = await open();
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const { id } = await client.createTask();
  await eventually(async () => pictures.running === 1);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 1 });
  const answers = await Promise.all([1, 2, 3].map(() => client.send('post', `/api/tasks/${id}/cancel`)));
  expect(answers.map((answer) => answer.body.data.status)).toEqual(['canceled', 'canceled', 'canceled']);
  await eventually(async () => pictures.running === 0);
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
  expect((await client.task(id)).results).toEqual([]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a cancel that meets the finish leads to one end and one ledger end', async () => {
  const { studio, client } = await open();
  const created = await Promise.all(Array.from({ length: 20 }, () => client.createTask()));
  await Promise.all(
    created.map(async ({ id }, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 3));
      await client.send('post', `/api/tasks/${id}/cancel`);
    }),
  );
  const ended = await Promise.all(created.map(({ id }) => client.ended(id)));
  const completed = ended.filter((task) => task.status === 'completed').length;
  await eventually(async () => (await studio.parts.engine.health()).running === 0);
  expect(await client.credits()).toMatchObject({ credits: 100 - completed, held: 0, totalSpent: completed });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a finished task cannot be canceled and a running one cannot be deleted', async () => {
  const { client, pictures } = await open();
  const done = await client.createTask();
  await client.ended(done.id);
  const cancel = await client.send('post', `/api/tasks/${done.id}/cancel`);
  expect([cancel.status, cancel.body.code]).toEqual([409, 'task_not_cancelable']);
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const running = await client.createTask();
  const removal = await client.send('delete', `/api/tasks/${running.id}`);
  expect([removal.status, removal.body.code]).toEqual([409, 'task_not_ended']);
  await client.send('post', `/api/tasks/${running.id}/cancel`);
});

test('deleting removes a task and its files and keeps its receipt', async () => {
  const { studio, client } = await open();
  const { id } = await client.createTask();
  await client.ended(id);
  expect(await storedFiles(studio)).not.toEqual([]);
  expect((await client.send('delete', `/api/tasks/${id}`)).status).toBe(200);
  expect((await client.send('get', `/api/tasks/${id}`)).status).toBe(404);
  expect((await client.send('get', '/api/tasks')).body.data).toEqual([]);
  await eventually(async () => (await storedFiles(studio)).length === 0);
  const receipt: Receipt = (await client.send('get', `/api/tasks/${id}/receipt`)).body.data;
  expect(receipt.spentCredits).toBe(1);
});

test('an input that another task still uses survives the deletion of one of them', async () => {
  const { client } = await open();
  const first = await client.ended((await client.createTask()).id);
  const again = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'basic_clean', inputAssetIds: first.inputs.map((asset) => asset.id) });
  expect(again.status).toBe(201);
  await client.ended(again.body.data.id);
  await client.send('delete', `/api/tasks/${first.id}`);
  expect((await client.task(again.body.data.id)).inputs).toHaveLength(1);
});

test('a task that nobody takes for ten minutes fails and is refunded; one in a moving line does not', async () => {
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const { studio, client } = await open({ work: false, clock });
  const { id } = await client.createTask();
  offsetMs = 9 * 60_000;
  expect(await studio.parts.sweeper.failUntaken()).toBe(0);
  offsetMs = 10 * 60_000 + 1000;
  const { database } = studio.parts;
  await database.transaction(({ query }) =>
    query.updateTable('lanes').set({ served_at: clock.now().toISOString() }).execute(),
  );
  expect(await studio.parts.sweeper.failUntaken()).toBe(0);
  await database.transaction(({ query }) => query.updateTable('lanes').set({ served_at: null }).execute());
  expect(await studio.parts.sweeper.failUntaken()).toBe(1);

  const session = await studio.parts.accounts.signIn({
    email: (await studio.parts.accounts.accountOf(client.userId)).email,
    password: 'correct horse',
    address: '127.0.0.1',
  });
  const later = new TaskClient(studio, session);
  const chinese = await later.send('get', `/api/tasks/${id}`).set('Accept-Language', 'zh-CN');
  expect(chinese.body.data).toMatchObject({
    status: 'failed',
    error: '任务超时(10分钟未处理)',
    chargedCredits: 0,
  });
  expect(await later.credits()).toMatchObject({ credits: 100, held: 0 });
  expect(await findViolations(database.read)).toEqual([]);
});

test('work cut off by the end of the process goes on after the restart and is charged once', async () => {
  const { studio, client, pictures } = await open();
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const tasks = await Promise.all([1, 2, 3, 4].map(() => client.createTask()));
  await eventually(async () => pictures.running > 0);
  // As after SIGKILL: leases stand, nothing was put back. The stop only ends this process's threads and files.
  const frozen = await studio.parts.database.read
    .selectFrom('ai_tasks')
    .select(['id', 'phase', 'lease_token'])
    .execute();
  expect(frozen.some((row) => row.phase === 'submitting' && row.lease_token !== null)).toBe(true);
  studio.parts.runner.abortAll({ alsoOnlyHere: true });
  await studio.stop();

  const next = await openTestStudio({ restartOf: studio, pictures: new FakePictures() });
  for (const { id } of tasks) {
    const row = await eventually(async () => {
      const found = await next.parts.reader.get(client.userId, id);
      return found.phase === 'ended' && found;
    });
    expect(row.status).toBe('completed');
  }
  expect(await next.parts.credits.credits(client.userId)).toMatchObject({
    credits: 96,
    held: 0,
    totalSpent: 4,
  });
  expect(await findViolations(next.parts.database.read)).toEqual([]);
});

test('tasks of a killed process go on: at the next start, or when its lease ran out where others may live', async () => {
  const { studio, client } = await open({ work: false });
  const isAlone = studio.parts.database.dialect === 'sqlite';
  const { id } = await client.createTask();
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({
        phase: 'submitting',
        status: 'processing',
        lease_token: 'of-the-dead',
        lease_until: new Date(Date.now() + (isAlone ? 60_000 : 1000)).toISOString(),
        start_count: 1,
        event_count: 1,
      })
      .where('id', '=', id)
      .execute(),
  );
  await studio.parts.database.transaction(({ query }) => query.deleteFrom('jobs').execute());
  await studio.stop();
  const startedAt = performance.now();
  const next = await openTestStudio({ restartOf: studio, pictures: new FakePictures() });
  await eventually(async () => (await next.parts.reader.get(client.userId, id)).status === 'completed');
  expect(performance.now() - startedAt).toBeLessThan(isAlone ? 5000 : 10_000);
  expect(await next.parts.credits.credits(client.userId)).toMatchObject({ credits: 99, held: 0 });
});

test('a worker whose task ended elsewhere changes nothing when it comes back', async () => {
  const { studio, client, pictures } = await open();
  let release = (): void => undefined;
  pictures.behaviour = () => new Promise((resolve) => (release = resolve));
  const { id } = await client.createTask();
  await eventually(async () => pictures.running === 1);
  await client.send('post', `/api/tasks/${id}/cancel`);
  const before = await storedFiles(studio);
  release();
  await eventually(async () => (await studio.parts.engine.health()).running === 0);
  expect((await client.task(id)).status).toBe('canceled');
  expect(await storedFiles(studio)).toEqual(before);
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0, totalSpent: 0 });
});

test('no more pictures are worked on at once than the provider allows', async () => {
  const { studio, client, pictures } = await open();
  pictures.behaviour = () => new Promise((resolve) => setTimeout(resolve, 20));
  const created = await Promise.all(Array.from({ length: 12 }, () => client.createTask()));
  await Promise.all(created.map(({ id }) => client.ended(id)));
  const limit = studio.parts.models.get('local-basic-clean')?.provider.maxConcurrent ?? 0;
  expect(pictures.peak).toBeLessThanOrEqual(limit);
  expect(pictures.peak).toBeGreaterThan(0);
});
