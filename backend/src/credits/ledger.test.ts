import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';
import type { Database, Transaction } from '../db/database.ts';
import { isCheckViolation, isUniqueViolation } from '../db/database-errors.ts';
import { EventLog } from '../events/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { systemClock, timestamp } from '../lib/clock.ts';
import { Ledger } from './ledger.ts';
import { findViolations } from './ledger-invariants.ts';

async function openLedger(credits: number): Promise<{ database: Database; ledger: Ledger; userId: string }> {
  const database = await openTestDatabase();
  const ledger = new Ledger(new EventLog(database), systemClock);
  const userId = 'user_a';
  await database.transaction(async (transaction) => {
    await insertUser(transaction, userId);
    await ledger.openAccount(transaction, userId);
    if (credits > 0) await ledger.grant(transaction, { userId, amount: credits, reason: 'sign_up' });
  });
  return { database, ledger, userId };
}

async function insertUser({ query }: Transaction, id: string): Promise<void> {
  const at = timestamp(systemClock);
  const user = { id, email: `${id}@example.com`, username: id, password_hash: null, avatar_url: null };
  await query
    .insertInto('users')
    .values({ ...user, created_at: at, updated_at: at })
    .execute();
}

async function insertTask({ query }: Transaction, id: string, userId: string, price: number): Promise<void> {
  const at = timestamp(systemClock);
  await query
    .insertInto('ai_tasks')
    .values({
      id,
      task_no: id,
      user_id: userId,
      task_type: 'basic_clean',
      status: 'pending',
      phase: 'queued',
      ai_provider: 'local',
      ai_model: 'local-basic-clean',
      input_files: '[]',
      input_parameters: '{}',
      price_credits: price,
      due_at: at,
      queued_at: at,
      created_at: at,
      updated_at: at,
    })
    .execute();
}

const balanceOf = (database: Database, userId: string) =>
  database.read
    .selectFrom('user_credits')
    .select(['credits', 'held', 'total_earned', 'total_spent'])
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();

test('hold, settle and release move exactly what they say', async () => {
  const { database, ledger, userId } = await openLedger(10);
  const first = { userId, taskId: 't1', attempt: 1 };
  const second = { userId, taskId: 't2', attempt: 1 };
  await database.transaction(async (transaction) => {
    await insertTask(transaction, 't1', userId, 3);
    await insertTask(transaction, 't2', userId, 4);
    await ledger.hold(transaction, first, 3, null);
    await ledger.hold(transaction, second, 4, null);
  });
  expect(await balanceOf(database, userId)).toMatchObject({ credits: 3, held: 7 });
  await database.transaction((transaction) => ledger.settle(transaction, first));
  await database.transaction((transaction) => ledger.release(transaction, second, 'canceled'));
  expect(await balanceOf(database, userId)).toEqual({
    credits: 7,
    held: 0,
    total_earned: 10,
    total_spent: 3,
  });
});

test('a shortfall is refused with both figures and changes nothing', async () => {
  const { database, ledger, userId } = await openLedger(2);
  const attempt = database.transaction(async (transaction) => {
    await insertTask(transaction, 't1', userId, 5);
    await ledger.hold(transaction, { userId, taskId: 't1', attempt: 1 }, 5, null);
  });
  await expect(attempt).rejects.toMatchObject({
    code: 'credits_insufficient',
    values: { required: 5, available: 2 },
  });
  expect(await balanceOf(database, userId)).toMatchObject({ credits: 2, held: 0 });
  expect(await database.read.selectFrom('ai_tasks').selectAll().execute()).toEqual([]);
});

test('an attempt is held once and ends once, whatever is tried', async () => {
  const { database, ledger, userId } = await openLedger(10);
  const attempt = { userId, taskId: 't1', attempt: 1 };
  await database.transaction(async (transaction) => {
    await insertTask(transaction, 't1', userId, 3);
    await ledger.hold(transaction, attempt, 3, null);
  });
  const again = [
    () => database.transaction((transaction) => ledger.hold(transaction, attempt, 3, null)),
    () => database.transaction((transaction) => ledger.settle(transaction, attempt)),
    () => database.transaction((transaction) => ledger.settle(transaction, attempt)),
    () => database.transaction((transaction) => ledger.release(transaction, attempt, 'canceled')),
  ];
  const outcomes = await Promise.allSettled(again.map((act) => act()));
  const [repeatedHold, ...ends] = outcomes.map((outcome) => outcome.status);
  expect(repeatedHold).toBe('rejected');
  // Which of the three comes first is for the database to say; that it is exactly one is the rule.
  expect(ends.filter((status) => status === 'fulfilled')).toHaveLength(1);
  const isReleased = ends[2] === 'fulfilled';
  expect(await balanceOf(database, userId)).toMatchObject(
    isReleased ? { credits: 10, held: 0, total_spent: 0 } : { credits: 7, held: 0, total_spent: 3 },
  );
});

test('the same occasion is granted once', async () => {
  const { database, ledger, userId } = await openLedger(10);
  const repeat = database.transaction((transaction) =>
    ledger.grant(transaction, { userId, amount: 10, reason: 'sign_up' }),
  );
  await expect(repeat).rejects.toSatisfy(isUniqueViolation);
  expect(await balanceOf(database, userId)).toMatchObject({ credits: 10 });
});

test('entries can be neither changed nor deleted, also not by hand', async () => {
  const { database } = await openLedger(10);
  const change = database.transaction(({ query }) =>
    query.updateTable('credit_transactions').set({ amount: 1000 }).execute(),
  );
  const removal = database.transaction(({ query }) => query.deleteFrom('credit_transactions').execute());
  await expect(change).rejects.toThrow(/append-only/);
  await expect(removal).rejects.toThrow(/append-only/);
});

test('the database itself refuses a negative balance and an entry whose arithmetic is wrong', async () => {
  const { database, userId } = await openLedger(10);
  const negative = database.transaction(({ query }) =>
    query.updateTable('user_credits').set({ credits: -1 }).execute(),
  );
  await expect(negative).rejects.toSatisfy(isCheckViolation);
  const wrong = database.transaction(({ query }) =>
    query
      .insertInto('credit_transactions')
      .values({
        user_id: userId,
        transaction_type: 'grant',
        amount: 5,
        balance_before: 10,
        balance_after: 16,
        held_before: 0,
        held_after: 0,
        entry_key: 'by-hand',
        created_at: timestamp(systemClock),
      })
      .execute(),
  );
  await expect(wrong).rejects.toSatisfy(isCheckViolation);
});

test('zero, negative and broken amounts are refused', async () => {
  const { database, ledger, userId } = await openLedger(10);
  for (const amount of [0, -5, 1.5, Number.NaN]) {
    const grant = database.transaction((transaction) =>
      ledger.grant(transaction, { userId, amount, reason: `try-${amount}` }),
    );
    await expect(grant).rejects.toThrow(/positive whole amount/);
  }
});

type Command = { kind: 'hold' | 'settle' | 'settle a part' | 'release'; task: number; amount: number };

function spentBy(kind: Command['kind'], held: number, amount: number): number {
  if (kind === 'release') return 0;
  return kind === 'settle' ? held : amount;
}

test('any interleaving of holds and ends keeps every invariant', async () => {
  const command = fc.record<Command>({
    kind: fc.constantFrom('hold', 'settle', 'settle a part', 'release'),
    task: fc.integer({ min: 0, max: 6 }),
    amount: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
      const { database, ledger, userId } = await openLedger(30);
      // What must be true, kept in the simplest possible way beside the ledger.
      const open = new Map<number, number>();
      const ended = new Set<number>();
      let credits = 30;
      for (const { kind, task, amount } of commands) {
        const attempt = { userId, taskId: `t${task}`, attempt: 1 };
        const isNew = !open.has(task) && !ended.has(task);
        const isLegal =
          kind === 'hold'
            ? isNew && amount <= credits
            : open.has(task) && (kind !== 'settle a part' || amount <= (open.get(task) ?? 0));
        const act = database.transaction(async (transaction) => {
          if (kind === 'hold') {
            await insertTask(transaction, attempt.taskId, userId, amount);
            await ledger.hold(transaction, attempt, amount, null);
          } else {
            if (kind === 'release') await ledger.release(transaction, attempt, 'canceled');
            else await ledger.settle(transaction, attempt, kind === 'settle' ? undefined : amount);
            await transaction.query
              .updateTable('ai_tasks')
              .set({
                phase: 'ended',
                status: kind === 'release' ? 'failed' : 'completed',
                charged_credits: spentBy(kind, open.get(task) ?? 0, amount),
                due_at: null,
              })
              .where('id', '=', attempt.taskId)
              .execute();
          }
        });
        const [outcome] = await Promise.allSettled([act]);
        expect(outcome?.status).toBe(isLegal ? 'fulfilled' : 'rejected');
        if (!isLegal) continue;
        const held = open.get(task) ?? 0;
        if (kind === 'hold') credits -= amount;
        if (kind !== 'hold') credits += held - spentBy(kind, held, amount);
        if (kind === 'hold') open.set(task, amount);
        else {
          open.delete(task);
          ended.add(task);
        }
      }
      const held = [...open.values()].reduce((sum, amount) => sum + amount, 0);
      expect(await balanceOf(database, userId)).toMatchObject({ credits, held });
      expect(await findViolations(database.read)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('two hundred parallel holds against credit for fifty hold exactly fifty', async () => {
  const { database, ledger, userId } = await openLedger(50);
  const attempts = Array.from({ length: 200 }, (_, index) =>
    database.transaction(async (transaction) => {
      await insertTask(transaction, `t${index}`, userId, 1);
      await ledger.hold(transaction, { userId, taskId: `t${index}`, attempt: 1 }, 1, null);
    }),
  );
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(150);
  expect(refused.every((outcome) => outcome.reason instanceof AppError)).toBe(true);
  expect(await balanceOf(database, userId)).toMatchObject({ credits: 0, held: 50 });
  expect(await findViolations(database.read)).toEqual([]);
});

test('the invariants see a charge that was booked without its hold', async () => {
  const { database, userId } = await openLedger(10);
  await database.transaction(async (transaction) => {
    await insertTask(transaction, 't1', userId, 3);
    await transaction.query.updateTable('user_credits').set({ credits: 7 }).execute();
  });
  const rules = (await findViolations(database.read)).map((violation) => violation.rule);
  expect(rules).toContain('every account equals the sum of its entries');
  expect(rules).toContain(
    'every attempt of a task has exactly one hold, and an ended attempt exactly one end',
  );
});
