import { sql } from 'kysely';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { PostgresEngine } from '../../src/engine/postgres-engine.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openTestDatabaseAt } from '../test-database.ts';
import { eventually } from '../test-studio.ts';

const LANE = 'local';
const QUEUE = `now/${LANE}`;
const STEP_MS = 2500;

async function open() {
  const { database, address } = await openTestDatabaseAt();
  const logger = pino({ level: 'silent' });
  const start = async (): Promise<PostgresEngine> => {
    const engine = new PostgresEngine({ database, clock: systemClock, logger, url: address, isWorker: true });
    onTestFinished(() => engine.stop());
    await engine.start([LANE]);
    return engine;
  };
  const setExpiry = (seconds: number) =>
    database.transaction(({ query }) =>
      sql`update pgboss.queue set expire_seconds = ${seconds} where name = ${QUEUE}`.execute(query),
    );
  const expiry = async (): Promise<number | undefined> => {
    const found = await sql<{ seconds: number }>`
      select expire_seconds as seconds from pgboss.queue where name = ${QUEUE}`.execute(database.read);
    return found.rows[0]?.seconds;
  };
  return { database, start, setExpiry, expiry };
}

test('a lane has as many hands as it has, also when its steps outlast what the messenger waits for', async () => {
  const { database, start, setExpiry } = await open();
  const engine = await start();
  await setExpiry(1);
  let [running, peak] = [0, 0];
  const seen: string[] = [];
  await engine.work(
    async ({ taskId }) => {
      running += 1;
      peak = Math.max(peak, running);
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      running -= 1;
      seen.push(taskId);
    },
    new Map([[LANE, 1]]),
  );
  for (const taskId of ['first', 'second', 'third']) {
    await database.transaction((transaction) =>
      engine.enqueue(transaction, { taskId, lane: LANE }, new Date()),
    );
  }
  await eventually(async () => seen.length === 3, 20_000);
  expect(peak).toBe(1);
  expect(seen.sort()).toEqual(['first', 'second', 'third']);
});

test('a wake-up may wait for a hand for hours, also in an installation whose queues are older', async () => {
  const { start, setExpiry, expiry } = await open();
  await start();
  const fresh = await expiry();
  expect(fresh).toBeGreaterThan(6 * 60 * 60);
  await setExpiry(30);
  await start();
  expect(await expiry()).toBe(fresh);
});
