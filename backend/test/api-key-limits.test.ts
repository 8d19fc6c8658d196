import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { makeKey, openWithKey } from './api-key-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import type { TaskClient } from './task-client.ts';
import { openTestStudio, storedFiles, type TestStudio } from './test-studio.ts';

const statuses = (answers: ReadonlyArray<{ status: number }>) => {
  const counts = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries([...counts].map(([status, group]) => [status, group.length]));
};

async function monthOf(owner: TaskClient, { id }: ApiKey): Promise<ApiKey['month'] | undefined> {
  const { body } = await owner.send('get', '/api/keys');
  return body.data.find((key: ApiKey) => key.id === id)?.month;
}

const violations = ({ parts }: TestStudio) => findViolations(parts.database.read);

test('forty orders at once on a key for seven credits hold exactly seven; the others hear both figures', async () => {
  const studio = await openTestStudio({ work: false });
  const { owner, key, client, order } = await openWithKey(studio, { creditsPerMonth: 7 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => order(client)));
  expect(statuses(answers)).toEqual({ 201: 7, 402: 33 });
  for (const { status, body } of answers) {
    if (status === 402)
      expect(body).toMatchObject({
        code: 'api_key_credits_limited',
        details: { limit: 7, used: 7, required: 1 },
      });
  }
  expect(await owner.credits()).toMatchObject({ credits: 93, held: 7 });
  expect(await monthOf(owner, key)).toMatchObject({ tasks: 7, held: 7, spent: 0 });
  // Its owner, signed in, is not bound by it.
  expect((await order(owner)).status).toBe(201);
  expect(await violations(studio)).toEqual([]);
});

test('orders of different sizes fill a limit without passing it, from two keys at once', async () => {
  const studio = await openTestStudio({ work: false });
  const { session, owner, key, client, order } = await openWithKey(studio, { creditsPerMonth: 9 });
  const other = await makeKey(studio, session, { creditsPerMonth: 4 });
  const sizes = [5, 3, 4, 2, 5, 1, 3, 2, 4, 1];
  const answers = await Promise.all(
    sizes.flatMap((size) => [order(client, size), order(other.client, size)]),
  );
  expect(Object.keys(statuses(answers)).sort()).toEqual(['201', '402']);
  const sumOf = (parity: number) =>
    answers.reduce(
      (sum, { status, body }, index) =>
        sum + (index % 2 === parity && status === 201 ? body.data.priceCredits : 0),
      0,
    );
  expect(await monthOf(owner, key)).toMatchObject({ held: sumOf(0) });
  expect(await monthOf(owner, other.key)).toMatchObject({ held: sumOf(1) });
  expect(sumOf(0)).toBeLessThanOrEqual(9);
  expect(sumOf(1)).toBeLessThanOrEqual(4);
  expect(await owner.credits()).toMatchObject({ held: sumOf(0) + sumOf(1) });
  expect(await violations(studio)).toEqual([]);
});

test('orders and refunds in a wild mix never pass the limit, and the figures agree in the end', async () => {
  const studio = await openTestStudio({ work: false });
  const { owner, key, client, order } = await openWithKey(studio, { creditsPerMonth: 6 });
  let highest = 0;
  const one = async (size: number): Promise<void> => {
    const { status, body } = await order(client, size);
    highest = Math.max(highest, (await owner.credits()).held);
    if (status === 201) await client.send('post', `/api/tasks/${body.data.id}/cancel`);
  };
  await Promise.all(Array.from({ length: 40 }, (_, index) => one((index % 3) + 1)));
  expect(highest).toBeGreaterThan(0);
  expect(highest).toBeLessThanOrEqual(6);
  expect(await monthOf(owner, key)).toMatchObject({ held: 0, spent: 0 });
  expect(await owner.credits()).toMatchObject({ credits: 100, held: 0 });
  expect(await violations(studio)).toEqual([]);
});

test('what is given back makes room again, what is charged stays used', async () => {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures });
  const { owner, key, client, order } = await openWithKey(studio, { creditsPerMonth: 2 });
  pictures.behaviour = async (_job, signal) => {
    if (!signal?.aborted) throw new AppError('no_subject_found');
  };
  const failed = (await order(client, 2)).body.data;
  await owner.ended(failed.id);
  expect(await monthOf(owner, key)).toMatchObject({ tasks: 1, held: 0, spent: 0 });
  pictures.behaviour = async () => undefined;
  // A retry is paid for again, by whoever asks for it.
  expect((await client.send('post', `/api/tasks/${failed.id}/retry`)).status).toBe(200);
  await owner.ended(failed.id);
  expect(await monthOf(owner, key)).toMatchObject({ tasks: 2, held: 0, spent: 2 });
  const refused = await order(client);
  expect(refused.body).toMatchObject({ code: 'api_key_credits_limited', details: { used: 2, required: 1 } });
  expect(refused.body.message).toContain('2 credits per calendar month: 2 are used and 1 more are needed');
  expect(await violations(studio)).toEqual([]);
});

test('each attempt counts for the key that ordered it; the task remembers the one that made it', async () => {
  const pictures = new FakePictures();
  pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const studio = await openTestStudio({ pictures });
  const { session, owner, key, client, order } = await openWithKey(studio);
  const other = await makeKey(studio, session, { creditsPerMonth: 1 });
  const { id } = (await order(client, 2)).body.data;
  await owner.ended(id);
  const refused = await other.client.send('post', `/api/tasks/${id}/retry`);
  expect([refused.status, refused.body.code]).toEqual([402, 'api_key_credits_limited']);
  expect(await owner.task(id)).toMatchObject({ status: 'failed', retryCount: 0 });
  expect((await owner.send('post', `/api/tasks/${id}/retry`)).status).toBe(200);
  await owner.ended(id);
  await owner.send('patch', `/api/keys/${other.key.id}`).send({ creditsPerMonth: 2 });
  expect((await other.client.send('post', `/api/tasks/${id}/retry`)).status).toBe(200);
  await owner.ended(id);
  expect(await monthOf(owner, key)).toMatchObject({ tasks: 1, held: 0, spent: 0 });
  expect(await monthOf(owner, other.key)).toMatchObject({ tasks: 1, held: 0, spent: 0 });
  const { database } = studio.parts;
  const entries = await database.read
    .selectFrom('credit_transactions')
    .select(['attempt', 'transaction_type', 'api_key_id'])
    .where('task_id', '=', id)
    .orderBy('id')
    .execute();
  expect(entries.map((entry) => [entry.attempt, entry.transaction_type, entry.api_key_id])).toEqual([
    [1, 'hold', key.id],
    [1, 'release', key.id],
    [2, 'hold', null],
    [2, 'release', null],
    [3, 'hold', other.key.id],
    [3, 'release', other.key.id],
  ]);
  const tasks = await database.read.selectFrom('ai_tasks').select(['id', 'api_key_id']).execute();
  expect(tasks.find((task) => task.id === id)?.api_key_id).toBe(key.id);
  expect(tasks.filter((task) => task.id !== id).map((task) => task.api_key_id)).toEqual([null]);
  expect(await violations(studio)).toEqual([]);
});

test('a month is a calendar month in UTC, and a late refund makes room in the month it was taken from', async () => {
  const clock = new MovingClock('2026-01-31T23:58:00.000Z');
  const studio = await openTestStudio({ work: false, clock });
  const { client, order } = await openWithKey(studio, { creditsPerMonth: 3 });
  const january = (await order(client, 3)).body.data;
  clock.advance(119_999);
  expect((await order(client)).body.code).toBe('api_key_credits_limited');
  clock.advance(1);
  expect((await order(client, 2)).status).toBe(201);
  expect((await client.send('post', `/api/tasks/${january.id}/cancel`)).status).toBe(200);
  expect((await order(client, 2)).body.details).toEqual({ limit: 3, used: 2, required: 2 });
  expect((await order(client, 1)).status).toBe(201);
  expect(await violations(studio)).toEqual([]);
});

test('a limit that is lowered holds from the next order on, one that is taken off no longer', async () => {
  const studio = await openTestStudio({ work: false });
  const { owner, key, client, order } = await openWithKey(studio, { creditsPerMonth: 10 });
  await order(client, 5);
  const limit = (creditsPerMonth: number | null) =>
    owner.send('patch', `/api/keys/${key.id}`).send({ creditsPerMonth });
  await limit(4);
  expect((await order(client)).body.details).toEqual({ limit: 4, used: 5, required: 1 });
  await limit(null);
  expect((await order(client)).status).toBe(201);
});

test('a quote says whether the key may pay, and uploads past the limit are refused before they are stored', async () => {
  const studio = await openTestStudio({ work: false });
  const { owner, client, order } = await openWithKey(studio, { creditsPerMonth: 2 });
  const quote = async (asker: TaskClient) =>
    (await asker.send('post', '/api/quotes').send({ taskType: 'basic_clean', inputCount: 2 })).body.data;
  expect(await quote(client)).toMatchObject({ credits: 2, affordable: true });
  await order(client);
  expect(await quote(client)).toMatchObject({ credits: 2, affordable: false });
  expect(await quote(owner)).toMatchObject({ credits: 2, affordable: true });
  await order(client);
  const before = await storedFiles(studio);
  expect((await client.create()).body.code).toBe('api_key_credits_limited');
  expect(await storedFiles(studio)).toEqual(before);
  // The balance of the account comes first: no key has more than its owner.
  const poor = await openWithKey(studio, { credits: 1, creditsPerMonth: 50 });
  expect((await poor.order(poor.client, 2)).body.code).toBe('credits_insufficient');
});

test('an order that was on its way when its key was revoked holds nothing', async () => {
  const studio = await openTestStudio({ work: false });
  const { owner, key } = await openWithKey(studio);
  await owner.send('delete', `/api/keys/${key.id}`);
  const late = studio.parts.tasks.create({
    userId: owner.userId,
    apiKeyId: key.id,
    request: { taskType: 'background_removal', parameters: {}, inputCount: 1 },
    inputs: [],
    uploads: [],
  });
  await expect(late).rejects.toMatchObject({ code: 'api_key_revoked' });
  expect(await owner.credits()).toMatchObject({ credits: 100, held: 0 });
});

test('thirty requests at once on a key for five a minute: five pass, the others hear when to come back', async () => {
  const clock = new MovingClock();
  const studio = await openTestStudio({ work: false, clock });
  const { session, owner, client } = await openWithKey(studio, { requestsPerMinute: 5 });
  const read = (by: TaskClient) => by.send('get', '/api/credits');
  const answers = await Promise.all(Array.from({ length: 30 }, () => read(client)));
  expect(statuses(answers)).toEqual({ 200: 5, 429: 25 });
  const left = answers.flatMap(({ status, headers }) =>
    status === 200 ? [/"api-key"; r=(\d+); t=60/.exec(String(headers.ratelimit))?.[1]] : [],
  );
  // Once per request, although two guards look at it.
  expect(left.sort()).toEqual(['0', '1', '2', '3', '4']);
  clock.advance(40_500);
  const refused = await read(client);
  expect(refused.body).toMatchObject({ code: 'api_key_rate_limited', details: { limit: 5, seconds: 20 } });
  expect(refused.headers['retry-after']).toBe('20');
  // Neither its owner nor his other keys wait for it.
  expect((await read(owner)).status).toBe(200);
  const other = await makeKey(studio, session, { requestsPerMinute: 1 });
  expect(statuses([await read(other.client), await read(other.client)])).toEqual({ 200: 1, 429: 1 });
  clock.advance(19_500);
  expect((await read(client)).status).toBe(200);
});

test('the keys of an account count together and apart from the page, so that no script locks its owner out', async () => {
  const allowance = { requests: 1000, windowMs: 60_000 };
  const studio = await openTestStudio({
    work: false,
    rateLimits: {
      reading: { requests: 4, windowMs: 60_000 },
      writing: allowance,
      uploading: allowance,
      signingIn: allowance,
      registering: allowance,
    },
  });
  const { session, owner, client } = await openWithKey(studio);
  const other = await makeKey(studio, session);
  const read = (by: TaskClient) => by.send('get', '/api/credits');
  for (const by of [client, other.client, client, other.client]) expect((await read(by)).status).toBe(200);
  expect((await read(client)).body.code).toBe('rate_limited');
  expect((await read(other.client)).body.code).toBe('rate_limited');
  expect((await read(owner)).status).toBe(200);
});
