import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { makeKey } from './api-key-client.ts';
import { BatchClient, bytesFor, namesFor, storePicture } from './batch-client.ts';
import { EventReader, serveStudio } from './event-reader.ts';
import { FakePictures, untilAborted } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, storedFiles, type TestStudioOptions } from './test-studio.ts';

async function open(options: TestStudioOptions = {}, credits = 500) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, ...options });
  const session = await studio.user(credits);
  const client = new TaskClient(studio, session);
  const { read } = studio.parts.database;
  return { studio, pictures, session, client, read, batches: new BatchClient(client) };
}

test('two hundred pictures run to their end with some failures: each charged once or refunded once', async () => {
  const { batches, client, pictures, read } = await open();
  pictures.behaviour = async (job) => {
    if (job % 10 === 0) throw new AppError('no_subject_found');
  };
  const { id } = await batches.ofStored(200, { parameters: { template: 'matting' } });
  const batch = await batches.ended(id);
  expect(batch).toMatchObject({
    state: 'ended',
    progress: 100,
    counts: { completed: 180, failed: 20, pending: 0, processing: 0, missing: 0, refused: 0, canceled: 0 },
    credits: { agreed: 200, held: 0, charged: 180, returned: 20 },
    retryableCount: 20,
  });
  expect(batch.endedAt).not.toBeNull();
  expect(await client.credits()).toMatchObject({ credits: 320, held: 0, totalSpent: 180 });
  const items = await batches.items(id);
  const failed = items.filter(({ state }) => state === 'failed');
  expect(failed).toHaveLength(20);
  expect(failed[0]).toMatchObject({ errorCode: 'no_subject_found', canRetry: true, chargedCredits: 0 });
  expect(items.find(({ state }) => state === 'completed')).toMatchObject({
    resultCount: 1,
    chargedCredits: 1,
  });
  expect(await findViolations(read)).toEqual([]);
}, 120_000);

test('what arrived before a tab was closed is done; the rest can be sent days later, after a restart too', async () => {
  const first = await open();
  const batch = await first.batches.created(namesFor(8));
  await first.batches.uploaded(batch.id, [0, 1, 2, 3, 4]);
  await eventually(async () => (await first.batches.read(batch.id)).counts.completed === 5, 20_000);
  expect(await first.batches.read(batch.id)).toMatchObject({
    state: 'receiving',
    progress: 62,
    endedAt: null,
  });
  const missing = (await first.batches.items(batch.id)).filter(({ state }) => state === 'missing');
  expect(missing.map(({ name }) => name)).toEqual(namesFor(8).slice(5));
  await first.studio.stop();
  const next = await openTestStudio({ restartOf: first.studio, pictures: new FakePictures() });
  const batches = new BatchClient(new TaskClient(next, first.session));
  await batches.uploaded(batch.id, [5, 6, 7]);
  expect(await batches.ended(batch.id)).toMatchObject({ counts: { completed: 8 }, credits: { charged: 8 } });
});

test('retrying starts the failed ones only, for a new payment, three times at most, and says what it left', async () => {
  const { batches, client, pictures, read, studio } = await open();
  const isBad = (bytes: string) => bytes === bytesFor(1).toString() || bytes === bytesFor(3).toString();
  const process = pictures.process.bind(pictures);
  let isMended = false;
  pictures.process = async (job, hooks) => {
    const { readFile } = await import('node:fs/promises');
    if (!isMended && isBad(await readFile(job.sourcePath, 'utf8'))) throw new AppError('no_subject_found');
    return process(job, hooks);
  };
  const { id } = await batches.sent(5);
  expect(await batches.ended(id)).toMatchObject({ counts: { completed: 3, failed: 2 } });

  const once = await client.send('post', `/api/batches/${id}/retry`).set('Idempotency-Key', 'again');
  expect(once.body.data).toMatchObject({ retriedCount: 2, notRetried: [] });
  await batches.ended(id);
  const repeated = await client.send('post', `/api/batches/${id}/retry`).set('Idempotency-Key', 'again');
  expect(repeated.body.data).toMatchObject({ retriedCount: 2, batch: { counts: { failed: 2 } } });

  await batches.retried(id);
  await batches.ended(id);
  isMended = true;
  const items = await batches.items(id);
  await client.send('post', `/api/tasks/${items[3]?.taskId}/retry`);
  expect(await batches.ended(id)).toMatchObject({ counts: { completed: 4, failed: 1 } });
  isMended = false;
  await batches.retried(id);
  await batches.ended(id);
  const last = await batches.retried(id);
  expect(last).toMatchObject({
    retriedCount: 0,
    notRetried: [{ position: 1, name: '图片 2.jpg', code: 'task_retries_exhausted' }],
    batch: { retryableCount: 0 },
  });
  // Five holds at first, 2 + 2 + 1 + 1 retried; four ended well.
  expect(await batches.read(id)).toMatchObject({ credits: { charged: 4, returned: 7, held: 0 } });
  expect(await client.credits()).toMatchObject({ credits: 496, held: 0 });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
  expect(await findViolations(read)).toEqual([]);
});

test('a retry of many with credits for some starts some, in their order, and names the others with the figures', async () => {
  const { batches, client, pictures, read, studio } = await open({}, 5);
  pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const { id } = await batches.sent(5);
  await batches.ended(id);
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  await client.createTask();
  await client.createTask();
  const retry = await batches.retried(id);
  expect(retry.retriedCount).toBe(3);
  expect(retry.notRetried).toMatchObject([
    { position: 3, code: 'credits_insufficient', details: { required: 1, available: 0 } },
    { position: 4, code: 'credits_insufficient' },
  ]);
  expect(await client.credits()).toMatchObject({ credits: 0, held: 5 });
  expect(await findViolations(read)).toEqual([]);
  await studio.stop();
});

test('the agreed limit binds retries too, of the batch and of one task, after the price has risen', async () => {
  const { batches, client, pictures, studio } = await open();
  pictures.behaviour = async (job) => {
    if (job > 2) throw new AppError('no_subject_found');
  };
  const { id } = await batches.sent(4);
  await batches.ended(id);
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('batches').set({ max_credits: 3 }).where('id', '=', id).execute(),
  );
  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const retry = await batches.retried(id);
  expect(retry).toMatchObject({
    retriedCount: 1,
    notRetried: [{ code: 'batch_cap_reached', details: { limit: 3, left: 0, required: 1 } }],
  });
  const single = await client.send('post', `/api/tasks/${retry.notRetried[0]?.taskId}/retry`);
  expect([single.status, single.body.code]).toEqual([402, 'batch_cap_reached']);
  expect(await client.credits()).toMatchObject({ held: 1 });
  await client.send('post', `/api/batches/${id}/cancel`);
});

test('canceling in the middle ends what is live and nothing else, refunds exactly that, and may be repeated', async () => {
  const { batches, client, pictures, read, studio } = await open();
  pictures.behaviour = async (job, signal) => {
    if (job === 4) throw new AppError('no_subject_found');
    if (job > 6) await untilAborted(signal);
  };
  const assetId = await storePicture(studio, client.userId);
  const batch = await batches.created(namesFor(5), {
    inputAssetIds: Array(55).fill(assetId),
    maxCredits: 60,
  });
  await eventually(async () => (await batches.read(batch.id)).counts.completed === 5 && pictures.running > 0);
  const cancel = () => client.send('post', `/api/batches/${batch.id}/cancel`);
  const answers = await Promise.all([
    cancel(),
    cancel(),
    cancel(),
    batches.upload(batch.id, [{ position: 55 }]),
  ]);
  expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 200, 200]);
  const canceled = await batches.ended(batch.id);
  expect(canceled).toMatchObject({
    state: 'ended',
    isOpen: false,
    counts: { completed: 5, failed: 1, pending: 0, processing: 0 },
    credits: { held: 0, charged: 5 },
  });
  expect(canceled.counts.canceled + canceled.counts.missing).toBe(54);
  await eventually(async () => pictures.running === 0);
  expect(await client.credits()).toMatchObject({ credits: 495, held: 0, totalSpent: 5 });
  expect(await findViolations(read)).toEqual([]);
  const late = await batches.upload(batch.id, [{ position: 59 }]);
  expect(late.body.code).toBe('batch_closed');
});

test('cancels that race the finish of every task lead to one end and one refund each', async () => {
  const { batches, client, read, pictures } = await open();
  pictures.behaviour = (job) => new Promise((resolve) => setTimeout(resolve, job % 7));
  const made = await Promise.all(
    [0, 25, 60].map(async (delayMs) => {
      const { id } = await batches.ofStored(10);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await client.send('post', `/api/batches/${id}/cancel`);
      return id;
    }),
  );
  const ended = await Promise.all(made.map((id) => batches.ended(id)));
  const charged = ended.reduce((sum, { counts }) => sum + counts.completed, 0);
  expect(await client.credits()).toMatchObject({ credits: 500 - charged, held: 0, totalSpent: charged });
  for (const { counts, credits } of ended) {
    expect(credits).toMatchObject({ held: 0, charged: counts.completed });
    expect(credits.charged + credits.returned).toBe(10);
  }
  expect(await findViolations(read)).toEqual([]);
});

test('a batch of two hundred does not keep a second user waiting, and both see their place in line', async () => {
  const { batches, pictures, studio, read } = await open();
  const ben = new TaskClient(studio, await studio.user(10));
  const starts: string[] = [];
  pictures.behaviour = (_job, signal) =>
    Promise.race([untilAborted(signal), new Promise<void>((resolve) => setTimeout(resolve, 150))]);
  const { id } = await batches.ofStored(200);
  const waiting = (await batches.items(id)).filter(({ state }) => state === 'pending');
  expect(waiting.length).toBeGreaterThan(100);
  // Places are counted a moment after the states were read: those at the head may have been taken in between.
  const places = waiting.slice(0, 20).map(({ queuePosition }) => queuePosition ?? Number.NaN);
  const taken = 19 - (places.at(-1) ?? Number.NaN);
  expect(taken).toBeLessThanOrEqual(4);
  expect(places).toEqual(places.map((_, index) => Math.max(0, index - taken)));
  expect(waiting.at(-1)?.queuePosition).toBe(100);
  const mine = await ben.createTask();
  expect(mine.queuePosition).toBeLessThanOrEqual(2);
  await ben.ended(mine.id);
  const rows = await read
    .selectFrom('ai_tasks')
    .select(['user_id', 'started_at'])
    .where('started_at', '>=', mine.createdAt)
    .orderBy('started_at')
    .execute();
  for (const row of rows) starts.push(row.user_id);
  expect(starts.indexOf(ben.userId)).toBeLessThanOrEqual(3);
  expect((await batches.read(id)).counts.pending).toBeGreaterThan(100);
  await batches.client.send('post', `/api/batches/${id}/cancel`);
}, 120_000);

test('every task event names its batch', async () => {
  const { batches, session, studio, client } = await open();
  const stream = new EventReader((await serveStudio(studio)).url, session.accessToken);
  await stream.opened;
  const { id } = await batches.sent(2);
  await batches.ended(id);
  const lone = await client.ended((await client.createTask()).id);
  await eventually(async () => stream.received.filter(({ type }) => type === 'task.completed').length === 3);
  await stream.cut();
  const tasks = stream.received.filter(({ type }) => type.startsWith('task.'));
  for (const { data } of tasks) {
    expect(data).toMatchObject({ batchId: data.taskId === lone.id ? null : id });
  }
});

test('a deleted batch takes its pictures and results along, but not what another task uses, and not its entries', async () => {
  const { batches, client, read, studio, pictures } = await open();
  const { id } = await batches.sent(3);
  await batches.ended(id);
  const [shared] = (await client.send('get', `/api/tasks?batch=${id}`)).body.data;
  const other = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'background_removal', inputAssetIds: [shared.inputs[0].id] });
  await client.ended(other.body.data.id);
  const entries = async () => (await read.selectFrom('credit_transactions').select('id').execute()).length;
  const before = await entries();
  expect((await client.send('delete', `/api/batches/${id}`)).status).toBe(200);
  expect((await client.send('get', `/api/batches/${id}`)).status).toBe(404);
  expect((await client.send('get', '/api/batches')).body.data).toEqual([]);
  expect((await client.send('get', '/api/tasks')).body.data).toHaveLength(1);
  expect(await entries()).toBe(before);
  // The shared picture and its thumbnail, and one result and its thumbnail.
  await eventually(async () => (await storedFiles(studio)).length === 4);
  expect((await client.task(other.body.data.id)).inputs).toHaveLength(1);

  pictures.behaviour = (_job, signal) => untilAborted(signal);
  const running = await batches.sent(1);
  const refused = await client.send('delete', `/api/batches/${running.id}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'batch_not_ended']);
  await client.send('post', `/api/batches/${running.id}/cancel`);
  expect((await client.send('delete', `/api/batches/${running.id}`)).status).toBe(200);
  expect(await findViolations(read)).toEqual([]);
});

test("a task deleted by itself stays counted in its batch, and another task's delete does not touch its picture", async () => {
  const { batches, client } = await open();
  const { id } = await batches.sent(2);
  await batches.ended(id);
  const [first] = await batches.items(id);
  await client.send('delete', `/api/tasks/${first?.taskId}`);
  const items = await batches.items(id);
  expect(items[0]).toMatchObject({ state: 'completed', isDeleted: true, preview: null, resultCount: 0 });
  expect(items[1]).toMatchObject({ isDeleted: false, resultCount: 3 });
  expect(await batches.read(id)).toMatchObject({ counts: { completed: 2 }, credits: { charged: 2 } });
  expect((await client.send('delete', `/api/batches/${id}`)).status).toBe(200);
});

test('an API key fills batches up to its month and no further, and the answer says so', async () => {
  const { studio, session, client, read } = await open();
  const { client: withKey } = await makeKey(studio, session, { creditsPerMonth: 7 });
  const batches = new BatchClient(withKey);
  const batch = await batches.created(namesFor(10));
  const outcomes = [
    ...(await batches.uploaded(batch.id, [0, 1, 2, 3, 4])),
    ...(await batches.uploaded(batch.id, [5, 6, 7, 8, 9])),
  ];
  const refused = outcomes.filter(({ code }) => code !== null);
  expect(refused).toHaveLength(3);
  expect(refused[0]).toMatchObject({
    code: 'api_key_credits_limited',
    details: { limit: 7, used: 7, required: 1 },
  });
  expect((await batches.create(['a.jpg'])).body.code).toBe('api_key_credits_limited');
  // Its owner, signed in, may send the rest.
  expect(
    (await new BatchClient(client).uploaded(batch.id, [7, 8, 9])).every(({ code }) => code === null),
  ).toBe(true);
  await batches.ended(batch.id);
  expect(await client.credits()).toMatchObject({ credits: 490, held: 0 });
  expect(await findViolations(read)).toEqual([]);
});

test('a batch is found by its owner only, on every one of its doors', async () => {
  const { batches, studio } = await open();
  const { id, batchNo } = await batches.sent(2);
  await batches.ended(id);
  const stranger = new TaskClient(studio, await studio.user(10));
  const doors = [
    ['get', ''],
    ['get', '/items'],
    ['get', '/archive'],
    ['post', '/files'],
    ['post', '/close'],
    ['post', '/cancel'],
    ['post', '/retry'],
    ['delete', ''],
  ] as const;
  for (const [method, path] of doors) {
    const answer = await stranger.send(method, `/api/batches/${id}${path}`);
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'not_found']);
    expect(JSON.stringify(answer.body)).not.toContain(batchNo);
  }
  const upload = await new BatchClient(stranger).upload(id, [{ position: 0 }]);
  expect([upload.status, upload.body.code]).toEqual([404, 'not_found']);
  expect((await stranger.send('get', `/api/tasks?batch=${id}`)).body.data).toEqual([]);
  expect(await batches.read(id)).toMatchObject({ isOpen: true, counts: { completed: 2 } });
});

test('the figures of a batch are those of its tasks, whatever happens to them', async () => {
  const { batches, read, pictures } = await open();
  pictures.behaviour = async (job) => {
    if (job % 3 === 0) throw new AppError('no_subject_found');
  };
  const { id } = await batches.sent(9);
  await batches.ended(id);
  await batches.retried(id);
  const batch = await batches.ended(id);
  const { rows } = await sql<{ held: number; charged: number }>`
    select sum(case when phase = 'ended' then 0 else price_credits end) as held,
      sum(coalesce(charged_credits, 0)) as charged
    from ai_tasks where batch_id = ${id}`.execute(read);
  expect(batch.credits).toMatchObject({ held: Number(rows[0]?.held), charged: Number(rows[0]?.charged) });
  const { missing, refused, ...tasks } = batch.counts;
  expect(Object.values(tasks).reduce((sum, count) => sum + count, missing + refused)).toBe(9);
});
