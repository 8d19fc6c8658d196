import type { AdminMembership } from '@atelier/shared/contracts/membership';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { giveMembership, makeOperator, openTestStudio } from './test-studio.ts';

const DAY_MS = 24 * 60 * 60_000;

async function open(environment: Record<string, string> = {}) {
  // Access tokens run out while these tests let months pass.
  const clock = new MovingClock('2026-01-31T10:00:00.000Z');
  const studio = await openTestStudio({
    clock,
    work: false,
    environment: { JWT_EXPIRES_IN: '900d', ...environment },
  });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const session = await studio.user();
  const member = new TaskClient(studio, session);
  const { email } = session.account;
  let keys = 0;
  const post = (path: string, body: object, key?: string) => {
    keys += 1;
    const test = operator.send('post', `/api/admin/memberships${path}`);
    return test.set('Idempotency-Key', key ?? `key-${keys}`).send(body);
  };
  const grant = async (change: object = {}): Promise<AdminMembership> => {
    const wish = { email, plan: 'Pro', months: 3, creditsPerPeriod: 10, ...change };
    const { status, body } = await post('', wish);
    if (status !== 201) throw new Error(`no membership: ${JSON.stringify(body)}`);
    return body.data;
  };
  const due = () => studio.parts.memberships.giveAllDue();
  const mine = async () => (await member.send('get', '/api/auth/me')).body.data.membership;
  return { clock, studio, operator, member, email, post, grant, due, mine };
}

test('credits of each period are given once, at its beginning, and stand in the statement in words', async () => {
  const { clock, studio, member, grant, due, mine } = await open();
  const given = await grant();
  expect(given).toMatchObject({
    plan: 'Pro',
    startsAt: '2026-01-31T10:00:00.000Z',
    endsAt: '2026-04-30T10:00:00.000Z',
    active: true,
    nextCreditsAt: '2026-02-28T10:00:00.000Z',
    renewals: 0,
  });
  expect((await member.credits()).credits).toBe(10);
  expect(await due()).toBe(0);

  clock.advance(28 * DAY_MS);
  // Two processes look at the same time.
  await Promise.all([due(), due()]);
  expect((await member.credits()).credits).toBe(20);
  expect(await mine()).toMatchObject({ active: true, nextCreditsAt: '2026-03-31T10:00:00.000Z' });

  clock.advance(365 * DAY_MS);
  await due();
  await due();
  expect((await member.credits()).credits).toBe(30);
  expect(await mine()).toMatchObject({ active: false, nextCreditsAt: null });

  const statement = (language: string) =>
    member.send('get', '/api/credits/transactions').set('Accept-Language', language);
  const words = async (language: string) =>
    (await statement(language)).body.data.map((entry: { description: string }) => entry.description);
  expect(await words('zh-CN')).toEqual(Array(3).fill('获赠 10 积分（会员额度）'));
  expect(await words('en')).toEqual(Array(3).fill('10 credits granted (membership)'));
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('what a repeated request did is not done twice, and another one with its key is refused', async () => {
  const { member, post, email } = await open();
  const wish = { email, plan: 'Pro', months: 1, creditsPerPeriod: 10 };
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('', wish, 'once')));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
  const ids = new Set(answers.map(({ body }) => body.data.id));
  expect(ids.size).toBe(1);
  expect((await member.credits()).credits).toBe(10);
  const [id] = ids;
  for (let turn = 0; turn < 3; turn += 1) await post(`/${id}/renew`, { months: 2 }, 'longer');
  const renewed = (await post(`/${id}/renew`, { months: 2 }, 'longer')).body.data;
  expect(renewed).toMatchObject({ endsAt: '2026-04-28T10:00:00.000Z', renewals: 1 });

  expect((await post('', { ...wish, months: 2 }, 'once')).body.code).toBe('idempotency_key_reused');
  expect((await post(`/${id}/renew`, { months: 3 }, 'longer')).body.code).toBe('idempotency_key_reused');
});

test('a key is needed to give or renew', async () => {
  const { operator, email } = await open();
  const path = '/api/admin/memberships';
  const bare = await operator.send('post', path).send({ email, plan: 'Pro', months: 1 });
  expect([bare.status, bare.body.code]).toEqual([400, 'idempotency_key_required']);
});

test('a membership that was renewed gives the credits of its longer time', async () => {
  const { clock, member, post, grant, due } = await open();
  const { id } = await grant({ months: 1 });
  expect((await post(`/${id}/renew`, { months: 2 })).body.data).toMatchObject({
    nextCreditsAt: '2026-02-28T10:00:00.000Z',
  });
  clock.advance(120 * DAY_MS);
  await due();
  expect((await member.credits()).credits).toBe(30);
  const late = await post(`/${id}/renew`, { months: 1 });
  expect([late.status, late.body.code]).toEqual([409, 'membership_ended']);
});

test('two memberships of one account never run at once, however the requests race', async () => {
  const { studio, post, email, grant } = await open();
  const wish = { email, plan: 'Pro', months: 1 };
  const answers = await Promise.all(Array.from({ length: 4 }, () => post('', wish)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  const later = await grant({ startsAt: '2026-03-15T00:00:00+08:00', creditsPerPeriod: 0 });
  expect(later).toMatchObject({ active: false, startsAt: '2026-03-14T16:00:00.000Z' });
  // One renewal would run into the next membership, a shorter one is kept from it too.
  const first = answers.find(({ status }) => status === 201)?.body.data.id;
  const refused = await post(`/${first}/renew`, { months: 1 });
  expect([refused.status, refused.body.code]).toEqual([409, 'membership_running']);
  const rows = await studio.parts.database.read.selectFrom('memberships').select('id').execute();
  expect(rows).toHaveLength(2);
});

test('an ended membership gives nothing more; what it gave stays', async () => {
  const { clock, operator, member, grant, due, mine } = await open();
  const { id } = await grant();
  const path = `/api/admin/memberships/${id}/end`;
  clock.advance(DAY_MS);
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await operator.send('post', path)).body.data).toMatchObject({ active: false });
    clock.advance(DAY_MS);
  }
  clock.advance(60 * DAY_MS);
  await due();
  expect((await member.credits()).credits).toBe(10);
  expect(await mine()).toMatchObject({ active: false, endsAt: '2026-02-01T10:00:00.000Z' });
});

test('operators list memberships, of one account or all', async () => {
  const { studio, operator, member, grant } = await open();
  await grant();
  const other = await studio.user();
  await giveMembership(studio, other.account.id);
  const list = async (query = '') => (await operator.send('get', `/api/admin/memberships${query}`)).body;
  expect((await list()).pagination).toMatchObject({ total: 2, hasMore: false });
  expect((await list('?limit=1')).pagination).toMatchObject({ total: 2, hasMore: true });
  expect((await list(`?search=${other.account.email.toUpperCase()}`)).pagination).toMatchObject({ total: 1 });
  expect((await list('?search=%25')).pagination).toMatchObject({ total: 0 });
  const { data } = await list(`?userId=${member.userId}`);
  expect(data).toMatchObject([{ userId: member.userId, email: expect.any(String), plan: 'Pro' }]);
});

test.each([
  ['nobody by that address', { email: 'nobody@example.com' }, 404, 'not_found'],
  ['neither id nor address', { email: undefined }, 400, 'request_invalid'],
  ['no month', { months: 0 }, 400, 'request_invalid'],
  ['half a credit', { creditsPerPeriod: 0.5 }, 400, 'request_invalid'],
  ['a plan without a name', { plan: '  ' }, 400, 'request_invalid'],
  ['a beginning that is no moment', { startsAt: 'tomorrow' }, 400, 'request_invalid'],
])('%s: nothing is given', async (_name, change, status, code) => {
  const { studio, post, email } = await open();
  const answer = await post('', { email, plan: 'Pro', months: 1, ...change });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await studio.parts.database.read.selectFrom('memberships').select('id').execute()).toEqual([]);
});

test('users and keys give nobody a membership', async () => {
  const { member, email } = await open();
  const answer = await member
    .send('post', '/api/admin/memberships')
    .set('Idempotency-Key', 'mine')
    .send({ email, plan: 'Pro', months: 1 });
  expect([answer.status, answer.body.code]).toEqual([403, 'role_required']);
});
