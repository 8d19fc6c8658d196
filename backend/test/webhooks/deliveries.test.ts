import { randomBytes } from 'node:crypto';
import { webhookPayloadSchema } from '@atelier/shared/contracts/webhook';
import { WEBHOOK_RETRY_SECONDS } from '@atelier/shared/limits';
import { WEBHOOK_EVENT_TYPES } from '@atelier/shared/webhook-events';
import { Webhook } from 'standardwebhooks';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-studio.ts';
import { accept, signedHeaders } from './receiver.ts';
import { openWebhookBench } from './webhook-bench.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The library compares with the machine's clock; ours stands elsewhere. */
function verify(secret: string, message: Parameters<typeof signedHeaders>[0], at: Date): unknown {
  vi.useFakeTimers({ now: at, toFake: ['Date'] });
  try {
    return new Webhook(secret).verify(message.body, signedHeaders(message));
  } finally {
    vi.useRealTimers();
  }
}

test('the life of a task is told with facts, signed so that the reference library verifies it', async () => {
  const { client, receiver, clock, addEndpoint } = await openWebhookBench();
  const { secret } = await addEndpoint();
  const task = await client.ended((await client.createTask()).id);
  // Held, settled, created, completed.
  await eventually(async () => receiver.messages.length === 4);
  const payloads = receiver.messages.map((message) =>
    webhookPayloadSchema.parse(verify(secret, message, clock.now())),
  );
  expect(payloads.map(({ type }) => type).sort()).toEqual([
    'credits.changed',
    'credits.changed',
    'task.completed',
    'task.created',
  ]);
  const completed = payloads.find(({ type }) => type === 'task.completed');
  expect(completed?.data).toMatchObject({
    taskId: task.id,
    taskNo: task.taskNo,
    taskType: 'basic_clean',
    model: task.model,
    status: 'completed',
    priceCredits: task.priceCredits,
    chargedCredits: task.chargedCredits,
    resultCount: task.results.length,
    taskPath: `/api/tasks/${task.id}`,
  });
  // Links expire; the body may be read in three days.
  for (const { body } of receiver.messages) expect(body).not.toMatch(/signature|\/files\//);
  expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  expect(receiver.messages[0]?.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Atelier-Webhooks/1',
  });
});

test('another secret, another body, another id or another time does not verify', async () => {
  const { receiver, clock, addEndpoint, giveCredits } = await openWebhookBench();
  const { secret } = await addEndpoint();
  await giveCredits();
  const message = await eventually(async () => receiver.messages[0]);
  const at = clock.now();
  expect(verify(secret, message, at)).toMatchObject({ type: 'credits.changed' });
  const stranger = `whsec_${randomBytes(32).toString('base64')}`;
  expect(() => verify(stranger, message, at)).toThrow();
  expect(() => verify(secret, { ...message, body: message.body.replace('1', '2') }, at)).toThrow();
  const renamed = { ...message.headers, 'webhook-id': 'msg_other' };
  expect(() => verify(secret, { ...message, headers: renamed }, at)).toThrow();
  expect(() => verify(secret, message, new Date(at.getTime() + HOUR_MS))).toThrow();
});

test('after a rotation both secrets verify for a day, then only the new one', async () => {
  const { studio, userId, receiver, clock, addEndpoint, giveCredits, advance } = await openWebhookBench();
  const { id, secret: before } = await addEndpoint();
  const { secret: after } = await studio.parts.webhooks.endpoints.rotateSecret(userId, id);
  expect(after).not.toBe(before);
  await giveCredits();
  const first = await eventually(async () => receiver.messages[0]);
  for (const secret of [before, after]) expect(verify(secret, first, clock.now())).toBeTruthy();
  advance(DAY_MS);
  await giveCredits();
  const second = await eventually(async () => receiver.messages[1]);
  expect(verify(after, second, clock.now())).toBeTruthy();
  expect(() => verify(before, second, clock.now())).toThrow();
});

test('only the wanted events of the owner are told, and progress never', async () => {
  const { studio, client, receiver, urlOf, addEndpoint, giveCredits } = await openWebhookBench();
  await addEndpoint({ url: urlOf('/ends'), events: ['task.completed', 'task.failed'] });
  await addEndpoint({ url: urlOf('/credits'), events: ['credits.changed'] });
  await addEndpoint({ url: urlOf('/off'), isActive: false });
  const stranger = await studio.user(5);
  await studio.parts.webhooks.endpoints.create(stranger.account.id, {
    url: urlOf('/stranger'),
    description: '',
    events: [...WEBHOOK_EVENT_TYPES],
    isActive: true,
  });
  await client.ended((await client.createTask()).id);
  await giveCredits();
  await eventually(async () => receiver.messages.length === 4);
  const told = receiver.messages.map(({ path, body }) => `${path} ${JSON.parse(body).type}`);
  expect(told.sort()).toEqual([
    '/credits credits.changed',
    '/credits credits.changed',
    '/credits credits.changed',
    '/ends task.completed',
  ]);
});

test('a fact that is rolled back is never told', async () => {
  const { studio, userId, receiver, addEndpoint, giveCredits } = await openWebhookBench();
  const { id } = await addEndpoint();
  const failing = studio.parts.database.transaction(async (transaction) => {
    await studio.parts.ledger.grant(transaction, { userId, amount: 1, reason: 'in vain' });
    transaction.beforeCommit(async () => {
      throw new Error('the commit fails');
    });
  });
  await expect(failing).rejects.toThrow('the commit fails');
  await giveCredits();
  await eventually(async () => receiver.messages.length > 0);
  const { pagination } = await studio.parts.webhooks.log.list(userId, id, { limit: 20, offset: 0 });
  expect(pagination.total).toBe(1);
});

test('a dead endpoint is tried ten times over three days, and its log is right', async () => {
  const bench = await openWebhookBench();
  const { receiver, clock, addEndpoint, giveCredits, newest, advance } = bench;
  receiver.react = (response) => response.writeHead(500).end('out of order');
  const { id } = await addEndpoint();
  await giveCredits();
  const startedAt = clock.now().getTime();
  for (const [index, seconds] of WEBHOOK_RETRY_SECONDS.entries()) {
    const waiting = await newest(
      id,
      ({ isUnderWay, attemptCount }) => !isUnderWay && attemptCount === index + 1,
    );
    expect(waiting.state).toBe('pending');
    const waitMs = Date.parse(waiting.nextAttemptAt ?? '') - clock.now().getTime();
    expect(waitMs).toBeGreaterThanOrEqual(seconds * 800);
    expect(waitMs).toBeLessThanOrEqual(seconds * 1200);
    // Not a moment earlier.
    advance(waitMs - 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(receiver.messages).toHaveLength(index + 1);
    advance(1);
  }
  const ended = await newest(id);
  expect(ended).toMatchObject({
    state: 'failed',
    attemptCount: 10,
    nextAttemptAt: null,
    lastStatusCode: 500,
  });
  const days = (clock.now().getTime() - startedAt) / DAY_MS;
  expect(days).toBeGreaterThan(2.5);
  expect(days).toBeLessThan(3.8);
  expect(ended.attempts.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  for (const attempt of ended.attempts) {
    expect(attempt).toMatchObject({ statusCode: 500, failure: 'status_refused', excerpt: 'out of order' });
    expect(attempt.durationMs).toBeGreaterThanOrEqual(0);
  }
  // Every attempt carries the same id and body, and a time and signature of its own.
  const headersOf = (name: string) => new Set(receiver.messages.map(({ headers }) => headers[name]));
  expect([headersOf('webhook-id').size, headersOf('webhook-timestamp').size]).toEqual([1, 10]);
  expect(new Set(receiver.messages.map(({ body }) => body)).size).toBe(1);
});

test('an endpoint that comes back gets what waited, and its failing is forgotten', async () => {
  const bench = await openWebhookBench();
  const { studio, userId, receiver, addEndpoint, giveCredits, newest, advance } = bench;
  receiver.react = (response) => response.destroy();
  const { id } = await addEndpoint();
  await giveCredits();
  await newest(id, ({ attemptCount, isUnderWay }) => attemptCount === 1 && !isUnderWay);
  const { endpoints } = studio.parts.webhooks;
  expect((await endpoints.get(userId, id)).failingSince).not.toBeNull();
  receiver.react = accept;
  advance(7000);
  const delivery = await newest(id);
  expect(delivery).toMatchObject({ state: 'delivered', lastStatusCode: 204, lastFailure: null });
  expect(delivery.attempts.map(({ failure }) => failure)).toEqual([null, 'connection_failed']);
  const endpoint = await endpoints.get(userId, id);
  expect([endpoint.failingSince, endpoint.lastDeliveredAt]).toEqual([null, expect.any(String)]);
});

test('whatever is wrong with an answer, the log names it, and a success counts from its first line', async () => {
  const { receiver, urlOf, addEndpoint, giveCredits, newest } = await openWebhookBench();
  const gif = Buffer.from('GIF89a\u0000\u0001\u0002');
  const cases = {
    '/slow': { react: () => undefined, is: { failure: 'timed_out', statusCode: null } },
    '/redirect': {
      react: (response) => response.writeHead(302, { location: urlOf('/elsewhere') }).end('moved'),
      is: { failure: 'redirected', statusCode: 302, excerpt: 'moved' },
    },
    '/huge': {
      react: (response) => {
        response.writeHead(200);
        const write = (): void => {
          while (response.writable && response.write(Buffer.alloc(65_536, 'x')));
        };
        response.on('drain', write);
        write();
      },
      is: { failure: null, statusCode: 200, excerpt: 'x'.repeat(1024) },
    },
    '/dripping': {
      react: (response) => {
        response.writeHead(200).write('thanks');
      },
      is: { failure: null, statusCode: 200, excerpt: 'thanks' },
    },
    '/odd': {
      react: (response) => response.writeHead(400, { 'content-encoding': 'zstd' }).end('x'),
      is: { failure: 'status_refused', statusCode: 400, excerpt: null },
    },
    '/binary': {
      react: (response) => response.writeHead(400).end(gif),
      is: { failure: 'status_refused', statusCode: 400, excerpt: 'GIF89a' },
    },
  } satisfies Record<string, { react: typeof receiver.react; is: object }>;
  const byPath: Readonly<Record<string, { react: typeof receiver.react }>> = cases;
  receiver.react = (response, message) => byPath[message.path]?.react(response, message);
  const ids = new Map<string, string>();
  for (const path of Object.keys(cases)) ids.set(path, (await addEndpoint({ url: urlOf(path) })).id);
  await giveCredits();
  for (const [path, { is }] of Object.entries(cases)) {
    const delivery = await newest(
      ids.get(path) ?? '',
      ({ attemptCount, isUnderWay }) => attemptCount > 0 && !isUnderWay,
    );
    expect([path, delivery.attempts[0]]).toEqual([path, expect.objectContaining(is)]);
  }
  expect(receiver.messages.map(({ path }) => path)).not.toContain('/elsewhere');
});

test('410 Gone switches the endpoint off, and its owner is told', async () => {
  const { studio, userId, receiver, addEndpoint, giveCredits, newest } = await openWebhookBench();
  receiver.react = (response) => response.writeHead(410).end();
  const { id, url } = await addEndpoint();
  await giveCredits();
  expect(await newest(id)).toMatchObject({ state: 'failed', attemptCount: 1, lastFailure: 'gone' });
  const { endpoints } = studio.parts.webhooks;
  expect(await endpoints.get(userId, id)).toMatchObject({
    isActive: false,
    disabled: { reason: 'gone', at: expect.any(String) },
  });
  const events = await studio.parts.events.readAfter(userId, 0, 100);
  const [note] = events.filter(({ type }) => type === 'webhook.disabled');
  expect(JSON.parse(note?.data ?? '{}')).toMatchObject({ webhookId: id, url, reason: 'gone' });
  await giveCredits();
  expect(receiver.messages).toHaveLength(1);
  // Switched on again it is told again, and nobody remembers.
  receiver.react = accept;
  expect(await endpoints.update(userId, id, { isActive: true })).toMatchObject({ disabled: null });
  await giveCredits();
  await eventually(async () => receiver.messages.length === 2);
});

test('five days without a success switch an endpoint off and end what waits for it', async () => {
  const { studio, userId, clock, receiver, addEndpoint, giveCredits, advance } = await openWebhookBench();
  receiver.react = (response) => response.writeHead(500).end();
  const { id } = await addEndpoint();
  const { endpoints, log } = studio.parts.webhooks;
  const startedAt = clock.now().getTime();
  const readLog = async () => (await log.list(userId, id, { limit: 100, offset: 0 })).deliveries;
  const isSettled = async () =>
    (await readLog()).every(
      ({ isUnderWay, nextAttemptAt }) =>
        !isUnderWay && (nextAttemptAt === null || Date.parse(nextAttemptAt) > clock.now().getTime()),
    );
  let daysAlive = 0;
  for (let quarter = 0; (await endpoints.get(userId, id)).isActive; quarter += 1) {
    daysAlive = (clock.now().getTime() - startedAt) / DAY_MS;
    if (quarter % 4 === 0) await giveCredits();
    await eventually(isSettled);
    advance(6 * HOUR_MS);
    await eventually(isSettled);
  }
  expect(daysAlive).toBeGreaterThanOrEqual(4.5);
  expect(daysAlive).toBeLessThanOrEqual(6);
  expect(await endpoints.get(userId, id)).toMatchObject({ disabled: { reason: 'failing' } });
  const states = (await readLog()).map(({ state }) => state);
  expect([...new Set(states)].sort()).toEqual(['canceled', 'failed']);
});

test('an overloaded endpoint is left alone for as long as it asks, by everything that waits for it', async () => {
  const { receiver, addEndpoint, giveCredits, newest, advance } = await openWebhookBench();
  receiver.react = (response) => response.writeHead(429, { 'retry-after': '1800' }).end();
  const { id } = await addEndpoint();
  await giveCredits();
  await newest(id, ({ attemptCount, isUnderWay }) => attemptCount === 1 && !isUnderWay);
  receiver.react = accept;
  advance(1_799_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receiver.messages).toHaveLength(1);
  advance(1000);
  expect(await newest(id)).toMatchObject({ state: 'delivered', attemptCount: 2 });
});

test('one slow endpoint does not hold up the others', async () => {
  const { receiver, urlOf, addEndpoint, giveCredits, newest } = await openWebhookBench({
    webhookTimeoutMs: 60_000,
  });
  receiver.react = (response, { path }) => {
    if (path === '/quick') accept(response, { path, headers: {}, body: '' });
  };
  await addEndpoint({ url: urlOf('/slow') });
  const quick = await addEndpoint({ url: urlOf('/quick') });
  for (let count = 0; count < 60; count += 1) await giveCredits();
  await eventually(async () => receiver.messages.filter(({ path }) => path === '/quick').length === 60);
  expect(receiver.messages.filter(({ path }) => path === '/slow').length).toBeLessThanOrEqual(4);
  expect(await newest(quick.id)).toMatchObject({ state: 'delivered' });
  receiver.hangUp();
});
