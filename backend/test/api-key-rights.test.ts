import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { DocumentedRoute } from '../src/http/openapi/document-route.ts';
import { DOCUMENTED_ROUTES } from '../src/http/openapi/documented-routes.ts';
import { actorOf, createGuards } from '../src/http/require-user.ts';
import { currentActor } from '../src/lib/actor-scope.ts';
import { AppError } from '../src/lib/app-error.ts';
import { makeKey } from './api-key-client.ts';
import { MovingClock } from './moving-clock.ts';
import { makeOperator, openTestStudio } from './test-studio.ts';

/**
 * The only POST routes that keys may use. Whoever opens another one to them decides so here, on purpose: a key with
 * `create` makes and changes tasks, it does not set anything up.
 */
const FOR_CREATING =
  /^(\/api\/(tasks?|batches|assets|uploads|quotes|external|generate)|\/v1\/images|\/mcp)(\/|$)/;

/** Keys of every kind, all of an operator: not even his reach what is for operators. */
async function openWithKeys() {
  const clock = new MovingClock();
  const studio = await openTestStudio({ work: false, clock });
  const session = await studio.user(100);
  await makeOperator(studio, session.account.id);
  const make = async (wish: Parameters<typeof makeKey>[2]) => (await makeKey(studio, session, wish)).secret;
  const keys = {
    read: await make({ scopes: ['read'] }),
    create: await make({ scopes: ['create'] }),
    both: await make({}),
    expired: await make({ expiresAt: '2026-03-01T08:01:00Z' }),
    revoked: await make({}),
  };
  await studio.parts.database.transaction(({ query }) =>
    query
      .updateTable('api_keys')
      .set({ revoked_at: '2026-03-01T08:00:00.000Z' })
      .where('last_four', '=', keys.revoked.slice(-4))
      .execute(),
  );
  clock.advance(60_000);
  return { studio, session, keys, unknown: `atl_${'0'.repeat(43)}426KGH` };
}
type Opened = Awaited<ReturnType<typeof openWithKeys>>;
type Kind = keyof Opened['keys'];

/** One request to a route, with whatever proof. Ids lead nowhere, streams are refused for their resume point. */
function call({ studio }: Opened, { method, path }: DocumentedRoute, proof: Record<string, string>) {
  const url = path.replace(/\{\w+\}/g, 'x_0000');
  return request(studio.app)[method](url).set('Last-Event-ID', 'none').set(proof);
}
const asBearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const asHeader = (secret: string) => ({ 'X-API-Key': secret });

/** One door has numbers where others have names; its names are beside them. */
const codeOf = ({ code, errorCode }: { code?: unknown; errorCode?: unknown }) => errorCode ?? code;

/** What the rules say a key gets from a route; undefined where it is let in. */
function refusalOf(route: DocumentedRoute, kind: Kind): string | undefined {
  if (kind === 'expired') return '401 api_key_expired';
  if (kind === 'revoked') return '401 api_key_revoked';
  const needed = route.method === 'get' ? 'read' : route.method === 'post' ? 'create' : undefined;
  const isOpenToKeys = route.access === 'user' || route.access === 'key';
  if (!isOpenToKeys || needed === undefined) return '403 api_key_refused';
  return kind === 'both' || kind === needed ? undefined : '403 api_key_scope_missing';
}

const FOR_ACCOUNTS = DOCUMENTED_ROUTES.filter(({ access }) =>
  ['user', 'session', 'operator'].includes(access),
);
// Doors beside the API have words and scopes of their own, and tests in test/doors.
const FOR_KEYS = DOCUMENTED_ROUTES.filter(({ access, path }) => access === 'key' && path.startsWith('/api/'));
const OPEN = DOCUMENTED_ROUTES.filter(({ access }) => access === 'public' || access === 'metrics');

test('every route of an account answers every kind of key as its access says, and a good one like a session', async () => {
  for (const access of ['user', 'session', 'operator'])
    expect(FOR_ACCOUNTS.filter((route) => route.access === access).length).toBeGreaterThan(5);
  const opened = await openWithKeys();
  for (const route of FOR_ACCOUNTS) {
    const name = `${route.method} ${route.path}`;
    const session = await call(opened, route, asBearer(opened.session.accessToken));
    for (const [kind, secret] of Object.entries(opened.keys) as Array<[Kind, string]>) {
      const expected = refusalOf(route, kind) ?? `${session.status} ${codeOf(session.body)}`;
      for (const proof of [asBearer(secret), asHeader(secret)]) {
        const { status, body } = await call(opened, route, proof);
        expect([name, kind, `${status} ${codeOf(body)}`]).toEqual([name, kind, expected]);
      }
    }
  }
});

test('every door for keys alone takes a good key by either header, and no session', async () => {
  expect(FOR_KEYS.length).toBeGreaterThan(1);
  const opened = await openWithKeys();
  for (const route of FOR_KEYS) {
    const session = await call(opened, route, asBearer(opened.session.accessToken));
    expect([route.path, session.status, session.body.code]).toEqual([route.path, 401, 'api_key_required']);
    for (const [kind, secret] of Object.entries(opened.keys) as Array<[Kind, string]>) {
      for (const proof of [asBearer(secret), asHeader(secret)]) {
        const { status, body } = await call(opened, route, proof);
        // What is asked for here is no good, so whoever is let in hears of that.
        const expected = refusalOf(route, kind) ?? '400 request_invalid';
        expect([route.method, kind, `${status} ${codeOf(body)}`]).toEqual([route.method, kind, expected]);
      }
    }
  }
});

test('every route of an account says what is wrong with a text that is no key', async () => {
  const opened = await openWithKeys();
  const { both } = opened.keys;
  const wrong: ReadonlyArray<readonly [secret: string, expected: string]> = [
    [opened.unknown, '401 api_key_invalid'],
    [both.slice(0, -1), '401 api_key_malformed'],
    [both.replace(/.$/, '_'), '401 api_key_malformed'],
    ['', '401 api_key_malformed'],
  ];
  for (const route of [...FOR_ACCOUNTS, ...FOR_KEYS]) {
    for (const [secret, expected] of wrong) {
      const { status, body } = await call(opened, route, asHeader(secret));
      expect([route.path, `${status} ${codeOf(body)}`]).toEqual([route.path, expected]);
    }
  }
});

test('a key opens nothing more on open routes, and is refused where sessions are made and ended', async () => {
  expect(OPEN.length).toBeGreaterThan(5);
  const opened = await openWithKeys();
  for (const route of OPEN) {
    const plain = await call(opened, route, {});
    for (const secret of Object.values(opened.keys)) {
      const { status, body } = await call(opened, route, asHeader(secret));
      const expected = route.tag === 'accounts' ? [403, 'api_key_refused'] : [plain.status, plain.body.code];
      expect([route.path, status, body.code]).toEqual([route.path, ...expected]);
    }
  }
});

test('keys create nothing but tasks and what belongs to them', () => {
  const openToCreate = DOCUMENTED_ROUTES.filter(
    ({ access, method }) => (access === 'user' || access === 'key') && method === 'post',
  );
  expect(openToCreate.length).toBeGreaterThan(3);
  expect(openToCreate.filter(({ path }) => !FOR_CREATING.test(path)).map(({ path }) => path)).toEqual([]);
});

test('a key with a scope does what the scope says', async () => {
  const { studio, keys } = await openWithKeys();
  const send = (secret: string) => request(studio.app).get('/api/credits').set(asBearer(secret));
  expect((await send(keys.read)).body.data.credits).toBe(100);
  const quote = { taskType: 'basic_clean', inputCount: 1 };
  const asked = await request(studio.app).post('/api/quotes').set(asHeader(keys.create)).send(quote);
  expect(asked.body.data).toMatchObject({ credits: 1, affordable: true });
});

describe('a request that carries a key', () => {
  test('is the key, whatever session comes with it', async () => {
    const opened = await openWithKeys();
    const stranger = await opened.studio.user(7);
    const cookie = { Cookie: `atelier_access=${stranger.accessToken}` };
    const balance = async (proof: Record<string, string>) =>
      request(opened.studio.app).get('/api/credits').set(proof);
    expect((await balance(cookie)).body.data.credits).toBe(7);
    expect((await balance({ ...cookie, ...asHeader(opened.keys.read) })).body.data.credits).toBe(100);
    const both = { ...asBearer(stranger.accessToken), ...asHeader(opened.keys.read) };
    expect((await balance(both)).body.data.credits).toBe(100);
    // A bad key is never forgiven because of a good cookie.
    expect((await balance({ ...cookie, ...asHeader('atl_') })).body.code).toBe('api_key_malformed');
    expect((await balance({ ...cookie, ...asHeader(opened.keys.revoked) })).body.code).toBe(
      'api_key_revoked',
    );
  });

  test('needs no origin of ours, for no browser adds a key by itself; a cookie still does', async () => {
    const { studio, session, keys } = await openWithKeys();
    const quote = (proof: Record<string, string>) =>
      request(studio.app)
        .post('/api/quotes')
        .set({ ...proof, Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' })
        .send({ taskType: 'basic_clean', inputCount: 1 });
    const cookie = { Cookie: `atelier_access=${session.accessToken}` };
    expect((await quote(cookie)).body.code).toBe('origin_refused');
    expect((await quote(asHeader(keys.both))).status).toBe(200);
    expect((await quote({ ...cookie, ...asBearer(keys.both) })).status).toBe(200);
    expect((await quote({ ...cookie, ...asHeader('anything') })).body.code).toBe('api_key_malformed');
  });
});

describe('a door beside the API', () => {
  /** Its own shape of errors, keys only, one scope for everything behind it. */
  async function openDoor() {
    const opened = await openWithKeys();
    const guards = createGuards(opened.studio.parts);
    const app = express();
    app.post('/door', guards.requireCaller({ keyScope: 'read', sessions: false }), (request, response) => {
      response.json({ actor: actorOf(request), scope: currentActor() });
    });
    const inItsWords: ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(418).json({ error: { type: error instanceof AppError ? error.code : 'bug' } });
    };
    app.use(inItsWords);
    return { ...opened, app };
  }

  test('uses the same guard with rules and error form of its own', async () => {
    const { app, session, keys } = await openDoor();
    const knock = (proof: Record<string, string>) => request(app).post('/door').set(proof);
    const welcome = await knock(asBearer(keys.read));
    expect(welcome.body.scope).toBe(session.account.id);
    expect(welcome.body.actor).toMatchObject({ userId: session.account.id, role: 'user', endsAtMs: null });
    expect(welcome.body.actor.apiKeyId).toMatch(/^key_/);
    const refused = async (proof: Record<string, string>) => (await knock(proof)).body.error.type;
    expect(await refused(asHeader(keys.create))).toBe('api_key_scope_missing');
    expect(await refused(asHeader(keys.expired))).toBe('api_key_expired');
    expect(await refused({})).toBe('api_key_required');
    expect(await refused(asBearer(session.accessToken))).toBe('api_key_required');
    expect(await refused({ Cookie: `atelier_access=${session.accessToken}` })).toBe('api_key_required');
  });
});
