import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgres } from '../../src/db/postgres.ts';
import { EventLog } from '../../src/events/event-log.ts';
import { PostgresBell } from '../../src/events/postgres-bell.ts';
import { appendEvents, EventReader, serveStudio, storedIds } from '../event-reader.ts';
import { TaskClient } from '../task-client.ts';
import { eventually, median, openTestStudio, type TestStudio } from '../test-studio.ts';

/** What a second process has of its own: connections, a bell, a log. */
async function openSecondProcess(studio: TestStudio) {
  const url = studio.databaseUrl ?? '';
  const database = await openPostgres({ url, poolSize: 8 });
  const bell = new PostgresBell({ url, logger: pino({ level: 'silent' }) });
  onTestFinished(async () => {
    await bell.close();
    await database.close();
  });
  return { database, events: new EventLog(database, bell) };
}

async function openTwo() {
  const studio = await openTestStudio({ work: false, environment: { DATABASE_POOL_SIZE: '8' } });
  const session = await studio.user();
  return { studio, session, userId: session.account.id, second: await openSecondProcess(studio) };
}

test('a stream in one process hears at once of what another process commits', async () => {
  const { studio, session, userId, second } = await openTwo();
  const reader = new EventReader((await serveStudio(studio)).url, session.accessToken);
  await reader.opened;
  // The first ring may come before both lines are up.
  await appendEvents(second, userId, { first: 1 });
  await eventually(async () => reader.received.length === 1);
  const waits: number[] = [];
  for (let index = 2; index <= 20; index += 1) {
    await appendEvents(index % 2 === 0 ? second : studio.parts, userId, { first: index });
    const committedAt = performance.now();
    await eventually(async () => reader.received.length === index);
    waits.push(performance.now() - committedAt);
  }
  // A busy machine delays one or the other; a process that is not told hears at its next look, all of them seconds late.
  expect(median(waits)).toBeLessThan(500);
  expect(reader.received.map(({ data }) => data.credits)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  await reader.cut();
});

test('a worker in one process is watched live in another, without holes per task', async () => {
  const doors = await openTestStudio({ work: false });
  const worker = await openTestStudio({ restartOf: doors });
  const client = new TaskClient(doors, await doors.user(10));
  const reader = new EventReader((await serveStudio(doors)).url, (await doors.user()).accessToken);
  expect(await reader.opened).toBe(200);
  const own = await watch(doors, client);
  const { id } = await client.createTask();
  await eventually(async () => own.received.some(({ type }) => type === 'task.completed'));
  const sequences = own.received.filter(({ data }) => data.taskId === id).map(({ data }) => data.sequence);
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  await own.cut();
  await reader.cut();
  expect(reader.received).toEqual([]);
  await worker.stop();
});

test('an event is never seen before an earlier one of the same user that is not committed yet', async () => {
  const { studio, userId, second } = await openTwo();
  const early = studio.parts.database.transaction(async (transaction) => {
    studio.parts.events.append(transaction, {
      userId,
      taskId: null,
      type: 'credits.changed',
      data: { credits: 1, held: 0, at: '2026-03-01T08:00:00.000Z' },
    });
    // Its event is written, its commit takes a while.
    transaction.beforeCommit(() => sleep(500));
  });
  await sleep(200);
  const late = appendEvents(second, userId, { first: 2 });
  const [seen, reading] = readOn(second.events, userId, 2);
  await Promise.all([early, late, reading]);
  expect(seen).toEqual(await storedIds(second.events, userId));
});

test('writers of one user in two processes never hide an event from a reader who goes on by id', async () => {
  const { studio, userId, second } = await openTwo();
  const [writers, rounds] = [12, 25];
  const [seen, reading] = readOn(second.events, userId, writers * rounds * 2);
  const writing = Array.from({ length: writers }, async (_, writer) => {
    const { database, events } = writer % 2 === 0 ? studio.parts : second;
    for (let round = 0; round < rounds; round += 1) {
      await database.transaction(async (transaction) => {
        for (const credits of [writer, round]) {
          const data = { credits, held: 0, at: '2026-03-01T08:00:00.000Z' };
          events.append(transaction, { userId, taskId: null, type: 'credits.changed', data });
        }
        transaction.beforeCommit(() => sleep(Math.random() * 4));
      });
    }
  });
  await Promise.all(writing);
  await reading;
  expect(seen).toEqual(await storedIds(second.events, userId));
});

test('transactions with events of the same users in any order do not wait for each other for ever', async () => {
  const { studio, userId, second } = await openTwo();
  const other = (await studio.user()).account.id;
  const write = (process: typeof second, userIds: readonly string[]) =>
    process.database.transaction(async (transaction) => {
      for (const each of userIds) {
        const data = { credits: 1, held: 0, at: '2026-03-01T08:00:00.000Z' };
        process.events.append(transaction, { userId: each, taskId: null, type: 'credits.changed', data });
      }
    });
  const rounds = Array.from({ length: 40 }, () => [
    write(second, [userId, other]),
    write(studio.parts, [other, userId]),
  ]);
  await Promise.all(rounds.flat());
  expect(await storedIds(second.events, userId)).toHaveLength(80);
});

async function watch(studio: TestStudio, { userId }: TaskClient): Promise<EventReader> {
  const token = studio.parts.accessTokens.issue({ userId, role: 'user' });
  const reader = new EventReader((await serveStudio(studio)).url, token);
  expect(await reader.opened).toBe(200);
  return reader;
}

/** Reads on by id until so many events were seen, or nothing new came for two seconds. */
function readOn(events: EventLog, userId: string, count: number): [seen: number[], done: Promise<void>] {
  const seen: number[] = [];
  const done = (async () => {
    for (let quietSince = performance.now(); seen.length < count; ) {
      const page = await events.readAfter(userId, seen.at(-1) ?? 0, 200);
      if (page.length > 0) quietSince = performance.now();
      else if (performance.now() - quietSince > 2000) return;
      seen.push(...page.map(({ id }) => id));
    }
  })();
  return [seen, done];
}
