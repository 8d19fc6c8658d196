import { Writable } from 'node:stream';
import type { AdminTask, AdminTaskDetail } from '@atelier/shared/contracts/admin-task';
import type { Health } from '@atelier/shared/contracts/operations';
import pino from 'pino';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { makeOperator, openTestStudio, type TestStudioOptions } from './test-studio.ts';

const HOUR_MS = 60 * 60_000;

async function open(options: TestStudioOptions = {}) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, ...options });
  const sessions = [await studio.user(50), await studio.user(50)] as const;
  const [anna, ben] = [new TaskClient(studio, sessions[0]), new TaskClient(studio, sessions[1])];
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const list = async (query = ''): Promise<AdminTask[]> =>
    (await operator.send('get', `/api/admin/tasks${query}`)).body.data.tasks;
  const detail = async (id: string): Promise<AdminTaskDetail> =>
    (await operator.send('get', `/api/admin/tasks/${id}`)).body.data;
  return { studio, pictures, anna, ben, emailOfBen: sessions[1].account.email, operator, list, detail };
}

/** Makes every order fail. */
function breakDown(pictures: FakePictures): void {
  pictures.behaviour = () => Promise.reject(new Error('the disk with the secret plans broke'));
}

test('an operator sees the tasks of everybody and finds them by owner, address, state, error and number', async () => {
  const { pictures, anna, ben, emailOfBen, list } = await open();
  const mine = await anna.ended((await anna.createTask()).id);
  breakDown(pictures);
  const theirs = await ben.ended((await ben.createTask()).id);
  const ids = async (query: string) => (await list(query)).map(({ id }) => id);

  const [newest, older] = await list();
  expect(newest).toMatchObject({
    id: theirs.id,
    taskNo: theirs.taskNo,
    user: { id: ben.userId, email: emailOfBen },
    status: 'failed',
    phase: 'ended',
    priceCredits: 1,
    chargedCredits: 0,
    errorCode: theirs.errorCode,
  });
  expect(older).toMatchObject({ id: mine.id, chargedCredits: 1, errorCode: null });
  expect(await ids(`?user=${anna.userId}`)).toEqual([mine.id]);
  expect(await ids(`?user=${encodeURIComponent(emailOfBen.toUpperCase())}`)).toEqual([theirs.id]);
  expect(await ids('?user=nobody@example.com')).toEqual([]);
  expect(await ids('?status=completed')).toEqual([mine.id]);
  expect(await ids(`?errorCode=${theirs.errorCode}`)).toEqual([theirs.id]);
  expect(await ids(`?task=${mine.taskNo.toLowerCase()}`)).toEqual([mine.id]);
  expect(await ids(`?task=${theirs.id}`)).toEqual([theirs.id]);
  await ben.send('delete', `/api/tasks/${theirs.id}`);
  expect(await ids('')).toEqual([mine.id]);
  expect(await ids('?deleted=with')).toEqual([theirs.id, mine.id]);
});

test('a filter that means nothing is refused by name', async () => {
  const { operator } = await open();
  for (const query of [
    'status=lost',
    'limit=101',
    'from=yesterday',
    'to=2026-13-01',
    'deleted=yes',
    'user=',
  ]) {
    const { status, body } = await operator.send('get', `/api/admin/tasks?${query}`);
    expect([query, status, body.errors?.[0].field]).toEqual([query, 400, query.split('=')[0]]);
  }
  expect((await operator.send('get', '/api/admin/tasks?cursor=abc')).status).toBe(400);
  expect((await operator.send('get', '/api/admin/tasks/task_1')).status).toBe(404);
  expect((await operator.send('post', '/api/admin/tasks/task_1/cancel')).status).toBe(404);
  expect((await operator.send('post', '/api/admin/tasks/task_1/check-now')).status).toBe(404);
  expect((await operator.send('get', '/api/admin/failures?span=year')).status).toBe(400);
});

test('a task is shown with its events, its receipt and what broke, but never what it is about', async () => {
  const { pictures, anna, detail } = await open();
  breakDown(pictures);
  const { id } = await anna.ended((await anna.createTask({ name: 'secret-product.png' })).id);
  const shown = await detail(id);
  expect(shown).toMatchObject({
    inputs: { count: 1 },
    results: { count: 0, sizeBytes: 0 },
    attempt: 1,
    dueAt: null,
    canCancel: false,
    canCheckNow: false,
    losses: [],
    receipt: { heldCredits: 0, returnedCredits: 1, spentCredits: 0 },
  });
  expect(shown.inputs.sizeBytes).toBeGreaterThan(0);
  expect(shown.errorDetail).toContain('secret plans');
  expect(shown.events.at(0)).toMatchObject({ sequence: 1, type: 'task.created' });
  expect(shown.events.at(-1)).toMatchObject({ type: 'task.failed', errorCode: shown.errorCode });
  expect(shown.events).toHaveLength(shown.eventCount);
  expect(JSON.stringify(shown)).not.toMatch(/secret-product|\/files\//);
  // Its owner is told less.
  expect(JSON.stringify(await anna.task(id))).not.toContain('secret plans');
});

test('an operator cancels a task as its owner would: refunded, told by receipt and log, and only while it lives', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const { studio, anna, operator, detail } = await open({
    work: false,
    logger: pino({ level: 'info' }, stream),
  });
  const { id } = await anna.createTask();
  expect(await anna.credits()).toMatchObject({ credits: 49, held: 1 });
  const cancel = () => operator.send('post', `/api/admin/tasks/${id}/cancel`);
  const canceled = await cancel();
  expect([canceled.status, canceled.body.data]).toEqual([
    200,
    expect.objectContaining({ status: 'canceled', chargedCredits: 0, canCancel: false }),
  ]);
  expect(await anna.credits()).toMatchObject({ credits: 50, held: 0 });
  expect((await cancel()).status).toBe(200);
  const receipt = (await anna.send('get', `/api/tasks/${id}/receipt`)).body.data;
  expect(receipt.entries.at(-1).description).toContain('an operator canceled the task');
  expect((await detail(id)).events.at(-1)).toMatchObject({ type: 'task.canceled' });
  const told = lines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'an operator canceled a task');
  expect(told).toEqual([expect.objectContaining({ taskId: id, operatorId: operator.userId })]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('what has ended otherwise cannot be canceled any more', async () => {
  const { anna, operator } = await open();
  const { id } = await anna.ended((await anna.createTask()).id);
  const answer = await operator.send('post', `/api/admin/tasks/${id}/cancel`);
  expect([answer.status, answer.body.code]).toEqual([409, 'task_not_cancelable']);
  expect(await anna.credits()).toMatchObject({ credits: 49, held: 0 });
});

test('failures are grouped by error, provider and model, with the newest of each, over a day or a week', async () => {
  const clock = new MovingClock();
  const { pictures, anna, ben, operator } = await open({ clock, environment: { JWT_EXPIRES_IN: '90d' } });
  await anna.ended((await anna.createTask()).id);
  breakDown(pictures);
  const old = await anna.ended((await anna.createTask()).id);
  clock.advance(30 * HOUR_MS);
  await anna.ended((await anna.createTask()).id);
  clock.advance(HOUR_MS);
  const last = await ben.ended((await ben.createTask()).id);
  await ben.send('delete', `/api/tasks/${last.id}`);
  const failures = async (span: string) =>
    (await operator.send('get', `/api/admin/failures?span=${span}`)).body.data;
  const group = { errorCode: old.errorCode, provider: 'local', model: 'local-basic-clean' };
  expect(await failures('day')).toMatchObject({
    isShortened: false,
    since: new Date(clock.now().getTime() - 24 * HOUR_MS).toISOString(),
    groups: [
      { ...group, count: 2, newest: { taskId: last.id, detail: expect.stringContaining('secret plans') } },
    ],
  });
  expect((await failures('week')).groups).toEqual([expect.objectContaining({ ...group, count: 3 })]);
  clock.advance(8 * 24 * HOUR_MS);
  expect((await failures('week')).groups).toEqual([]);
});

test('health tells of parts, lines, the oldest waiting task, circuits, losses, watches and the disk', async () => {
  const clock = new MovingClock();
  const { studio, anna, operator } = await open({ work: false, clock });
  const health = async (): Promise<Health> => (await operator.send('get', '/api/admin/health')).body.data;
  const calm = await health();
  expect(calm.parts).toEqual(
    ['database', 'storage', 'engine', 'stopping'].map((name) => ({ name, isGood: true, reason: null })),
  );
  expect(calm).toMatchObject({
    circuits: [],
    oldestWaiting: null,
    openLosses: 0,
    ledgerViolations: null,
    damagedFiles: null,
  });
  expect(calm.disk?.freeBytes).toBeGreaterThan(0);
  expect(calm.disk?.totalBytes).toBeGreaterThan(calm.disk?.freeBytes ?? 0);

  const first = await anna.createTask();
  await anna.createTask();
  await studio.parts.database.transaction(async ({ query }) => {
    await query.updateTable('user_credits').set({ credits: 7 }).where('user_id', '=', anna.userId).execute();
  });
  await studio.parts.ledgerWatch.check();
  await studio.parts.assetWatch.check();
  studio.parts.store.checkHealth = () => Promise.reject(new Error('bucket is gone'));
  // The outcome of a check that reaches out is kept for a while.
  clock.advance(20_000);
  await studio.parts.connections.noteAnswer('openai', 'bad_key');
  const worse = await health();
  expect(worse.parts.filter(({ isGood }) => !isGood)).toEqual([
    { name: 'storage', isGood: false, reason: 'bucket is gone' },
  ]);
  expect(worse.oldestWaiting).toMatchObject({ taskId: first.id, taskNo: first.taskNo, lane: 'local' });
  expect(worse.lanes.find(({ lane }) => lane === 'local')).toMatchObject({ waiting: 2 });
  expect(worse.ledgerViolations).toMatchObject({ found: 1 });
  expect(worse.damagedFiles).toMatchObject({ found: 0 });
  expect(worse.circuits).toEqual([
    expect.objectContaining({ provider: 'openai', state: 'open', reason: 'bad_key' }),
  ]);
});

test('what the watches found is known after a restart and to processes that do not look themselves', async () => {
  const { studio } = await open({ work: false });
  await studio.parts.ledgerWatch.check();
  await studio.stop();
  const next = await openTestStudio({ restartOf: studio, work: false });
  expect(next.parts.ledgerWatch.violations).toBe(-1);
  expect((await next.parts.health.read()).ledgerViolations).toMatchObject({ found: 0 });
});
