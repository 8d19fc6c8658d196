import { createHash } from 'node:crypto';
import type { Task } from '@atelier/shared/contracts/task';
import jwt from 'jsonwebtoken';
import sharp from 'sharp';
import request from 'supertest';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { createPicturePool } from '../src/pictures/worker-pool.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio } from './test-studio.ts';
import { openVendor } from './test-vendor.ts';

const APP_URL = 'https://studio.example.com';
const KEYS = { current: 'sig_current', next: 'sig_next' };
const CALLBACK = '/api/generate/callback';
const HOUR_MS = 3_600_000;

/** A studio before a QStash that answers as the test wants; the vendor itself is never called. */
async function open() {
  const qstash = await openVendor();
  const vendor = await openVendor();
  qstash.answer = (_call, response) => void response.end(`{"messageId":"msg_${qstash.calls.length}"}`);
  const studio = await openTestStudio({
    pictures: createPicturePool({ threads: 1 }),
    environment: {
      APP_URL,
      EMULATOR_URL: vendor.origin,
      QSTASH_URL: qstash.origin,
      QSTASH_TOKEN: 'token-of-qstash',
      QSTASH_CURRENT_SIGNING_KEY: KEYS.current,
      QSTASH_NEXT_SIGNING_KEY: KEYS.next,
    },
  });
  const client = new TaskClient(studio, await studio.user(1000));
  const row = ({ id }: Task) =>
    studio.parts.database.read
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const order = async (): Promise<Task> => {
    const wish = { taskType: 'generate', model: 'openai-gpt-image-2', parameters: { prompt: 'a red mug' } };
    return (await client.send('post', '/api/tasks').send(wish)).body.data;
  };
  const handedOver = async (): Promise<Task> => {
    const task = await order();
    await eventually(async () => {
      const { phase, lease_token } = await row(task);
      return phase === 'running' && lease_token === null;
    });
    return task;
  };
  const callBack = (body: unknown, key = KEYS.current) => {
    const text = JSON.stringify(body);
    const hash = createHash('sha256').update(text).digest('base64url');
    const claims = { iss: 'Upstash', sub: `${APP_URL}${CALLBACK}`, body: hash };
    const signature = jwt.sign(claims, key, { expiresIn: 300, notBefore: 0 });
    return request(studio.app)
      .post(CALLBACK)
      .set({ 'content-type': 'application/json', 'upstash-signature': signature })
      .send(text);
  };
  return { qstash, vendor, studio, client, row, order, handedOver, callBack };
}

async function answerOfVendor(): Promise<string> {
  // Noise, because a file inside JSON is known by its length.
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const picture = sharp({ create: { width: 96, height: 96, channels: 3, background: 'red', noise } });
  const b64_json = (await picture.png().toBuffer()).toString('base64');
  return Buffer.from(JSON.stringify({ created: 1, data: [{ b64_json }] })).toString('base64');
}

test('a start is handed over with its key redacted, and the callback alone makes the worker read the answer', async () => {
  const { qstash, vendor, studio, client, row, handedOver, callBack } = await open();
  const task = await handedOver();
  const [call] = qstash.calls;
  expect(call?.url).toBe(`/v2/publish/${vendor.origin}/openai/images/generations`);
  expect(call?.headers).toMatchObject({
    authorization: 'Bearer token-of-qstash',
    'content-type': 'application/json',
    'upstash-forward-authorization': 'Bearer emulated-key',
    'upstash-retries': '0',
    'upstash-deduplication-id': `${task.id}:1:1`,
    'upstash-callback': `${APP_URL}${CALLBACK}`,
    'upstash-redact-fields': expect.stringContaining('header[authorization]'),
  });
  expect(JSON.parse(call?.body.toString() ?? '')).toMatchObject({ prompt: 'a red mug' });
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({ due_at: new Date(Date.now() + HOUR_MS).toISOString() })
      .where('id', '=', task.id)
      .execute(),
  );
  const message = {
    status: 200,
    header: { 'Content-Type': ['application/json'] },
    body: await answerOfVendor(),
    sourceMessageId: 'msg_1',
  };
  const told = await callBack(message, KEYS.next);
  expect([told.status, told.body.data]).toEqual([200, { outcome: 'kept' }]);
  expect(await client.ended(task.id, 5000)).toMatchObject({ status: 'completed', results: [{}] });
  expect((await callBack({ ...message, status: 500 })).body.data).toEqual({ outcome: 'repeated' });
  expect(await row(task)).toMatchObject({ status: 'completed', charged_credits: task.priceCredits });
  expect(vendor.calls).toEqual([]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('an attempt that QStash will repeat is not the answer; no answer at all is an unknown outcome', async () => {
  const { client, studio, row, handedOver, callBack } = await open();
  const task = await handedOver();
  const attempt = { status: 502, body: '', sourceMessageId: 'msg_1', retried: 0, maxRetries: 3 };
  expect((await callBack(attempt)).body.data).toEqual({ outcome: 'not_final' });
  expect((await row(task)).phase).toBe('running');
  await callBack({ sourceMessageId: 'msg_1', dlqId: 'dlq_1', retried: 3, maxRetries: 3 });
  const ended = await client.ended(task.id);
  expect(ended).toMatchObject({ status: 'failed', errorCode: 'vendor_outcome_unknown', chargedCredits: 0 });
  expect(await studio.parts.losses.countOpen()).toBe(1);
});

test.each([
  ['too large for QStash', 413],
  ['an answer without an id', 200],
])('%s', async (_what, status) => {
  const { qstash, vendor, client, order } = await open();
  const body = await answerOfVendor();
  vendor.answer = (_call, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(Buffer.from(body, 'base64'));
  };
  let published = 0;
  qstash.answer = (_call, response) => {
    published += 1;
    if (status === 413) response.writeHead(413).end('{"error":"too large"}');
    else response.end(published === 1 ? '{}' : '{"messageId":"msg_1"}');
  };
  const task = await order();
  if (status === 413) {
    expect(await client.ended(task.id)).toMatchObject({ status: 'completed' });
    expect([published, vendor.calls.length]).toEqual([1, 1]);
    return;
  }
  // It may have been taken: handed over again under the same name, never to the vendor directly.
  await eventually(async () => published === 2);
  const names = qstash.calls.map(({ headers }) => headers['upstash-deduplication-id']);
  expect(names).toEqual([`${task.id}:1:1`, `${task.id}:1:1`]);
  expect(vendor.calls).toEqual([]);
});

test('a QStash that takes no starts fails the order at once, and the operator can see it', async () => {
  const { qstash, vendor, studio, client, order } = await open();
  qstash.answer = (_call, response) => void response.writeHead(401).end('{"error":"invalid token"}');
  const task = await client.ended((await order()).id, 5000);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'relay_refused', chargedCredits: 0 });
  expect([qstash.calls.length, vendor.calls.length]).toEqual([1, 0]);
  const metrics = await request(studio.app).get('/metrics');
  expect(metrics.text).toMatch(/^relay_refusals 1$/m);
  // It says nothing about the vendor.
  expect(studio.parts.connections.whyUnavailable('openai', 'openai-gpt-image-2')).toBeNull();
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a start whose relay has forgotten it is not handed over again', async () => {
  const { qstash, client, studio, handedOver } = await open();
  const { database, sweeper } = studio.parts;
  const task = await handedOver();
  const past = new Date(Date.now() - 11 * 60_000).toISOString();
  await database.transaction(async ({ query }) => {
    await query
      .updateTable('relayed_starts')
      .set({ message_id: null, created_at: past })
      .where('task_id', '=', task.id)
      .execute();
    await query
      .updateTable('ai_tasks')
      .set({ phase: 'submitting', provider_handle: null, due_at: past })
      .set({ lease_token: 'dead', lease_until: past })
      .where('id', '=', task.id)
      .execute();
  });
  await sweeper.wakeDue(0);
  expect(await client.ended(task.id)).toMatchObject({
    errorCode: 'vendor_outcome_unknown',
    chargedCredits: 0,
  });
  expect(qstash.calls).toHaveLength(1);
});

test('without QStash the door is not there; half of its settings stop the start', async () => {
  const studio = await openTestStudio();
  expect((await request(studio.app).post(CALLBACK).send({})).status).toBe(404);
  expect(() => loadConfig({ QSTASH_TOKEN: 'x' })).toThrow(ConfigError);
  expect(() => loadConfig({ QSTASH_TOKEN: 'x' })).toThrow(
    /APP_URL.*QSTASH_CURRENT_SIGNING_KEY.*QSTASH_NEXT_SIGNING_KEY/s,
  );
});

test('answers go with the end of their task, the notes of their messages an hour later', async () => {
  const { client, studio, handedOver, callBack } = await open();
  const task = await handedOver();
  await callBack({ status: 200, body: await answerOfVendor(), sourceMessageId: 'msg_1' });
  await client.ended(task.id);
  const { database, relayedStarts } = studio.parts;
  const kept = () =>
    database.read.selectFrom('relayed_starts').select(['message_id', 'answer_body']).execute();
  expect(await kept()).toEqual([{ message_id: 'msg_1', answer_body: expect.any(String) }]);
  await relayedStarts.sweep();
  expect(await kept()).toEqual([{ message_id: 'msg_1', answer_body: null }]);
  const past = new Date(Date.now() - 2 * HOUR_MS).toISOString();
  await database.transaction(async ({ query }) => {
    await query.updateTable('relayed_starts').set({ created_at: past }).execute();
    await query.updateTable('ai_tasks').set({ completed_at: past }).execute();
  });
  await relayedStarts.sweep();
  expect(await kept()).toEqual([]);
});
