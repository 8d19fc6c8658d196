import type { AdminUser, UserChange } from '@atelier/shared/contracts/user';
import pino from 'pino';
import request from 'supertest';
import { expect, test } from 'vitest';
import { makeKey } from './api-key-client.ts';
import { EventReader, serveStudio } from './event-reader.ts';
import { TaskClient } from './task-client.ts';
import {
  giveMembership,
  makeOperator,
  openTestStudio,
  TEST_PASSWORD,
  type TestStudioOptions,
} from './test-studio.ts';

async function open(options: TestStudioOptions = {}) {
  const studio = await openTestStudio({ work: false, ...options });
  const session = await studio.user();
  const operator = new TaskClient(studio, session);
  await makeOperator(studio, operator.userId);
  const change = (userId: string, body: object, by = operator) =>
    by.send('patch', `/api/admin/users/${userId}`).send(body);
  const list = async (query = ''): Promise<AdminUser[]> =>
    (await operator.send('get', `/api/admin/users${query}`)).body.data;
  const another = async () => {
    const client = new TaskClient(studio, await studio.user());
    await makeOperator(studio, client.userId);
    return client;
  };
  const notes = () =>
    studio.parts.database.read
      .selectFrom('user_changes')
      .select(['user_id', 'changed_by', 'field', 'old_value', 'new_value'])
      .orderBy('id')
      .execute();
  return { studio, operator, operatorEmail: session.account.email, change, list, another, notes };
}

test('operators find accounts by address, name, role and state, page by page, with what they have', async () => {
  const { studio, operator, operatorEmail, change, list } = await open();
  const rich = await studio.user(70);
  await giveMembership(studio, rich.account.id);
  const poor = await studio.user();
  await change(poor.account.id, { isActive: false });

  expect((await list()).map(({ id }) => id)).toEqual([poor.account.id, rich.account.id, operator.userId]);
  const [found] = await list(`?search=${encodeURIComponent(rich.account.email.toUpperCase())}`);
  expect(found).toMatchObject({
    id: rich.account.id,
    email: rich.account.email,
    role: 'user',
    isActive: true,
    credits: 70,
    held: 0,
    membership: { plan: 'Pro', active: true },
  });
  expect(JSON.stringify(await list())).not.toMatch(/argon2|password/);
  const name = rich.account.username ?? '';
  expect((await list(`?search=${name.toUpperCase()}`)).map(({ id }) => id)).toContain(rich.account.id);
  expect(await list(`?search=${rich.account.id}`)).toHaveLength(1);
  expect(await list('?search=%25')).toEqual([]);
  expect((await list('?role=operator')).map(({ email }) => email)).toEqual([operatorEmail]);
  expect((await list('?state=disabled')).map(({ id }) => id)).toEqual([poor.account.id]);
  expect(await list('?state=active')).toHaveLength(2);

  const { body } = await operator.send('get', '/api/admin/users?limit=2&offset=0');
  expect(body.pagination).toEqual({ total: 3, limit: 2, offset: 0, hasMore: true });
  expect((await list('?limit=2&offset=2')).map(({ id }) => id)).toEqual([operator.userId]);
  for (const query of ['role=king', 'state=1', 'limit=0', 'search=']) {
    expect((await operator.send('get', `/api/admin/users?${query}`)).body.code).toBe('request_invalid');
  }
});

test('a switched-off account is shut at once: sessions, tokens, keys and live streams', async () => {
  // No heartbeat comes in time to end the stream.
  const { studio, operator, change, notes } = await open({ heartbeatMs: 3_600_000 });
  const session = await studio.user();
  const userId = session.account.id;
  const user = new TaskClient(studio, session);
  const { client: program } = await makeKey(studio, session);
  const server = await serveStudio(studio);
  const stream = new EventReader(server.url, session.accessToken);
  expect(await stream.opened).toBe(200);
  // Both are remembered as active now.
  expect((await user.send('get', '/api/auth/me')).status).toBe(200);
  expect((await program.send('get', '/api/tasks')).status).toBe(200);

  const off = await change(userId, { isActive: false });
  expect([off.status, off.body.data]).toMatchObject([200, { id: userId, isActive: false }]);
  for (const client of [user, program]) {
    const refused = await client.send('get', '/api/tasks');
    expect([refused.status, refused.body.code]).toEqual([403, 'account_disabled']);
  }
  await stream.ended;
  const http = request(studio.app);
  const renewed = await http.post('/api/auth/refresh').send({ refreshToken: session.refreshToken });
  expect(renewed.body.code).toBe('token_invalid');
  const { email } = session.account;
  const signedIn = await http.post('/api/auth/login').send({ email, password: TEST_PASSWORD });
  expect(signedIn.body.code).toBe('account_disabled');

  expect((await change(userId, { isActive: true })).body.data.isActive).toBe(true);
  expect((await program.send('get', '/api/tasks')).status).toBe(200);
  const again = await http.post('/api/auth/login').send({ email, password: TEST_PASSWORD });
  expect(again.status).toBe(200);
  const note = { user_id: userId, changed_by: operator.userId, field: 'is_active' };
  expect(await notes()).toEqual([
    { ...note, old_value: 'active', new_value: 'disabled' },
    { ...note, old_value: 'disabled', new_value: 'active' },
  ]);
});

test('the role is given and taken at once, and what changes nothing leaves no note', async () => {
  const { studio, operator, change, notes } = await open();
  const client = new TaskClient(studio, await studio.user());
  const tryIt = async () => (await client.send('get', '/api/admin/users')).status;
  expect(await tryIt()).toBe(403);
  expect((await change(client.userId, { role: 'operator' })).body.data.role).toBe('operator');
  expect(await tryIt()).toBe(200);
  await change(client.userId, { role: 'operator', isActive: true });
  await change(client.userId, { role: 'user' });
  expect(await tryIt()).toBe(403);
  const note = { user_id: client.userId, changed_by: operator.userId, field: 'role' };
  expect(await notes()).toEqual([
    { ...note, old_value: 'user', new_value: 'operator' },
    { ...note, old_value: 'operator', new_value: 'user' },
  ]);
});

test('nobody takes away his own rights, whether or not others are left', async () => {
  const { operator, change, another } = await open();
  await another();
  for (const wish of [{ isActive: false }, { role: 'user' }]) {
    const refused = await change(operator.userId, wish);
    expect([refused.status, refused.body.code]).toEqual([409, 'operator_self']);
  }
  expect((await change(operator.userId, { role: 'operator', isActive: true })).status).toBe(200);
});

test('the command line leaves the last active operator in charge', async () => {
  const { studio, operator, change, another } = await open();
  const { userDesk } = studio.parts;
  const last = expect.objectContaining({ code: 'operator_last' });
  await expect(userDesk.change(operator.userId, { role: 'user' }, null)).rejects.toEqual(last);
  const other = await another();
  await change(other.userId, { isActive: false });
  // One that is switched off is nobody to rely on.
  await expect(userDesk.change(operator.userId, { isActive: false }, null)).rejects.toEqual(last);
  expect(await userDesk.hasActiveOperator()).toBe(true);
});

test('two operators who demote or switch off each other at once leave one of them', async () => {
  const { studio, operator, another } = await open();
  const other = await another();
  const { userDesk, database } = studio.parts;
  // Many rounds below HTTP: without taking turns some of them leave nobody.
  for (let round = 0; round < 30; round += 1) {
    const wish = round % 2 === 0 ? ({ role: 'user' } as const) : { isActive: false };
    const outcomes = await Promise.allSettled([
      userDesk.change(other.userId, wish, operator.userId),
      userDesk.change(operator.userId, wish, other.userId),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await userDesk.hasActiveOperator()).toBe(true);
    await database.transaction(({ query }) =>
      query.updateTable('users').set({ role: 'operator', is_active: 1 }).execute(),
    );
  }
});

test('one who lost the role a moment ago changes nothing more, whatever his process remembers', async () => {
  const { studio, operator, change, another } = await open();
  const other = await another();
  expect((await other.send('get', '/api/admin/users')).status).toBe(200);
  // As another process would: this one still takes him for an operator.
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('users').set({ role: 'user' }).where('id', '=', other.userId).execute(),
  );
  expect((await other.send('get', '/api/admin/users')).status).toBe(200);
  const refused = await change(operator.userId, { isActive: false }, other);
  expect([refused.status, refused.body.code]).toEqual([403, 'role_required']);
});

test('wishes that name nothing, or too much, are refused', async () => {
  const { studio, operator, change } = await open();
  const { account } = await studio.user();
  for (const wish of [{}, { role: 'king' }, { isActive: 1 }, { role: 'user', credits: 5 }]) {
    const refused = await change(account.id, wish);
    expect([refused.status, refused.body.code]).toEqual([400, 'request_invalid']);
  }
  expect((await change('user_nobody', { role: 'user' })).body.code).toBe('not_found');
  const nobodys = await operator.send('post', '/api/admin/users/user_nobody/reset-link');
  expect(nobodys.body.code).toBe('not_found');
});

test('notes of changes are never altered', async () => {
  const { studio, change } = await open();
  const { account } = await studio.user();
  await change(account.id, { role: 'operator' });
  const { database } = studio.parts;
  await expect(
    database.transaction(({ query }) =>
      query.updateTable('user_changes').set({ field: 'created' }).execute(),
    ),
  ).rejects.toThrow('append-only');
  await expect(
    database.transaction(({ query }) => query.deleteFrom('user_changes').execute()),
  ).rejects.toThrow('append-only');
});

test('a reset link leads to this installation, works once and stands in no log', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const { studio, operator, notes } = await open({
    logger,
    environment: { APP_URL: 'https://studio.example.com/' },
  });
  const { account } = await studio.user();
  const made = await operator.send('post', `/api/admin/users/${account.id}/reset-link`);
  expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
  const { url, expiresAt } = made.body.data;
  expect(url).toMatch(/^https:\/\/studio\.example\.com\/reset-password#[\w-]{43}$/);
  const token = new URL(url).hash.slice(1);
  const wish = { token, newPassword: 'a better battery' };
  const http = request(studio.app);
  expect((await http.post('/api/auth/reset').send(wish)).status).toBe(200);
  expect((await http.post('/api/auth/reset').send(wish)).status).toBe(403);
  expect(await notes()).toMatchObject([
    { changed_by: operator.userId, field: 'reset_link', new_value: expiresAt },
    { changed_by: account.id, field: 'password' },
  ]);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toContain(token);
  expect(lines.join('')).not.toContain(wish.newPassword);
});

test('without an address of its own the link leads where the operator is', async () => {
  const { studio, operator } = await open();
  const { account } = await studio.user();
  const made = await operator
    .send('post', `/api/admin/users/${account.id}/reset-link`)
    .set('Host', 'pictures.local:8080');
  expect(made.body.data.url).toMatch(/^http:\/\/pictures\.local:8080\/reset-password#/);
});

test('no key has an operator’s rights or reaches a password', async () => {
  const { studio } = await open();
  const session = await studio.user();
  await makeOperator(studio, session.account.id);
  const { client: program } = await makeKey(studio, session);
  const calls = [
    program.send('get', '/api/admin/users'),
    program.send('patch', `/api/admin/users/${session.account.id}`).send({ role: 'user' }),
    program.send('post', `/api/admin/users/${session.account.id}/reset-link`),
    program
      .send('post', '/api/auth/password')
      .send({ currentPassword: TEST_PASSWORD, newPassword: 'long enough' }),
    program.send('post', '/api/auth/reset').send({ token: 'made-up', newPassword: 'long enough' }),
  ];
  for (const call of calls) expect((await call).body.code).toBe('api_key_refused');
});

test('operators see who changed what about an account, newest first and page by page; nobody else does', async () => {
  const { studio, operator, operatorEmail, change } = await open();
  const session = await studio.user();
  const { id, email } = session.account;
  await change(id, { role: 'operator' });
  await change(id, { role: 'user', isActive: false });
  await operator.send('post', `/api/admin/users/${id}/reset-link`).expect(201);
  const read = (query = '', by = operator) => by.send('get', `/api/admin/users/${id}/changes${query}`);
  const { body } = await read();
  expect(body.pagination).toMatchObject({ total: 4, hasMore: false });
  // Two changes of one wish are of the same moment.
  const found: UserChange[] = body.data;
  expect(
    found.toSorted((a, b) => `${a.field}${a.newValue}`.localeCompare(`${b.field}${b.newValue}`)),
  ).toMatchObject([
    { field: 'is_active', oldValue: 'active', newValue: 'disabled', changedBy: operatorEmail },
    { field: 'reset_link', oldValue: null, newValue: expect.stringMatching(/^20/), changedBy: operatorEmail },
    { field: 'role', oldValue: 'user', newValue: 'operator', changedBy: operatorEmail },
    { field: 'role', oldValue: 'operator', newValue: 'user', changedBy: operatorEmail },
  ]);
  const moments = found.map(({ createdAt }) => createdAt);
  expect(moments).toEqual(moments.toSorted().toReversed());
  expect((await read('?limit=1&offset=2')).body.data).toEqual([found[2]]);
  expect((await operator.send('get', '/api/admin/users/user_nobody/changes')).body.code).toBe('not_found');
  const user = new TaskClient(studio, await studio.user());
  expect((await read('', user)).body.code).toBe('role_required');
  expect(JSON.stringify(body)).not.toContain(email);
});
