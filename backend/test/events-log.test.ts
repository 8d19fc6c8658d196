import { expect, test } from 'vitest';
import { LocalBell } from '../src/events/event-bell.ts';
import { EventLog } from '../src/events/event-log.ts';
import { appendEvents } from './event-reader.ts';
import { openTestStudio } from './test-studio.ts';

async function openLog() {
  const studio = await openTestStudio({ work: false });
  const [anna, ben] = [await studio.user(), await studio.user()];
  const bell = new LocalBell();
  const rings: Array<readonly string[]> = [];
  bell.listen({ rung: (userIds) => rings.push(userIds), missed: () => undefined });
  const { database } = studio.parts;
  return {
    database,
    events: new EventLog(database, bell),
    rings,
    anna: anna.account.id,
    ben: ben.account.id,
  };
}

const eventOf = (userId: string, credits: number) =>
  ({
    userId,
    taskId: null,
    type: 'credits.changed',
    data: { credits, held: 0, at: '2026-03-01T08:00:00.000Z' },
  }) as const;

const creditsOf = async (events: EventLog, userId: string) =>
  (await events.readAfter(userId, 0, 10_000)).map(({ data }) => Number(JSON.parse(data).credits));

test('the events of one transaction are kept in the order in which they were appended, however many', async () => {
  for (const count of [1, 2, 3, 4, 16, 17, 1203]) {
    const log = await openLog();
    await appendEvents(log, log.anna, { count });
    expect(await creditsOf(log.events, log.anna)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(log.rings).toEqual([[log.anna]]);
  }
});

test('the bell rings once per transaction, for everybody concerned, after the commit', async () => {
  const { database, events, rings, anna, ben } = await openLog();
  await database.transaction(async (transaction) => {
    for (const userId of [ben, anna, ben]) events.append(transaction, eventOf(userId, 1));
    await transaction.query.selectFrom('users').select('id').execute();
    expect(rings).toEqual([]);
  });
  expect(rings).toEqual([[anna, ben].sort()]);
  expect(await creditsOf(events, ben)).toEqual([1, 1]);
});

test('events appended by later work before the commit are written too', async () => {
  const { database, events, anna } = await openLog();
  await database.transaction(async (transaction) => {
    events.append(transaction, eventOf(anna, 1));
    transaction.beforeCommit(async () => events.append(transaction, eventOf(anna, 2)));
  });
  expect(await creditsOf(events, anna)).toEqual([1, 2]);
});

test('a transaction that fails leaves no event and rings no bell', async () => {
  const { database, events, rings, anna } = await openLog();
  const failing = database.transaction(async (transaction) => {
    events.append(transaction, eventOf(anna, 1));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await creditsOf(events, anna)).toEqual([]);
  expect(rings).toEqual([]);
});
