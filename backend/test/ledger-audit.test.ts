import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findViolations, LEDGER_INVARIANTS } from '../src/credits/ledger-invariants.ts';
import type { Database } from '../src/db/database.ts';
import { makeKey } from './api-key-client.ts';
import { BatchClient } from './batch-client.ts';
import { TaskClient } from './task-client.ts';
import { makeOperator, openTestStudio } from './test-studio.ts';

/** A user with three finished tasks, the last of them ordered with an API key, and an operator. */
async function open() {
  const studio = await openTestStudio();
  const session = await studio.user(20);
  const client = new TaskClient(studio, session);
  const { client: script } = await makeKey(studio, session);
  for (const by of [client, client, script]) await client.ended((await by.createTask()).id);
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  return { studio, client, operator };
}

const adjust = (operator: TaskClient, key: string, wish: object) =>
  operator.send('post', '/api/admin/credits/adjustments').set('Idempotency-Key', key).send(wish);

test('an operator corrects a balance once per key, with a reason its owner can read', async () => {
  const { studio, client, operator } = await open();
  const wish = { userId: client.userId, amount: 5, reason: 'Refund agreed by phone' };
  const answers = await Promise.all([1, 2, 3, 4].map(() => adjust(operator, 'call-17', wish)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(await client.credits()).toMatchObject({ credits: 22 });
  expect((await adjust(operator, 'call-17', { ...wish, amount: 6 })).body.code).toBe(
    'idempotency_key_reused',
  );
  const [entry] = (await client.send('get', '/api/credits/transactions')).body.data;
  expect(entry).toMatchObject({ type: 'adjust', change: 5 });
  expect(entry.description).toBe('5 credits adjusted by the operator: Refund agreed by phone');
  const row = await studio.parts.database.read
    .selectFrom('credit_transactions')
    .select('metadata')
    .where('transaction_type', '=', 'adjust')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(row.metadata ?? '')).toEqual({ operatorId: operator.userId });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('corrections never go below zero, need a key, a reason and the role', async () => {
  const { client, operator } = await open();
  const taking = await adjust(operator, 'a', { userId: client.userId, amount: -18, reason: 'too much' });
  expect(taking.body).toMatchObject({ code: 'credits_insufficient', message: expect.stringContaining('17') });
  expect(
    (await adjust(operator, 'b', { userId: client.userId, amount: -17, reason: 'too much' })).status,
  ).toBe(201);
  expect(await client.credits()).toMatchObject({ credits: 0 });
  const wish = { userId: client.userId, amount: 1, reason: 'because' };
  const withoutKey = await operator.send('post', '/api/admin/credits/adjustments').send(wish);
  expect(withoutKey.body.code).toBe('idempotency_key_required');
  expect((await adjust(client, 'c', wish)).body.code).toBe('role_required');
  expect((await adjust(operator, 'd', { ...wish, reason: '' })).status).toBe(400);
  expect((await adjust(operator, 'e', { ...wish, amount: 0 })).status).toBe(400);
  expect((await adjust(operator, 'f', { ...wish, userId: 'user_nobody' })).status).toBe(404);
});

test('the statement lists every entry of a span in both languages, harmless to spreadsheets', async () => {
  const { client, operator } = await open();
  await adjust(operator, 'x', { userId: client.userId, amount: 1, reason: '=HYPERLINK("http://evil")' });
  const read = async (path: string, language: string) =>
    (await client.send('get', path).set('Accept-Language', language)).text;
  const english = await read('/api/credits/statement.csv', 'en');
  const lines = english.replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(english.startsWith('\uFEFF')).toBe(true);
  // A grant, three holds and three settlements, one correction, and the heading.
  expect(lines).toHaveLength(9);
  expect(lines[0]).toContain('Balance after');
  expect(lines.at(-1)).not.toMatch(/,=/);
  expect(await read('/api/credits/statement.csv', 'zh-CN')).toContain('变动后余额');
  expect(await read('/api/credits/statement.csv?language=zh-CN', 'en')).toContain('变动后余额');
  const nothing = await read('/api/credits/statement.csv?from=2001-01-01&to=2001-02-01', 'en');
  expect(nothing.trimEnd().split('\r\n')).toHaveLength(1);
  expect((await client.send('get', '/api/credits/statement.csv?from=yesterday')).status).toBe(400);
});

test('a statement of many entries is written in pages', async () => {
  const { studio, client } = await open();
  await studio.parts.database.transaction(async (transaction) => {
    for (let index = 0; index < 1200; index += 1) {
      await studio.parts.ledger.grant(transaction, {
        userId: client.userId,
        amount: 1,
        reason: `gift ${index}`,
      });
    }
  });
  const { text } = await client.send('get', '/api/credits/statement.csv');
  expect(text.trimEnd().split('\r\n')).toHaveLength(1 + 7 + 1200);
});

type Damage = (database: Database, client: TaskClient) => Promise<void>;

/** Checks of the tables that would refuse the damages below. */
const CHECKS = {
  credit_transactions: ['credit_transactions_arithmetic', 'credit_transactions_never_negative'],
  user_credits: ['user_credits_never_negative'],
  ai_tasks: ['ai_tasks_due_while_live', 'ai_tasks_no_lease_after_end'],
};

/** Takes away what would refuse the damage: checks, and the triggers that make the ledger append-only. */
async function takeRulesAway(database: Database): Promise<void> {
  await database.transaction(async ({ query }) => {
    const run = (statement: string) => sql.raw(statement).execute(query);
    if (database.dialect === 'sqlite') {
      await run('pragma ignore_check_constraints = on');
      const triggers = await sql<{
        name: string;
      }>`select name from sqlite_master where type = 'trigger'`.execute(query);
      for (const { name } of triggers.rows) await run(`drop trigger "${name}"`);
      return;
    }
    for (const [table, names] of Object.entries(CHECKS)) {
      for (const name of names) await run(`alter table ${table} drop constraint ${name}`);
      await run(`alter table ${table} disable trigger user`);
    }
  });
}

/** Runs a statement past the rules that would refuse it. */
const raw =
  (statement: string): Damage =>
  async (database) => {
    await takeRulesAway(database);
    await database.transaction(({ query }) => sql.raw(statement).execute(query));
  };

const LATEST = '(select max(id) from credit_transactions)';
const FIRST_TASK = '(select min(id) from ai_tasks)';
const SETTLES = `(select min(id) from credit_transactions where transaction_type = 'settle')`;

/** One way or more to break each rule. */
const DAMAGES: ReadonlyArray<readonly [rule: RegExp, damage: Damage]> = [
  [
    /exactly one hold/,
    raw(
      `insert into credit_transactions (user_id, task_id, attempt, transaction_type, amount, balance_before,
        balance_after, held_before, held_after, entry_key, created_at)
       select user_id, task_id, attempt, 'hold', amount, balance_after, balance_after - amount, held_after,
        held_after + amount, 'again', created_at from credit_transactions where id = ${LATEST}`,
    ),
  ],
  [
    /what an ended task says it was charged/,
    raw(`update ai_tasks set charged_credits = 5 where id = ${FIRST_TASK}`),
  ],
  [
    /outcome stayed unknown/,
    raw(
      `update ai_tasks set status = 'failed', error_code = 'vendor_outcome_unknown' where id = ${FIRST_TASK}`,
    ),
  ],
  [/equals the sum of its entries/, raw('update user_credits set credits = credits + 1')],
  [
    /settled plus released equals held/,
    raw(`update credit_transactions set amount = 2, held_after = held_before - 2 where id = ${SETTLES}`),
  ],
  [
    /a completed task is settled/,
    raw(`update ai_tasks set status = 'canceled', charged_credits = 0 where id = ${FIRST_TASK}`),
  ],
  [
    /no batch holds and has cost more/,
    async (database, client) => {
      await new BatchClient(client).sent(2);
      await raw('update batches set max_credits = 1')(database, client);
    },
  ],
  [/no account is negative/, raw('update user_credits set held = -1')],
  [
    /begins where the one before it ended/,
    raw(
      `update credit_transactions set balance_before = balance_before + 7, balance_after = balance_after + 7
       where id = ${LATEST}`,
    ),
  ],
  [
    /moves credits as its kind says/,
    raw(`update credit_transactions set balance_after = balance_after + 1 where id = ${SETTLES}`),
  ],
  [/every API key has used/, raw('update api_key_usage set spent = spent + 1')],
  [/every API key has used/, raw('update api_key_usage set tasks = tasks + 1')],
  [/every API key has used/, raw('delete from api_key_usage')],
  [/no ended task keeps a lease/, raw(`update ai_tasks set lease_token = 'x' where id = ${FIRST_TASK}`)],
  [
    /every live task has a time/,
    raw(`update ai_tasks set phase = 'queued', status = 'pending' where id = ${FIRST_TASK}`),
  ],
  [/every live task has a time/, raw(`update ai_tasks set due_at = created_at where id = ${FIRST_TASK}`)],
  [
    /event numbers/,
    raw(`delete from events where id = (select min(id) from events where task_id is not null)`),
  ],
];

test('every rule has a damage that it is tried with', () => {
  for (const { name } of LEDGER_INVARIANTS) {
    expect(
      DAMAGES.filter(([rule]) => rule.test(name)),
      name,
    ).not.toHaveLength(0);
  }
});

test.each(DAMAGES)('the rule %s sees its own breach', async (rule, damage) => {
  const { studio, client } = await open();
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
  await damage(studio.parts.database, client);
  const broken = await findViolations(studio.parts.database.read);
  expect(broken.map((each) => each.rule)).toContainEqual(expect.stringMatching(rule));
  expect(LEDGER_INVARIANTS.some(({ name }) => rule.test(name))).toBe(true);
  await studio.parts.ledgerWatch.check();
  expect(studio.parts.ledgerWatch.violations).toBeGreaterThan(0);
});
