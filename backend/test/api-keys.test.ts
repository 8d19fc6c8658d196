import type { ApiKey, ApiKeyUsage } from '@atelier/shared/contracts/api-key';
import { MAX_API_KEYS, MAX_REVOKED_API_KEYS_LISTED } from '@atelier/shared/limits';
import { sql } from 'kysely';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createLogger } from '../src/lib/logger.ts';
import { makeKey, openWithKey } from './api-key-client.ts';
import { EventReader, serveStudio } from './event-reader.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, type TestStudio, type TestStudioOptions } from './test-studio.ts';

async function open(options: TestStudioOptions = {}) {
  const clock = new MovingClock();
  const studio = await openTestStudio({ work: false, clock, ...options });
  const session = await studio.user(100);
  return { studio, clock, session, owner: new TaskClient(studio, session) };
}

const listOf = async (owner: TaskClient): Promise<ApiKey[]> =>
  (await owner.send('get', '/api/keys')).body.data;

/** Every value of every table, as one text. */
async function everythingStored({ parts: { database } }: TestStudio): Promise<string> {
  const { rows: tables } = await (database.dialect === 'sqlite'
    ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
    : sql<{
        name: string;
      }>`select table_name as name from information_schema.tables where table_schema = 'public'`
  ).execute(database.read);
  expect(tables.length).toBeGreaterThan(14);
  const contents = await Promise.all(
    tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(database.read)),
  );
  return JSON.stringify(contents.map(({ rows }) => rows));
}

test('a key is shown once; afterwards the server has its hash and eight of its characters', async () => {
  const { studio, session, owner } = await open();
  const wish = {
    name: '  Listing script ',
    scopes: ['create', 'read'] as const,
    expiresAt: '2026-06-01T08:00:00+08:00',
    requestsPerMinute: 60,
    creditsPerMonth: 500,
  };
  const { key, secret } = await makeKey(studio, session, { ...wish, scopes: [...wish.scopes] });
  expect(secret).toMatch(/^atl_[0-9A-Za-z]{49}$/);
  expect(key).toEqual({
    id: expect.stringMatching(/^key_/),
    name: 'Listing script',
    prefix: secret.slice(0, 8),
    lastFour: secret.slice(-4),
    scopes: ['read', 'create'],
    state: 'active',
    requestsPerMinute: 60,
    creditsPerMonth: 500,
    month: {
      startsAt: '2026-03-01T00:00:00.000Z',
      endsAt: '2026-04-01T00:00:00.000Z',
      tasks: 0,
      held: 0,
      spent: 0,
    },
    createdAt: '2026-03-01T08:00:00.000Z',
    expiresAt: '2026-06-01T00:00:00.000Z',
    revokedAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
  });
  expect(await listOf(owner)).toEqual([key]);
  const stored = await everythingStored(studio);
  expect(stored).toContain(key.prefix);
  expect(stored).not.toContain(secret);
  expect(stored).not.toContain(secret.slice(8, -4));
});

test('refuses wishes outside the limits and moments that are past', async () => {
  const { owner } = await open();
  const wish = { name: 'script', scopes: ['read'] };
  const wrong: ReadonlyArray<readonly [field: string, change: object]> = [
    ['name', { name: '   ' }],
    ['name', { name: 'x'.repeat(61) }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['read', 'read'] }],
    ['scopes.0', { scopes: ['operator'] }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['expiresAt', { expiresAt: '2026-03-01T08:00:00Z' }],
    ['requestsPerMinute', { requestsPerMinute: 0 }],
    ['requestsPerMinute', { requestsPerMinute: 601 }],
    ['creditsPerMonth', { creditsPerMonth: 0.5 }],
    ['creditsPerMonth', { creditsPerMonth: -1 }],
  ];
  for (const [field, change] of wrong) {
    const { status, body } = await owner.send('post', '/api/keys').send({ ...wish, ...change });
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([400, 'request_invalid', field]);
  }
  const unknown = await owner.send('post', '/api/keys').send({ ...wish, role: 'operator' });
  expect(unknown.status).toBe(400);
  expect(await listOf(owner)).toEqual([]);
});

test('name, expiry and limits can be changed and taken off; scopes and revoked keys cannot', async () => {
  const { studio, session, owner, clock } = await open();
  const { key, client } = await makeKey(studio, session, { requestsPerMinute: 5 });
  const change = (body: object) => owner.send('patch', `/api/keys/${key.id}`).send(body);
  const limits = { requestsPerMinute: null, creditsPerMonth: 7 };
  expect((await change(limits)).body.data).toMatchObject({ name: 'script', ...limits });
  // Two changes at once do not undo each other.
  await Promise.all([
    change({ name: 'renamed' }),
    change({ expiresAt: '2026-03-01T09:00:00Z' }),
    change({ creditsPerMonth: 8 }),
  ]);
  expect((await change({})).body.data).toMatchObject({
    name: 'renamed',
    expiresAt: '2026-03-01T09:00:00.000Z',
    creditsPerMonth: 8,
  });
  expect((await change({ scopes: ['read'] })).status).toBe(400);
  expect((await change({ expiresAt: '2026-03-01T07:00:00Z' })).body.errors[0].field).toBe('expiresAt');

  clock.advance(60 * 60_000 - 1);
  const late = await client.send('get', '/api/credits');
  clock.advance(1);
  const tooLate = await client.send('get', '/api/credits');
  expect([late.status, tooLate.status, tooLate.body.code]).toEqual([200, 401, 'api_key_expired']);
  const renewing = new TaskClient(studio, await signInAgain(studio, session.account.email));
  expect((await listOf(renewing))[0]?.state).toBe('expired');
  const renewed = await renewing.send('patch', `/api/keys/${key.id}`).send({ expiresAt: null });
  expect(renewed.body.data.state).toBe('active');
  expect((await client.send('get', '/api/credits')).status).toBe(200);

  await renewing.send('delete', `/api/keys/${key.id}`);
  const dead = await renewing.send('patch', `/api/keys/${key.id}`).send({ name: 'back' });
  expect([dead.status, dead.body.code]).toEqual([409, 'api_key_not_changeable']);
});

async function signInAgain({ parts }: TestStudio, email: string) {
  return parts.accounts.signIn({ email, password: 'correct horse', address: '127.0.0.1' });
}

test('a revoked key is refused from the answer on, in every process, and stays on record', async () => {
  const { studio, clock, session, owner } = await open();
  const [first, second] = [await makeKey(studio, session), await makeKey(studio, session)];
  for (const { client } of [first, second])
    expect((await client.send('get', '/api/credits')).status).toBe(200);
  const revoked = await owner.send('delete', `/api/keys/${first.key.id}`);
  expect(revoked.body.data).toMatchObject({ state: 'revoked', revokedAt: '2026-03-01T08:00:00.000Z' });
  const refused = await first.client.send('get', '/api/credits');
  expect([refused.status, refused.body.code]).toEqual([401, 'api_key_revoked']);
  // Another process only leaves its row behind.
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('api_keys').set({ revoked_at: 'now' }).where('id', '=', second.key.id).execute(),
  );
  expect((await second.client.send('get', '/api/credits')).body.code).toBe('api_key_revoked');
  // Revoking again changes nothing.
  clock.advance(60_000);
  const again = await owner.send('delete', `/api/keys/${first.key.id}`);
  expect(again.body.data).toEqual(revoked.body.data);
});

test('lists every key that is not revoked and the latest revoked ones; an account has room for so many', async () => {
  const { studio, clock, session, owner } = await open();
  const made = [];
  for (let index = 0; index < MAX_REVOKED_API_KEYS_LISTED + 2; index += 1) {
    const { key } = await makeKey(studio, session, { name: `old ${index}` });
    clock.advance(1);
    await owner.send('delete', `/api/keys/${key.id}`);
  }
  for (let index = 0; index < MAX_API_KEYS - 3; index += 1)
    made.push((await makeKey(studio, session, { name: `key ${index}` })).key.id);
  const wish = { name: 'at once', scopes: ['read'] };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => owner.send('post', '/api/keys').send(wish)),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  for (const { status, body } of answers)
    if (status !== 201) expect([status, body.code]).toEqual([409, 'api_keys_too_many']);
  const keys = await listOf(owner);
  expect(keys.filter(({ state }) => state === 'active')).toHaveLength(MAX_API_KEYS);
  expect(keys.filter(({ state }) => state === 'revoked')).toHaveLength(MAX_REVOKED_API_KEYS_LISTED);
  expect(keys.some(({ name }) => name === 'old 0')).toBe(false);
  await owner.send('delete', `/api/keys/${made[0]}`);
  expect((await owner.send('post', '/api/keys').send(wish)).status).toBe(201);
});

test('a repeated wish makes no second key and cannot show the secret again', async () => {
  const { studio, owner } = await open();
  const wish = { name: 'script', scopes: ['read'] };
  const send = (body: object, key = 'click-1') =>
    owner.send('post', '/api/keys').set('Idempotency-Key', key).send(body);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(wish)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body.data.key.id)).size).toBe(1);
  const shown = answers.filter(({ body }) => body.data.secret !== null);
  expect(shown).toHaveLength(1);
  for (const { body, headers } of answers)
    expect(headers['idempotent-replayed']).toBe(body.data.secret === null ? 'true' : undefined);
  expect((await send({ ...wish, name: 'other' })).body.code).toBe('idempotency_key_reused');
  expect((await send(wish, 'white space')).body.code).toBe('idempotency_key_invalid');
  expect(await listOf(owner)).toHaveLength(1);
  // Somebody else's word for their wish is theirs alone.
  const stranger = new TaskClient(studio, await studio.user());
  const theirs = await stranger.send('post', '/api/keys').set('Idempotency-Key', 'click-1').send(wish);
  expect(theirs.body.data.secret).not.toBe(null);
});

test("nobody sees, changes, revokes or uses somebody else's keys", async () => {
  const { studio, session, owner } = await open();
  const { key, client } = await makeKey(studio, session, { name: 'mine' });
  const stranger = new TaskClient(studio, await studio.user());
  const attempts = [
    stranger.send('patch', `/api/keys/${key.id}`).send({ name: 'yours' }),
    stranger.send('delete', `/api/keys/${key.id}`),
    stranger.send('get', `/api/keys/${key.id}/usage`),
  ];
  for (const { status, body } of await Promise.all(attempts)) {
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect(JSON.stringify(body)).not.toContain(key.prefix);
  }
  expect(await listOf(stranger)).toEqual([]);
  expect(await listOf(owner)).toEqual([key]);
  // What a key reads is its owner's.
  expect((await client.send('get', '/api/credits')).body.data.credits).toBe(100);
});

test('a key dies with the account that owns it', async () => {
  const { studio, session } = await open();
  const { client } = await makeKey(studio, session);
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('users').set({ is_active: 0 }).where('id', '=', session.account.id).execute(),
  );
  studio.parts.userStates.forget(session.account.id);
  const answer = await client.send('get', '/api/credits');
  expect([answer.status, answer.body.code]).toEqual([403, 'account_disabled']);
});

test('the last use is written with its address, at most once a minute', async () => {
  const { studio, clock, session, owner } = await open({ environment: { TRUST_PROXY: '1' } });
  const { key, client } = await makeKey(studio, session);
  const usedAt = async () => {
    const [{ lastUsedAt, lastUsedAddress } = { lastUsedAt: null, lastUsedAddress: null }] =
      await listOf(owner);
    return [lastUsedAt, lastUsedAddress];
  };
  const use = (address: string) => client.send('get', '/api/credits').set('X-Forwarded-For', address);
  await Promise.all([use('203.0.113.7'), use('203.0.113.7'), use('203.0.113.7')]);
  expect(await usedAt()).toEqual(['2026-03-01T08:00:00.000Z', '203.0.113.7']);
  clock.advance(59_999);
  await use('203.0.113.8');
  expect(await usedAt()).toEqual(['2026-03-01T08:00:00.000Z', '203.0.113.7']);
  clock.advance(1);
  await use('::ffff:203.0.113.9');
  expect(await usedAt()).toEqual(['2026-03-01T08:01:00.000Z', '203.0.113.9']);
  // Another process wrote just now.
  clock.advance(60_000);
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('api_keys')
      .set({ last_used_at: '2026-03-01T08:01:30.000Z' })
      .where('id', '=', key.id)
      .execute(),
  );
  await use('203.0.113.10');
  expect(await usedAt()).toEqual(['2026-03-01T08:01:30.000Z', '203.0.113.9']);
});

test('a use that cannot be written down is let through and told to the operator', async () => {
  const lines: string[] = [];
  const { studio, session } = await open({ logger: loggerInto(lines) });
  const { client } = await makeKey(studio, session);
  const { database } = studio.parts;
  const transaction = database.transaction;
  database.transaction = async () => {
    throw new Error('the disk is full');
  };
  expect((await client.send('get', '/api/credits')).status).toBe(200);
  database.transaction = transaction;
  expect(lines.join('')).toContain('the last use of an API key could not be written');
});

/** The server's own logger, redaction included, writing everything it has to say into a list. */
const loggerInto = (lines: string[]) => createLogger('trace', { write: (line) => void lines.push(line) });

test('no log line has a key or a part of one, whatever happens', async () => {
  const lines: string[] = [];
  const studio = await openTestStudio({ work: false, logger: loggerInto(lines) });
  const { session, secret, key, client, owner, order } = await openWithKey(studio, { creditsPerMonth: 1 });
  await order(client);
  await order(client);
  studio.parts.tasks.quote = async () => {
    throw new Error('broken on purpose');
  };
  const broken = await client.send('post', '/api/quotes').send({ taskType: 'basic_clean', inputCount: 1 });
  expect(broken.status).toBe(500);
  await request(studio.app).get('/api/keys').set('X-API-Key', secret);
  await request(studio.app)
    .get('/api/credits')
    .set('X-API-Key', `${secret.slice(0, -1)}_`);
  await client.send('post', '/api/tasks').set('Content-Type', 'application/json').send('{broken');
  await owner.send('delete', `/api/keys/${key.id}`);
  await client.send('get', '/api/credits');
  const log = lines.join('');
  expect(log).toContain('broken on purpose');
  expect(log).toContain('/api/keys');
  expect(log).not.toContain(secret.slice(4, 20));
  expect(log).not.toContain(session.accessToken);
});

test('usage is told by day and by month, for its owner only', async () => {
  const clock = new MovingClock('2026-03-30T23:30:00.000Z');
  const studio = await openTestStudio({ work: false, clock });
  const { owner, session, key, client, order } = await openWithKey(studio);
  await order(client, 2);
  const { id } = (await order(client, 1)).body.data;
  clock.advance(31 * 60_000);
  const { body } = await order(client, 3);
  await client.send('post', `/api/tasks/${id}/cancel`);
  const renewed = new TaskClient(studio, await signInAgain(studio, session.account.email));
  const usage: ApiKeyUsage = (await renewed.send('get', `/api/keys/${key.id}/usage?days=3`)).body.data;
  expect(usage.days).toEqual([
    { day: '2026-03-29', tasks: 0, held: 0, spent: 0 },
    { day: '2026-03-30', tasks: 2, held: 2, spent: 0 },
    { day: '2026-03-31', tasks: 1, held: 3, spent: 0 },
  ]);
  expect(usage.key.month).toMatchObject({ tasks: 3, held: 5, spent: 0 });
  await studio.parts.database.transaction((transaction) =>
    studio.parts.ledger.settle(
      transaction,
      { userId: owner.userId, taskId: body.data.id, attempt: 1 },
      // Only part of what was ordered came: the rest is given back.
      2,
    ),
  );
  const after: ApiKeyUsage = (await renewed.send('get', `/api/keys/${key.id}/usage`)).body.data;
  expect(after.days).toHaveLength(30);
  expect(after.days.at(-1)).toEqual({ day: '2026-03-31', tasks: 1, held: 0, spent: 2 });
  expect(after.key.month).toMatchObject({ tasks: 3, held: 2, spent: 2 });
  clock.advance(24 * 60 * 60_000);
  const april = new TaskClient(studio, await signInAgain(studio, session.account.email));
  expect((await listOf(april))[0]?.month).toMatchObject({
    startsAt: '2026-04-01T00:00:00.000Z',
    tasks: 0,
    held: 0,
    spent: 0,
  });
  for (const days of ['0', '93', 'all'])
    expect((await april.send('get', `/api/keys/${key.id}/usage?days=${days}`)).status).toBe(400);
});

test('a live stream opened with a key ends with it: at once here, at the next heartbeat elsewhere', async () => {
  const heartbeatMs = 300;
  const studio = await openTestStudio({ work: false, heartbeatMs });
  const session = await studio.user();
  const owner = new TaskClient(studio, session);
  const keys = [
    await makeKey(studio, session),
    await makeKey(studio, session),
    await makeKey(studio, session),
  ];
  const { url } = await serveStudio(studio);
  const readers = [session.accessToken, ...keys.map(({ secret }) => secret)].map(
    (token) => new EventReader(url, token),
  );
  for (const reader of readers) expect(await reader.opened).toBe(200);
  const [page, here, elsewhere, kept] = readers;
  await owner.send('delete', `/api/keys/${keys[0]?.key.id}`);
  await here?.ended;
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('api_keys')
      .set({ revoked_at: 'now' })
      .where('id', '=', keys[1]?.key.id ?? '')
      .execute(),
  );
  await elsewhere?.ended;
  const beats = [page?.heartbeats ?? 0, kept?.heartbeats ?? 0];
  await new Promise((resolve) => setTimeout(resolve, 3 * heartbeatMs));
  expect(page?.heartbeats).toBeGreaterThan(beats[0] ?? 0);
  expect(kept?.heartbeats).toBeGreaterThan(beats[1] ?? 0);
  await Promise.all([page?.cut(), kept?.cut()]);
});
