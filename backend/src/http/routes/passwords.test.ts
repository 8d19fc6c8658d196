import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { openTestAccounts, type TestAccountOptions } from '../../../test/test-accounts.ts';
import { RESET_LINK_LIFETIME_MS } from '../../accounts/reset-links.ts';

const MINA = { email: 'mina@example.com', username: 'mina', password: 'correct horse' };
const NEW_PASSWORD = 'a better battery';

async function open(options: TestAccountOptions = {}) {
  const parts = await openTestAccounts(options);
  const http = request(parts.app);
  const { body } = await http.post('/api/auth/register').send(MINA).expect(201);
  const userId: string = body.data.account.id;
  const signIn = (password: string) => http.post('/api/auth/login').send({ email: MINA.email, password });
  const me = (accessToken: string) => http.get('/api/auth/me').set('Authorization', `Bearer ${accessToken}`);
  const refresh = (refreshToken: string) => http.post('/api/auth/refresh').send({ refreshToken });
  const change = (accessToken: string, currentPassword: string, newPassword = NEW_PASSWORD) =>
    http
      .post('/api/auth/password')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ currentPassword, newPassword });
  const reset = (token: string, newPassword = NEW_PASSWORD) =>
    http.post('/api/auth/reset').send({ token, newPassword });
  const link = async () => (await parts.resetLinks.make(userId, null)).token;
  const setActive = async (isActive: number) => {
    await parts.database.transaction(({ query }) =>
      query.updateTable('users').set({ is_active: isActive }).execute(),
    );
    parts.userStates.forget(userId);
  };
  const changes = () =>
    parts.database.read
      .selectFrom('user_changes')
      .select(['user_id', 'changed_by', 'field'])
      .orderBy('id')
      .execute();
  return {
    ...parts,
    http,
    first: body.data,
    userId,
    signIn,
    me,
    refresh,
    change,
    reset,
    link,
    setActive,
    changes,
  };
}

describe('POST /api/auth/password', () => {
  test('ends every other session at once and goes on with this one', async () => {
    const { first, signIn, me, refresh, change, clock, userId, changes } = await open();
    const other = (await signIn(MINA.password).expect(200)).body.data;
    clock.advance(1000);
    const answer = await change(first.accessToken, MINA.password).expect(200);
    const cookies = String(answer.headers['set-cookie']);
    expect(cookies).toContain(`atelier_access=${answer.body.data.accessToken}`);
    expect(cookies).toContain(`atelier_refresh=${answer.body.data.refreshToken}`);
    for (const ended of [first, other]) {
      expect((await me(ended.accessToken).expect(401)).body.code).toBe('token_expired');
      expect((await refresh(ended.refreshToken).expect(401)).body.code).toBe('token_invalid');
    }
    await me(answer.body.data.accessToken).expect(200);
    await refresh(answer.body.data.refreshToken).expect(200);
    await signIn(MINA.password).expect(401);
    await signIn(NEW_PASSWORD).expect(200);
    expect(await changes()).toEqual([{ user_id: userId, changed_by: userId, field: 'password' }]);
  });

  test('wrong current passwords count as failed sign-ins, and change nothing', async () => {
    const { first, signIn, change, me } = await open();
    for (let failure = 0; failure < 5; failure += 1) {
      const refused = await change(first.accessToken, 'wrong').expect(403);
      expect(refused.body.code).toBe('current_password_wrong');
    }
    expect((await change(first.accessToken, MINA.password).expect(429)).body.code).toBe('sign_in_limited');
    expect((await signIn(MINA.password).expect(429)).body.code).toBe('sign_in_limited');
    await me(first.accessToken).expect(200);
  });

  test('a right one is not counted', async () => {
    const { first, change } = await open();
    let { accessToken } = first;
    for (let turn = 0; turn < 7; turn += 1) {
      const [from, to] = turn % 2 === 0 ? [MINA.password, NEW_PASSWORD] : [NEW_PASSWORD, MINA.password];
      accessToken = (await change(accessToken, from, to).expect(200)).body.data.accessToken;
    }
  });

  test('the rule for passwords holds here too', async () => {
    const { first, change, signIn } = await open();
    const refused = await change(first.accessToken, MINA.password, 'short').expect(400);
    expect(refused.body).toMatchObject({ code: 'request_invalid', errors: [{ field: 'newPassword' }] });
    await signIn(MINA.password).expect(200);
  });

  test('of two changes at once with the same current password one is refused', async () => {
    const { first, change } = await open();
    const answers = await Promise.all(
      ['one new password', 'another password'].map((password) =>
        change(first.accessToken, MINA.password, password),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  });

  test('a link that was still open stops working', async () => {
    const { first, change, link, reset } = await open();
    const token = await link();
    await change(first.accessToken, MINA.password).expect(200);
    expect((await reset(token).expect(403)).body.code).toBe('reset_link_invalid');
  });
});

describe('POST /api/auth/reset', () => {
  test('sets the password once, ends all sessions and signs in', async () => {
    const { first, link, reset, me, refresh, signIn, clock, userId, changes } = await open();
    const token = await link();
    clock.advance(1000);
    const answer = await reset(token).expect(200);
    expect(String(answer.headers['set-cookie'])).toContain('atelier_refresh=');
    await me(answer.body.data.accessToken).expect(200);
    await me(first.accessToken).expect(401);
    await refresh(first.refreshToken).expect(401);
    await signIn(MINA.password).expect(401);
    await signIn(NEW_PASSWORD).expect(200);
    expect((await reset(token, 'a third password').expect(403)).body.code).toBe('reset_link_invalid');
    await signIn(NEW_PASSWORD).expect(200);
    expect(await changes()).toEqual([
      { user_id: userId, changed_by: null, field: 'reset_link' },
      { user_id: userId, changed_by: userId, field: 'password' },
    ]);
  });

  test('of requests at once with one link one wins', async () => {
    const { link, reset } = await open();
    const token = await link();
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, index) => reset(token, `password number ${index}`)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403]);
  });

  test('a link runs out after a day, and when a newer one is made', async () => {
    const { link, reset, clock } = await open();
    const late = await link();
    clock.advance(RESET_LINK_LIFETIME_MS);
    expect((await reset(late).expect(403)).body.code).toBe('reset_link_invalid');
    const older = await link();
    const newer = await link();
    expect((await reset(older).expect(403)).body.code).toBe('reset_link_invalid');
    await reset(newer).expect(200);
  });

  test('only a hash of the token is stored, and a made-up one is refused', async () => {
    const { link, reset, database } = await open();
    const token = await link();
    const rows = await database.read.selectFrom('password_resets').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    for (const wrong of [`${token}x`, rows[0]?.token_hash ?? '', rows[0]?.id ?? ''])
      expect((await reset(wrong).expect(403)).body.code).toBe('reset_link_invalid');
  });

  test('an account that is switched off stays shut, and its link good for later', async () => {
    const { link, reset, signIn, setActive } = await open();
    const token = await link();
    await setActive(0);
    expect((await reset(token).expect(403)).body.code).toBe('account_disabled');
    await setActive(1);
    await signIn(MINA.password).expect(200);
    await reset(token).expect(200);
  });

  test('is limited per network address as signing in is', async () => {
    const { reset } = await open({ rateLimits: { signingIn: { requests: 2, windowMs: 60_000 } } });
    for (let turn = 0; turn < 2; turn += 1) await reset('made-up').expect(403);
    expect((await reset('made-up').expect(429)).body.code).toBe('rate_limited');
  });

  test('helps an account whose password was guessed at too often', async () => {
    const { link, reset, signIn } = await open();
    for (let failure = 0; failure < 6; failure += 1) await signIn('wrong');
    await reset(await link()).expect(200);
  });
});
