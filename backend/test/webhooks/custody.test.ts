import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { HOSTILE_HOSTS } from '../hostile-hosts.ts';
import { MovingClock } from '../moving-clock.ts';
import { eventually, openTestStudio } from '../test-studio.ts';
import { accept, openReceiver } from './receiver.ts';
import { lookup, toLoopback } from './to-loopback.ts';
import { openWebhookBench } from './webhook-bench.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WORKER = fileURLToPath(new URL('./deliver-until-killed.ts', import.meta.url));

test('a process killed in the middle of a delivery: it is delivered again, and the log says so', async () => {
  const bench = await openWebhookBench({ work: false });
  const { receiver, studio, userId, addEndpoint, giveCredits } = bench;
  receiver.react = () => undefined;
  const { id } = await addEndpoint();
  await giveCredits();
  await studio.stop();

  const child = spawn(process.execPath, [WORKER, studio.dataDirectory, studio.databaseUrl ?? ''], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await eventually(async () => receiver.messages.length === 1, 20_000);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('exit', resolve));

  // Another process takes it over when the lease has run out, not before.
  receiver.react = accept;
  const clock = new MovingClock(new Date().toISOString());
  const safeFetch = createSafeFetch(toLoopback);
  const { parts } = await openTestStudio({ restartOf: studio, clock, safeFetch });
  const { log, worker } = parts.webhooks;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(receiver.messages).toHaveLength(1);
  clock.advance(MINUTE_MS);
  worker.wake();
  const delivery = await eventually(async () => {
    const [found] = (await log.list(userId, id, { limit: 1, offset: 0 })).deliveries;
    return found?.state === 'delivered' && log.read(userId, id, found.id);
  });
  expect(delivery.attempts).toMatchObject([
    { number: 2, failure: null, statusCode: 204 },
    { number: 1, failure: 'interrupted', statusCode: null, durationMs: null, isUnderWay: false },
  ]);
  expect(receiver.messages).toHaveLength(2);
  const [first, second] = receiver.messages;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
}, 60_000);

test('a process that stops cuts off what takes too long and leaves it to the next one at once', async () => {
  const { receiver, studio, userId, addEndpoint, giveCredits } = await openWebhookBench({
    webhookTimeoutMs: MINUTE_MS,
  });
  receiver.react = () => undefined;
  const { id } = await addEndpoint();
  await giveCredits();
  await eventually(async () => receiver.messages.length === 1);
  await studio.stop();
  receiver.react = accept;
  const again = await openTestStudio({
    restartOf: studio,
    clock: new MovingClock(),
    safeFetch: createSafeFetch(toLoopback),
  });
  const { log } = again.parts.webhooks;
  const delivery = await eventually(async () => {
    const [found] = (await log.list(userId, id, { limit: 1, offset: 0 })).deliveries;
    return found?.state === 'delivered' && log.read(userId, id, found.id);
  });
  expect(delivery.attempts.map(({ failure }) => failure)).toEqual([null, 'interrupted']);
});

test(`none of ${HOSTILE_HOSTS.length} hostile hosts can be given, nor reached when one is in the database`, async () => {
  const receiver = await openReceiver();
  const studio = await openTestStudio({ safeFetch: createSafeFetch({ lookup }) });
  const { account } = await studio.user();
  const { endpoints, log } = studio.parts.webhooks;
  const wish = { description: '', events: ['credits.changed' as const], isActive: true };
  // The guard is the real one here, and this name resolves to this machine.
  const url = `http://rebound.example:${receiver.port}/`;
  const { id } = await endpoints.create(account.id, { url, ...wish });
  const isRefused = async (address: string): Promise<void> => {
    await studio.parts.database.transaction(({ query }) =>
      query.updateTable('webhook_endpoints').set({ url: address }).where('id', '=', id).execute(),
    );
    const test = await log.sendTest(account.id, id);
    const ended = await eventually(async () => {
      const found = await log.read(account.id, id, test.id);
      return found.state !== 'pending' && found;
    });
    expect([address, ended.state, ended.lastFailure]).toEqual([address, 'failed', 'address_refused']);
  };
  await isRefused(url);
  for (const host of HOSTILE_HOSTS) {
    for (const address of [`http://${host}:${receiver.port}/`, `https://${host}:${receiver.port}/`]) {
      await expect(endpoints.create(account.id, { url: address, ...wish })).rejects.toMatchObject({
        code: 'url_refused',
      });
    }
    await isRefused(`http://${host}:${receiver.port}/`);
  }
  expect(receiver.connections()).toBe(0);
});

test('an endpoint that answers with a redirect inside is not followed there', async () => {
  const inside = await openReceiver();
  const { receiver, addEndpoint, giveCredits, newest } = await openWebhookBench();
  receiver.react = (response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${inside.port}/` }).end();
  const { id } = await addEndpoint();
  await giveCredits();
  const delivery = await newest(id, ({ attemptCount, isUnderWay }) => attemptCount === 1 && !isUnderWay);
  expect(delivery).toMatchObject({ lastFailure: 'redirected', lastStatusCode: 307 });
  expect(inside.connections()).toBe(0);
});

test('a delivery can be sent again: an ended one from the start, a waiting one now; the id stays', async () => {
  const bench = await openWebhookBench();
  const { receiver, studio, userId, addEndpoint, giveCredits, newest, advance } = bench;
  const { id } = await addEndpoint();
  const { log, endpoints } = studio.parts.webhooks;
  await giveCredits();
  const delivered = await newest(id);
  await log.redeliver(userId, id, delivered.id);
  await eventually(async () => receiver.messages.length === 2);
  expect(await newest(id)).toMatchObject({ id: delivered.id, state: 'delivered', attemptCount: 2 });
  expect(receiver.messages[1]?.headers['webhook-id']).toBe(delivered.id);

  receiver.react = (response) => response.writeHead(500).end();
  advance(1000);
  await giveCredits();
  const waiting = await newest(id, ({ attemptCount, isUnderWay }) => attemptCount === 1 && !isUnderWay);
  receiver.react = accept;
  await log.redeliver(userId, id, waiting.id);
  expect(await newest(id)).toMatchObject({ id: waiting.id, state: 'delivered', attemptCount: 2 });

  await endpoints.update(userId, id, { isActive: false });
  await expect(log.redeliver(userId, id, waiting.id)).rejects.toMatchObject({ code: 'webhook_off' });
});

test('a test message is sent once, also to an endpoint that is off, and does not count as failing', async () => {
  const { receiver, studio, userId, addEndpoint, newest, advance } = await openWebhookBench();
  const { id } = await addEndpoint({ isActive: false });
  const { log, endpoints } = studio.parts.webhooks;
  await log.sendTest(userId, id);
  expect(await newest(id)).toMatchObject({ type: 'webhook.test', state: 'delivered' });
  expect(JSON.parse(receiver.messages[0]?.body ?? '')).toMatchObject({
    type: 'webhook.test',
    data: { webhookId: id },
  });
  receiver.react = (response) => response.writeHead(404).end('no such route');
  advance(1000);
  await log.sendTest(userId, id);
  expect(await newest(id)).toMatchObject({
    state: 'failed',
    attemptCount: 1,
    lastStatusCode: 404,
  });
  expect(await endpoints.get(userId, id)).toMatchObject({ failingSince: null, disabled: null });
});

test('switching off or deleting ends what waits, and nothing is sent afterwards', async () => {
  const { receiver, studio, userId, urlOf, addEndpoint, giveCredits, newest, advance } =
    await openWebhookBench();
  receiver.react = (response) => response.writeHead(500).end();
  const off = await addEndpoint({ url: urlOf('/off') });
  const gone = await addEndpoint({ url: urlOf('/gone') });
  await giveCredits();
  for (const { id } of [off, gone])
    await newest(id, ({ attemptCount, isUnderWay }) => attemptCount === 1 && !isUnderWay);
  const { endpoints, sweeper } = studio.parts.webhooks;
  await endpoints.update(userId, off.id, { isActive: false });
  await endpoints.delete(userId, gone.id);
  expect(await newest(off.id)).toMatchObject({ state: 'canceled' });
  await expect(endpoints.get(userId, gone.id)).rejects.toMatchObject({ code: 'not_found' });
  await giveCredits();
  advance(DAY_MS);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(receiver.messages).toHaveLength(2);
  await sweeper.sweep();
  const { read } = studio.parts.database;
  const left = await read.selectFrom('webhook_endpoints').select('id').execute();
  expect(left).toEqual([{ id: off.id }]);
  const deliveries = await read.selectFrom('webhook_deliveries').select('endpoint_id').execute();
  expect(new Set(deliveries.map(({ endpoint_id }) => endpoint_id))).toEqual(new Set([off.id]));
});

test('the log is kept for thirty days', async () => {
  const { studio, addEndpoint, giveCredits, newest, advance } = await openWebhookBench();
  const { id } = await addEndpoint();
  await giveCredits();
  await newest(id);
  const { sweeper } = studio.parts.webhooks;
  const count = async (table: 'webhook_deliveries' | 'webhook_attempts') =>
    (await studio.parts.database.read.selectFrom(table).select('id').execute()).length;
  advance(30 * DAY_MS - 1000);
  await sweeper.sweep();
  expect([await count('webhook_deliveries'), await count('webhook_attempts')]).toEqual([1, 1]);
  advance(2000);
  await sweeper.sweep();
  expect([await count('webhook_deliveries'), await count('webhook_attempts')]).toEqual([0, 0]);
});

test('secrets are sealed in the database and move to a new master key at the next start', async () => {
  const { studio, userId, receiver, addEndpoint } = await openWebhookBench();
  const { id, secret } = await addEndpoint();
  const sealed = async (database = studio.parts.database) => {
    const row = await database.read
      .selectFrom('webhook_endpoints')
      .select(['secret_sealed', 'secret_hint'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row;
  };
  const before = await sealed();
  expect(JSON.stringify(before)).not.toContain(secret.slice(6, 30));
  expect(before.secret_hint).toBe(secret.slice(-4));
  await studio.stop();

  const environment = { SECRETS_KEY: randomBytes(32).toString('hex') };
  const safeFetch = createSafeFetch(toLoopback);
  const next = await openTestStudio({ restartOf: studio, environment, safeFetch });
  const after = await sealed(next.parts.database);
  expect(after.secret_sealed).not.toBe(before.secret_sealed);
  expect(next.parts.seals.isCurrent(after.secret_sealed)).toBe(true);
  expect(next.parts.seals.open(after.secret_sealed, `webhook:${id}`)).toBe(secret);
  await next.stop();

  // A key that is lost keeps deliveries from being signed; nothing goes out unsigned, and the endpoint is not blamed.
  const other = { SECRETS_KEY: randomBytes(32).toString('hex') };
  const lost = await openTestStudio({
    restartOf: studio,
    environment: other,
    safeFetch: createSafeFetch(toLoopback),
  });
  const { log, endpoints } = lost.parts.webhooks;
  const test = await log.sendTest(userId, id);
  const ended = await eventually(async () => {
    const found = await log.read(userId, id, test.id);
    return found.state !== 'pending' && found;
  });
  expect(ended).toMatchObject({ state: 'failed', lastFailure: 'not_signed' });
  expect(receiver.messages).toHaveLength(0);
  expect((await endpoints.get(userId, id)).failingSince).toBeNull();
});
