import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openTestDatabaseAt } from '../../test/test-database.ts';
import { eventually, median } from '../../test/test-studio.ts';
import type { Database } from '../db/database.ts';
import { systemClock, timestamp } from '../lib/clock.ts';
import type { JobEngine } from './job-engine.ts';
import { PostgresEngine } from './postgres-engine.ts';
import { SqliteEngine } from './sqlite-engine.ts';

/** Five verbs, one contract: run once on SQLite and once on PostgreSQL. */
async function openEngine(database: Database, address: string): Promise<JobEngine> {
  const parts = { database, clock: systemClock, logger: pino({ level: 'silent' }) };
  if (database.dialect === 'sqlite') return new SqliteEngine(parts);
  const engine = new PostgresEngine({ ...parts, url: address, isWorker: true });
  await engine.start(['local', 'other']);
  return engine;
}

const hands = (count: number, lane = 'local'): ReadonlyMap<string, number> => new Map([[lane, count]]);

async function open() {
  const { database, address } = await openTestDatabaseAt();
  const engine = await openEngine(database, address);
  onTestFinished(() => engine.stop());
  await database.transaction(async ({ query }) => {
    const at = timestamp(systemClock);
    const user = { id: 'u', email: 'u@example.com', username: null, password_hash: null, avatar_url: null };
    await query
      .insertInto('users')
      .values({ ...user, created_at: at, updated_at: at })
      .execute();
  });
  return { database, engine };
}

async function enqueue(database: Database, engine: JobEngine, id: string, delayMs = 0): Promise<void> {
  await database.transaction(async (transaction) => {
    const at = timestamp(systemClock);
    await transaction.query
      .insertInto('ai_tasks')
      .values({
        id,
        task_no: id,
        user_id: 'u',
        task_type: 'basic_clean',
        status: 'pending',
        phase: 'queued',
        ai_provider: 'local',
        ai_model: 'local-basic-clean',
        input_files: '[]',
        input_parameters: '{}',
        price_credits: 1,
        due_at: at,
        queued_at: at,
        created_at: at,
        updated_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await engine.enqueue(transaction, { taskId: id, lane: 'local' }, new Date(Date.now() + delayMs));
  });
}

test('a wake-up of a committed transaction arrives at once, one of a rolled back transaction never', async () => {
  const { database, engine } = await open();
  const seen: string[] = [];
  await engine.work(async ({ taskId }) => void seen.push(taskId), hands(2));
  const waits: number[] = [];
  const kept = ['kept 1', 'kept 2', 'kept 3', 'kept 4', 'kept 5'];
  for (const id of kept) {
    await enqueue(database, engine, id);
    const committedAt = performance.now();
    await eventually(async () => seen.includes(id));
    waits.push(performance.now() - committedAt);
  }
  // A busy machine delays one or the other; without being told, an engine looks once in one or two seconds.
  expect(median(waits)).toBeLessThan(500);
  const dropped = database.transaction(async (transaction) => {
    await engine.enqueue(transaction, { taskId: 'kept 1', lane: 'local' }, new Date());
    throw new Error('no');
  });
  await expect(dropped).rejects.toThrow('no');
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(seen).toEqual(kept);
});

test('never more handlers run at once than allowed, and all wake-ups are handled', async () => {
  const { database, engine } = await open();
  let running = 0;
  let peak = 0;
  const seen = new Set<string>();
  await engine.work(async ({ taskId }) => {
    running += 1;
    peak = Math.max(peak, running);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running -= 1;
    seen.add(taskId);
  }, hands(3));
  await Promise.all(Array.from({ length: 40 }, (_, index) => enqueue(database, engine, `t${index}`)));
  await eventually(async () => seen.size === 40);
  expect(peak).toBe(3);
});

test('a later wake-up is not early, and an earlier one of the same task wins', async () => {
  const { database, engine } = await open();
  const startedAt = performance.now();
  const times: number[] = [];
  await engine.work(async () => void times.push(performance.now() - startedAt), hands(1));
  await enqueue(database, engine, 't', 60_000);
  await enqueue(database, engine, 't', 300);
  await enqueue(database, engine, 't', 60_000);
  await eventually(async () => times.length === 1, 3000);
  expect(times[0]).toBeGreaterThanOrEqual(290);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(times).toHaveLength(1);
});

test('a handler that throws does not stop the others', async () => {
  const { database, engine } = await open();
  const seen: string[] = [];
  await engine.work(async ({ taskId }) => {
    seen.push(taskId);
    if (taskId === 'bad') throw new Error('a bug');
  }, hands(1));
  await enqueue(database, engine, 'bad');
  await enqueue(database, engine, 'good');
  await eventually(async () => seen.includes('good'));
});

test('stopping waits for the handlers under way and takes nothing new', async () => {
  const { database, engine } = await open();
  let finished = 0;
  const gate = Promise.withResolvers<void>();
  await engine.work(async () => {
    await gate.promise;
    finished += 1;
  }, hands(1));
  await enqueue(database, engine, 'first');
  await enqueue(database, engine, 'second');
  await eventually(async () => (await engine.health()).running === 1);
  const stopped = engine.stop();
  gate.resolve();
  await stopped;
  expect(finished).toBe(1);
  expect((await engine.health()).waiting).toBe(1);
});

test('scheduled work is repeated, never overlaps and survives its own failure', async () => {
  const { engine } = await open();
  let running = 0;
  let runs = 0;
  engine.schedule('test', 10, async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    running -= 1;
    runs += 1;
    if (runs === 1) throw new Error('once');
  });
  await eventually(async () => runs >= 3);
});
