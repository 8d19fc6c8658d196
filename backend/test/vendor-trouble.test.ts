import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import type { TransportAnswer } from '../src/providers/adapter.ts';
import type { CatalogueEntry } from '../src/providers/catalogue.ts';
import type { Transport } from '../src/providers/transport.ts';
import { deliver, failed, finishedPicture, ONE_RESULT, openWithVendor } from './scripted-vendor.ts';
import { eventually, type TestStudio } from './test-studio.ts';

const LOCAL: TransportAnswer = { kind: 'local', pictures: [] };
const later = (kind: 'rate_limited' | 'unavailable' | 'bad_key') =>
  failed({ kind, code: 'vendor_unavailable', retryAfterMs: 5 });
const REMOTE = { url: 'https://scripted.example/1.png', name: '1.png', role: 'matting', inputPosition: 0 };

const lossesOf = (studio: TestStudio) =>
  studio.parts.database.read.selectFrom('vendor_losses').selectAll().execute();
const violations = (studio: TestStudio) => findViolations(studio.parts.database.read);
const change = (studio: TestStudio, id: string, set: Record<string, string | null>) =>
  studio.parts.database.transaction(({ query }) =>
    query.updateTable('ai_tasks').set(set).where('id', '=', id).execute(),
  );

/** A promise and the function that resolves it. */
function held(): { readonly wait: Promise<void>; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: promise, release: resolve };
}

test('a vendor that has trouble for good keeps a task no longer than its deadline; the loss is booked, the work stopped', async () => {
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, canCancel: true });
  vendor.check = () => later('unavailable');
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.checks >= 3);
  expect(await client.task(id)).toMatchObject({ status: 'processing' });
  await change(studio, id, { deadline_at: new Date(Date.now() - 1000).toISOString() });
  expect(await client.ended(id)).toMatchObject({ status: 'failed', errorCode: 'vendor_unavailable' });
  expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
  expect(await lossesOf(studio)).toMatchObject([{ task_id: id }]);
  await eventually(async () => vendor.cancels === 1);
  expect(await violations(studio)).toEqual([]);
});

test('questions that met trouble are not counted as checks', async () => {
  const { vendor, studio, client } = await openWithVendor();
  vendor.check = () =>
    vendor.checks < 8 ? later('rate_limited') : { kind: 'running', checkAfterMs: 60_000 };
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.checks === 8);
  const look = () => studio.parts.reader.get(client.userId, id);
  await eventually(async () => (await look()).failing_since === null);
  expect((await look()).check_count).toBe(1);
});

test('a start that is refused for as long as the work may take ends the task with the reason, refunded', async () => {
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, deadlineMs: 2000 });
  vendor.start = () => failed({ kind: 'rate_limited', code: 'vendor_unavailable', retryAfterMs: 200 });
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'vendor_unavailable', chargedCredits: 0 });
  expect(vendor.starts).toBeGreaterThan(2);
  expect(await lossesOf(studio)).toEqual([]);
  expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
});

test('a pause of the lane does not use up the patience with its vendor', async () => {
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, deadlineMs: 2000 });
  const done = await deliver();
  vendor.start = () =>
    vendor.starts < 3
      ? failed({ kind: 'rate_limited', code: 'vendor_rate_limited', retryAfterMs: 300 })
      : done;
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.starts === 1 && (await client.task(id)).status === 'pending');
  await studio.parts.lanes.pause('local', { by: 'x', reason: 'the vendor is down' });
  await change(studio, id, { failing_since: new Date(Date.now() - 3_600_000).toISOString() });
  await studio.parts.lanes.resume('local');
  expect(await client.ended(id)).toMatchObject({ status: 'completed' });
});

test('a key that is refused at a question does not throw away the work that the vendor has', async () => {
  const { vendor, client } = await openWithVendor({ isPaid: true });
  const done = await deliver();
  vendor.check = () => (vendor.checks < 3 ? later('bad_key') : done);
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
});

test.each([
  { canCancel: false, losses: 1, cancels: 0 },
  { canCancel: true, losses: 0, cancels: 1 },
])('a cancel of work that a vendor has is booked unless it can be stopped: %o', async (row) => {
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, canCancel: row.canCancel });
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.checks > 0);
  await client.send('post', `/api/tasks/${id}/cancel`);
  expect(await client.ended(id)).toMatchObject({ status: 'canceled' });
  await eventually(async () => vendor.cancels === row.cancels);
  expect(await lossesOf(studio)).toHaveLength(row.losses);
  expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
});

test('work that a vendor accepts after its cancel elsewhere is stopped there and booked', async () => {
  const answer = held();
  let sends = 0;
  const transport: Transport = {
    send: async () => {
      sends += 1;
      if (sends === 1) await answer.wait;
      return LOCAL;
    },
    collect: () => Promise.reject(new Error('nothing was delivered')),
  };
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, canCancel: true, transport });
  // As in a process of its own, which cannot reach the worker.
  studio.parts.runner.abortWork = () => undefined;
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => sends === 1);
  await client.send('post', `/api/tasks/${id}/cancel`);
  answer.release();
  await eventually(async () => vendor.cancels === 1);
  expect(await lossesOf(studio)).toMatchObject([{ task_id: id }]);
  expect(await client.task(id)).toMatchObject({ status: 'canceled' });
  expect(await violations(studio)).toEqual([]);
});

/** Makes the transaction that carries out this move fail once, before or after its commit. */
function failOnce(studio: TestStudio, name: string, when: 'before' | 'after'): () => boolean {
  const { database, mover } = studio.parts;
  const move = mover.move.bind(mover);
  const transaction = database.transaction.bind(database);
  let isArmed = true;
  let hasMoved = false;
  mover.move = async (inside, move_, options) => {
    if (move_ === name && isArmed && when === 'before') {
      isArmed = false;
      throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    }
    if (move_ === name && isArmed) hasMoved = true;
    return move(inside, move_, options);
  };
  database.transaction = async (work) => {
    const result = await transaction(work);
    if (!hasMoved || !isArmed) return result;
    isArmed = false;
    throw new Error('Connection terminated unexpectedly');
  };
  return () => !isArmed;
}

test.each([
  ['accept', 'before'],
  ['accept', 'after'],
  ['collect', 'before'],
  ['collect', 'after'],
  ['complete', 'before'],
  ['complete', 'after'],
] as const)(
  'a database that fails at "%s", %s the commit, loses nothing that was bought',
  async (move, when) => {
    const { vendor, studio, client } = await openWithVendor({ isPaid: true, canCancel: true });
    const done = await deliver();
    vendor.check = () => done;
    const hasFailed = failOnce(studio, move, when);
    const task = await client.ended((await client.createTask(ONE_RESULT)).id);
    expect(hasFailed()).toBe(true);
    expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
    expect([vendor.starts, vendor.cancels]).toEqual([1, 0]);
    const [asset] = await studio.parts.database.read
      .selectFrom('assets')
      .selectAll()
      .where('task_id', '=', task.id)
      .execute();
    expect(await studio.parts.store.head(asset?.object_key ?? '')).not.toBeNull();
    expect(await lossesOf(studio)).toEqual([]);
    expect(await violations(studio)).toEqual([]);
  },
);

test('an answer that cannot be noted about the vendor loses no work', async () => {
  const { vendor, studio, client } = await openWithVendor({ isPaid: true });
  const done = await deliver();
  vendor.check = () => done;
  studio.parts.connections.noteAnswer = () => Promise.reject(new Error('database is locked'));
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ status: 'completed' });
});

test('a stop while a result is fetched from its vendor leaves it there, and the next worker fetches it', async () => {
  const arrival = held();
  const picture = await finishedPicture();
  let fetches = 0;
  const transport: Transport = {
    send: async () => LOCAL,
    collect: async (_file, { signal }) => {
      fetches += 1;
      if (fetches > 1) return picture;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        arrival.release();
      });
    },
  };
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, transport });
  vendor.check = () => ({ kind: 'done', outputs: [REMOTE] });
  const { id } = await client.createTask(ONE_RESULT);
  await arrival.wait;
  studio.parts.runner.abortAll({ alsoOnlyHere: false });
  expect(await client.ended(id)).toMatchObject({ status: 'completed', chargedCredits: 1 });
  expect([vendor.starts, vendor.checks, fetches]).toEqual([1, 2, 2]);
});

test('a result that came inside the answer to a start is kept before a stop, and never bought again', async () => {
  const arrival = held();
  const rest = held();
  const picture = await finishedPicture();
  const transport: Transport = {
    send: async () => LOCAL,
    collect: async (_file, { signal }) => {
      arrival.release();
      await Promise.race([
        rest.wait,
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ]);
      return picture;
    },
  };
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, transport });
  vendor.start = () => ({ kind: 'done', outputs: [REMOTE] });
  const first = await client.createTask(ONE_RESULT);
  await arrival.wait;
  studio.parts.runner.abortAll({ alsoOnlyHere: false });
  rest.release();
  expect(await client.ended(first.id)).toMatchObject({ status: 'completed' });
  expect(vendor.starts).toBe(1);
});

test('what a stop has to give up of such a result is refunded and booked, not bought again', async () => {
  const arrival = held();
  const transport: Transport = {
    send: async () => LOCAL,
    collect: (_file, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        arrival.release();
      }),
  };
  const { vendor, studio, client } = await openWithVendor({ isPaid: true, transport });
  vendor.start = () => ({ kind: 'done', outputs: [REMOTE] });
  const { id } = await client.createTask(ONE_RESULT);
  await arrival.wait;
  studio.parts.runner.abortAll({ alsoOnlyHere: true });
  expect(await client.ended(id)).toMatchObject({ status: 'failed', errorCode: 'result_not_stored' });
  expect(vendor.starts).toBe(1);
  expect(await lossesOf(studio)).toMatchObject([{ task_id: id }]);
});

test('a task whose model is not known here waits for a process that knows it, ten minutes long', async () => {
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const { vendor, studio, client, catalogue } = await openWithVendor({ clock });
  const done = await deliver();
  vendor.start = () => done;
  const known = catalogue as Map<string, CatalogueEntry>;
  await studio.parts.lanes.pause('local', { by: 'x', reason: 'the test takes a model away' });
  const [first, second] = [await client.createTask(ONE_RESULT), await client.createTask(ONE_RESULT)];
  const slug = (await studio.parts.reader.get(client.userId, first.id)).ai_model;
  const entry = known.get(slug);
  known.delete(slug);
  await studio.parts.lanes.resume('local');
  const left = () => studio.parts.reader.get(client.userId, second.id);
  await eventually(async () => (await left()).failing_since !== null);
  expect(await client.task(first.id)).toMatchObject({ status: 'pending' });
  // It is taken away for good for the second one only.
  await change(studio, second.id, { ai_model: `${slug}-of-old` });
  if (entry) known.set(slug, entry);
  offsetMs = 11 * 60_000;
  await studio.parts.sweeper.wakeDue();
  expect(await client.ended(first.id)).toMatchObject({ status: 'completed' });
  await eventually(async () => (await left()).phase === 'ended');
  expect(await left()).toMatchObject({ status: 'failed', error_code: 'model_unavailable' });
  expect(await client.credits()).toMatchObject({ held: 0 });
});

test('tasks behind a full lane that is looked after are not timed out', async () => {
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const { vendor, studio, client } = await openWithVendor({ maxConcurrent: 1, clock });
  const running = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.checks > 0);
  const waiting = await client.createTask(ONE_RESULT);
  vendor.check = () => ({ kind: 'running', checkAfterMs: 60_000 });
  offsetMs = 11 * 60_000;
  await change(studio, running.id, {
    due_at: new Date(clock.now().getTime() + 60_000).toISOString(),
    lease_until: null,
  });
  expect(await studio.parts.sweeper.failUntaken()).toBe(0);
  // Nobody has asked about it for ten minutes: nobody is there.
  await change(studio, running.id, { due_at: new Date(clock.now().getTime() - 601_000).toISOString() });
  expect(await studio.parts.sweeper.failUntaken()).toBe(1);
  expect(await client.task(waiting.id)).toMatchObject({ errorCode: 'task_timed_out_pending' });
});
