import { accountSchema, sessionSchema } from '@atelier/shared/contracts/session';
import { parseSetCookie } from 'cookie';
import jsonwebtoken from 'jsonwebtoken';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { openTestAccounts, type TestAccountOptions } from '../../../test/test-accounts.ts';

const MINA = { email: 'mina@example.com', username: '米娜', password: 'correct horse' };
const SIGN_IN = { email: MINA.email, password: MINA.password };

async function openDoor(options: TestAccountOptions = {}) {
  const parts = await openTestAccounts(options);
  return { ...parts, http: request(parts.app) };
}

function cookiesOf(response: request.Response) {
  const headers: unknown = response.headers['set-cookie'];
  const list = Array.isArray(headers) ? headers.map((header) => parseSetCookie(String(header))) : [];
  return Object.fromEntries(list.map((cookie) => [cookie.name, cookie]));
}

/** The Cookie header a browser would send after an answer. */
function cookieHeader(response: request.Response): string {
  return Object.values(cookiesOf(response))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

describe('POST /api/auth/register', () => {
  test('answers 201 with a session and sets both cookies out of reach of scripts', async () => {
    const { http } = await openDoor();
    const response = await http.post('/api/auth/register').send(MINA).expect(201);
    const session = sessionSchema.parse(response.body.data);
    expect(session.account.username).toBe('米娜');
    expect(JSON.stringify(response.body)).not.toContain('argon2');
    const strict = { httpOnly: true, sameSite: 'strict' };
    const { atelier_access: access, atelier_refresh: refresh } = cookiesOf(response);
    expect(access).toMatchObject({ ...strict, value: session.accessToken, path: '/api', maxAge: 900 });
    expect(refresh).toMatchObject({
      ...strict,
      value: session.refreshToken,
      path: '/api/auth',
      maxAge: 30 * 86_400,
    });
    expect(access?.secure).toBeUndefined();
  });

  test('cookies are sent over https only where that is configured', async () => {
    const { http } = await openDoor({ secure: true });
    const cookies = cookiesOf(await http.post('/api/auth/register').send(MINA));
    expect(Object.values(cookies).map((cookie) => cookie.secure)).toEqual([true, true]);
  });

  test('e-mail addresses are the same in upper and lower case', async () => {
    const { http } = await openDoor();
    await http
      .post('/api/auth/register')
      .send({ ...MINA, email: ' Mina@Example.COM ' })
      .expect(201);
    const again = await http
      .post('/api/auth/register')
      .send({ ...MINA, username: 'other' })
      .expect(409);
    expect(again.body.code).toBe('email_taken');
    await http
      .post('/api/auth/login')
      .send({ ...SIGN_IN, email: 'MINA@example.com' })
      .expect(200);
  });

  test.each([
    ['email', { ...MINA, email: 'nonsense' }],
    ['username', { ...MINA, username: 'a b' }],
    ['password', { ...MINA, password: 'short' }],
    ['password', { ...MINA, password: 'x'.repeat(129) }],
    ['email', { ...MINA, email: { $ne: null } }],
    ['', { ...MINA, role: 'operator' }],
  ])('a bad %s is named and makes no account', async (field, body) => {
    const { http, database } = await openDoor();
    const response = await http.post('/api/auth/register').send(body).expect(400);
    expect(response.body).toMatchObject({ success: false, code: 'request_invalid', errors: [{ field }] });
    expect(await database.read.selectFrom('users').selectAll().execute()).toEqual([]);
  });

  test('is refused in the caller’s language when closed', async () => {
    const { http } = await openDoor({ registrationOpen: false });
    const response = await http
      .post('/api/auth/register')
      .set('Accept-Language', 'zh-CN')
      .send(MINA)
      .expect(403);
    expect(response.body).toMatchObject({
      code: 'registration_closed',
      message: '本站未开放注册，请联系管理员。',
    });
  });

  test('is limited per network address, IPv6 neighbours counted as one', async () => {
    const { http } = await openDoor({ rateLimits: { registering: { requests: 2, windowMs: 60_000 } } });
    const register = (address: string, index: number) =>
      http
        .post('/api/auth/register')
        .set('X-Forwarded-For', address)
        .send({ ...MINA, email: `m${index}@example.com`, username: `m${index}` });
    await register('2001:db8:0:1::1', 1).expect(201);
    await register('2001:db8:0:1:ffff::2', 2).expect(201);
    const refused = await register('2001:db8:0:1::3', 3).expect(429);
    expect(refused.body.code).toBe('rate_limited');
    expect(refused.body.details.seconds).toBeGreaterThan(0);
    expect(refused.headers['retry-after']).toBe(String(refused.body.details.seconds));
    expect(refused.headers['ratelimit-policy']).toContain('"registering"; q=2; w=60');
    await register('2001:db9::1', 4).expect(201);
  });
});

describe('POST /api/auth/login', () => {
  test('a wrong password and an unknown address cannot be told apart', async () => {
    const { http } = await openDoor();
    await http.post('/api/auth/register').send(MINA);
    const wrong = await http
      .post('/api/auth/login')
      .send({ ...SIGN_IN, password: 'wrong' })
      .expect(401);
    const unknown = await http
      .post('/api/auth/login')
      .send({ ...SIGN_IN, email: 'no@example.com' })
      .expect(401);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body.code).toBe('credentials_wrong');
    expect(cookiesOf(wrong)).toEqual({});
  });

  test('after five failures it says when to come back', async () => {
    const { http } = await openDoor();
    const fail = () => http.post('/api/auth/login').send({ ...SIGN_IN, password: 'wrong' });
    for (let failure = 0; failure < 5; failure += 1) await fail().expect(401);
    const refused = await fail().expect(429);
    expect(refused.body).toMatchObject({ code: 'sign_in_limited', details: { minutes: 15 } });
    expect(refused.headers['retry-after']).toBe('900');
  });
});

describe('POST /api/auth/refresh', () => {
  test('the page renews by cookie, an API client by body', async () => {
    const { http } = await openDoor();
    const first = await http.post('/api/auth/register').send(MINA);
    const byCookie = await http
      .post('/api/auth/refresh')
      .set('Cookie', cookieHeader(first))
      .set('Sec-Fetch-Site', 'same-origin')
      .send({})
      .expect(200);
    expect(cookiesOf(byCookie).atelier_refresh?.value).toBe(byCookie.body.data.refreshToken);
    const byBody = await http
      .post('/api/auth/refresh')
      .send({ refreshToken: byCookie.body.data.refreshToken })
      .expect(200);
    expect(byBody.body.data.account.email).toBe(MINA.email);
  });

  test('a stolen token used after its owner ends the session of both', async () => {
    const { http, clock } = await openDoor();
    const { body } = await http.post('/api/auth/register').send(MINA);
    const stolen = { refreshToken: body.data.refreshToken };
    const owner = await http.post('/api/auth/refresh').send(stolen).expect(200);
    clock.advance(11_000);
    const thief = await http.post('/api/auth/refresh').send(stolen).expect(401);
    expect(thief.body.code).toBe('token_invalid');
    await http.post('/api/auth/refresh').send({ refreshToken: owner.body.data.refreshToken }).expect(401);
  });

  test('without any token it asks to sign in', async () => {
    const { http } = await openDoor();
    const response = await http.post('/api/auth/refresh').send({}).expect(401);
    expect(response.body.code).toBe('sign_in_required');
  });

  test('ends when the account was switched off', async () => {
    const { http, database } = await openDoor();
    const { body } = await http.post('/api/auth/register').send(MINA);
    await database.transaction((transaction) =>
      transaction.query.updateTable('users').set({ is_active: 0 }).execute(),
    );
    const refused = await http
      .post('/api/auth/refresh')
      .send({ refreshToken: body.data.refreshToken })
      .expect(403);
    expect(refused.body.code).toBe('account_disabled');
  });
});

describe('POST /api/auth/logout', () => {
  test('ends the session on the server and removes both cookies where they were set', async () => {
    const { http } = await openDoor();
    const first = await http.post('/api/auth/register').send(MINA);
    const out = await http
      .post('/api/auth/logout')
      .set('Cookie', cookieHeader(first))
      .set('Sec-Fetch-Site', 'same-origin')
      .expect(200);
    expect(out.body.data).toBeNull();
    expect(cookiesOf(out)).toMatchObject({
      atelier_access: { value: '', maxAge: 0, path: '/api' },
      atelier_refresh: { value: '', maxAge: 0, path: '/api/auth' },
    });
    await http.post('/api/auth/refresh').send({ refreshToken: first.body.data.refreshToken }).expect(401);
  });

  test('succeeds without a session', async () => {
    const { http } = await openDoor();
    await http.post('/api/auth/logout').send({}).expect(200);
  });
});

describe('GET /api/auth/me', () => {
  test('knows the user by bearer token and by cookie', async () => {
    const { http } = await openDoor();
    const first = await http.post('/api/auth/register').send(MINA);
    const byBearer = await http
      .get('/api/auth/me')
      .set('Authorization', `Bearer ${first.body.data.accessToken}`);
    expect(accountSchema.parse(byBearer.body.data).email).toBe(MINA.email);
    const byCookie = await http.get('/api/auth/me').set('Cookie', cookieHeader(first)).expect(200);
    expect(byCookie.body.data).toEqual(byBearer.body.data);
  });

  test('a bad bearer token is refused even beside a good cookie', async () => {
    const { http } = await openDoor();
    const first = await http.post('/api/auth/register').send(MINA);
    const response = await http
      .get('/api/auth/me')
      .set('Cookie', cookieHeader(first))
      .set('Authorization', `Bearer ${jsonwebtoken.sign({ sub: 'user_1' }, 'x'.repeat(32))}`)
      .expect(401);
    expect(response.body.code).toBe('token_invalid');
  });

  test('says whether to sign in or to refresh', async () => {
    const { http, clock } = await openDoor();
    const { body } = await http.post('/api/auth/register').send(MINA);
    expect((await http.get('/api/auth/me').expect(401)).body.code).toBe('sign_in_required');
    clock.advance(15 * 60_000);
    const expired = await http
      .get('/api/auth/me')
      .set('Authorization', `Bearer ${body.data.accessToken}`)
      .expect(401);
    expect(expired.body.code).toBe('token_expired');
  });

  test('a switched-off account is refused within half a minute', async () => {
    const { http, database, clock } = await openDoor();
    const { body } = await http.post('/api/auth/register').send(MINA);
    const me = () => http.get('/api/auth/me').set('Authorization', `Bearer ${body.data.accessToken}`);
    await me().expect(200);
    await database.transaction((transaction) =>
      transaction.query.updateTable('users').set({ is_active: 0 }).execute(),
    );
    clock.advance(30_000);
    expect((await me().expect(403)).body.code).toBe('account_disabled');
  });
});

describe('operators’ routes', () => {
  test('the role counts as it is now, not as the token says', async () => {
    const { http, database, userStates } = await openDoor();
    const { body } = await http.post('/api/auth/register').send(MINA);
    const call = () => http.get('/api/operators').set('Authorization', `Bearer ${body.data.accessToken}`);
    await http.get('/api/operators').expect(401);
    expect((await call().expect(403)).body.code).toBe('role_required');
    await database.transaction((transaction) =>
      transaction.query.updateTable('users').set({ role: 'operator' }).execute(),
    );
    userStates.forget(body.data.account.id);
    await call().expect(200);
  });
});

describe('general limits', () => {
  test('count signed-in users one by one, strangers by address, and reading apart from writing', async () => {
    const few = { requests: 3, windowMs: 60_000 };
    const { http } = await openDoor({ rateLimits: { reading: few } });
    const tokens: string[] = [];
    for (const name of ['one', 'two']) {
      const { body } = await http
        .post('/api/auth/register')
        .send({ ...MINA, email: `${name}@example.com`, username: name });
      tokens.push(body.data.accessToken);
    }
    const me = (token: string) => http.get('/api/auth/me').set('Authorization', `Bearer ${token}`);
    for (let call = 0; call < 3; call += 1) await me(String(tokens[0])).expect(200);
    expect((await me(String(tokens[0])).expect(429)).body.code).toBe('rate_limited');
    await me(String(tokens[1])).expect(200);
    for (let call = 0; call < 3; call += 1) await me('made-up').expect(401);
    await me('made-up-differently').expect(429);
    await http.post('/api/auth/logout').send({}).expect(200);
  });
});
