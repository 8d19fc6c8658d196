import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EventLog } from '../src/events/event-log.ts';
import { appendEvents, EventReader, serveStudio, storedIds } from './event-reader.ts';
import { MovingClock } from './moving-clock.ts';
import { eventually, openTestStudio, type TestStudioOptions } from './test-studio.ts';

const FAST_HEARTBEAT_MS = 300;

async function openWatched(options: TestStudioOptions = {}) {
  const studio = await openTestStudio({ work: false, ...options });
  const session = await studio.user();
  const server = await serveStudio(studio);
  const userId = session.account.id;
  const append = (first: number, count = 1, padding = '') =>
    appendEvents(studio.parts, userId, { first, count, padding });
  const read = (lastEventId?: number) => new EventReader(server.url, session.accessToken, lastEventId);
  return { studio, session, server, userId, append, read };
}

const creditsOf = (reader: EventReader) => reader.received.map(({ data }) => data.credits);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A client that asks for the stream and takes nothing of it until it is told to. */
function connectAsleep(port: number, token: string): { socket: Socket; text: () => string } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  socket.pause();
  socket.write(
    `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: 0\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  return { socket, text: () => text };
}

test('the streams of one user share one reading of each change', async () => {
  const { studio, append, read } = await openWatched();
  const readers = Array.from({ length: 10 }, () => read());
  for (const reader of readers) expect(await reader.opened).toBe(200);
  const readAfter = vi.spyOn(studio.parts.events, 'readAfter');
  await new Promise((resolve) => setTimeout(resolve, 100));
  readAfter.mockClear();
  await append(1, 3);
  for (const reader of readers) await eventually(async () => reader.received.length === 3);
  expect(readAfter).toHaveBeenCalledTimes(1);
  for (const reader of readers) {
    expect(creditsOf(reader)).toEqual(upTo(3));
    await reader.cut();
  }
});

test('streams that begin anywhere while events pour in get each of them once and in order', async () => {
  const { studio, userId, append, read } = await openWatched();
  const count = 2000;
  await append(1, 500);
  const first = (await storedIds(studio.parts.events, userId))[0] ?? 0;
  const pouring = (async () => {
    for (let next = 501; next <= count; next += 25) {
      await append(next, 25);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  const readers: EventReader[] = [];
  for (let index = 0; index < 15; index += 1) {
    readers.push(read(first - 1));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  }
  await pouring;
  for (const reader of readers) {
    await eventually(async () => reader.received.length >= count);
    await reader.cut();
    expect(creditsOf(reader)).toEqual(upTo(count));
  }
});

/** Lets the next reading of the log happen, but holds back its result until it is let go. */
function holdNextReading(events: EventLog): { hasRead: () => boolean; letGo: () => void } {
  const readAfter = events.readAfter.bind(events);
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
  let hasRead = false;
  vi.spyOn(events, 'readAfter').mockImplementationOnce(async (...which) => {
    const rows = await readAfter(...which);
    hasRead = true;
    await isLetGo;
    return rows;
  });
  return { hasRead: () => hasRead, letGo };
}

test('an event committed while a new stream reads to the end is sent at once', async () => {
  const { studio, append, read } = await openWatched();
  const reading = holdNextReading(studio.parts.events);
  const reader = read();
  await reader.opened;
  await eventually(async () => reading.hasRead());
  await append(1);
  reading.letGo();
  await eventually(async () => reader.received.length === 1);
  await reader.cut();
});

test('a stream that read to the end before the live ones went on reads again before it joins them', async () => {
  const { studio, append, read } = await openWatched();
  const live = read(0);
  await append(1);
  await eventually(async () => live.received.length === 1);
  const reading = holdNextReading(studio.parts.events);
  const late = read(0);
  await eventually(async () => reading.hasRead());
  await append(2);
  await eventually(async () => live.received.length === 2);
  reading.letGo();
  await eventually(async () => late.received.length >= 1);
  await append(3);
  for (const reader of [live, late]) {
    await eventually(async () => reader.received.at(-1)?.data.credits === 3);
    expect(creditsOf(reader)).toEqual(upTo(3));
    await reader.cut();
  }
});

test('a stream that joins while the last live one leaves in the middle of a reading misses nothing', async () => {
  const { studio, append, read } = await openWatched();
  const { events, liveEvents } = studio.parts;
  const live = read(0);
  await append(1);
  await eventually(async () => live.received.length === 1);
  const readingOfLate = holdNextReading(events);
  const late = read(0);
  await eventually(async () => readingOfLate.hasRead());
  await append(2);
  await eventually(async () => live.received.length === 2);
  const readingOfLive = holdNextReading(events);
  await append(3);
  await eventually(async () => readingOfLive.hasRead());
  await live.cut();
  await eventually(async () => liveEvents.size === 1);
  readingOfLate.letGo();
  await eventually(async () => late.received.length === 1);
  readingOfLive.letGo();
  await eventually(async () => late.received.at(-1)?.data.credits === 3);
  expect(creditsOf(late)).toEqual(upTo(3));
  await late.cut();
});

/** How often the log is read in so many milliseconds. */
async function readingsWithin(events: EventLog, ms: number): Promise<number> {
  const readAfter = vi.spyOn(events, 'readAfter');
  readAfter.mockClear();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return readAfter.mock.calls.length;
}

test('a stream that claims an id nobody has yet is behind nobody and makes nobody read for ever', async () => {
  const { studio, append, read } = await openWatched();
  const claiming = read(Number.MAX_SAFE_INTEGER);
  await claiming.opened;
  await eventually(async () => studio.parts.liveEvents.size === 1);
  const honest = read();
  await honest.opened;
  expect(await readingsWithin(studio.parts.events, 300)).toBeLessThan(10);
  await claiming.cut();
  expect(await readingsWithin(studio.parts.events, 300)).toBeLessThan(10);
  await append(1);
  await eventually(async () => honest.received.length === 1);
  await honest.cut();
});

test('a stream that had more before the database was restored gets what happens from now on', async () => {
  const { studio, userId, append, read } = await openWatched();
  await append(1, 3);
  const last = (await storedIds(studio.parts.events, userId)).at(-1) ?? 0;
  const reader = read(last + 500);
  await reader.opened;
  await append(4);
  await eventually(async () => reader.received.length === 1);
  expect(creditsOf(reader)).toEqual([4]);
  await reader.cut();
});

test('events that were erased behind a live stream hold up no new one', async () => {
  const { studio, append, read } = await openWatched();
  const live = read(0);
  await append(1, 3);
  await eventually(async () => live.received.length === 3);
  await studio.parts.database.transaction(({ query }) => query.deleteFrom('events').execute());
  const late = read();
  await late.opened;
  expect(await readingsWithin(studio.parts.events, 300)).toBeLessThan(10);
  await append(4);
  for (const reader of [live, late]) {
    await eventually(async () => reader.received.at(-1)?.data.credits === 4);
    await reader.cut();
  }
  expect(creditsOf(live)).toEqual(upTo(4));
  expect(creditsOf(late)).toEqual([4]);
});

test('a reader who takes nothing costs little memory, holds up nobody and misses nothing', async () => {
  const { session, server, append, read } = await openWatched();
  const count = 4000;
  const asleep = connectAsleep(server.port, session.accessToken);
  await eventually(async () => server.answers.length === 1);
  const awake = read(0);
  await awake.opened;
  // About 16 MB: more than the kernel takes on the way to somebody who does not read.
  for (let first = 1; first <= count; first += 100) await append(first, 100, 'x'.repeat(4000));
  await eventually(async () => awake.received.length === count);
  const waiting = server.answers[0]?.writableLength ?? 0;
  expect(waiting).toBeGreaterThan(0);
  expect(waiting).toBeLessThan(3_000_000);
  await awake.cut();

  asleep.socket.resume();
  const seen = () => [...asleep.text().matchAll(/"credits":(\d+)/g)].map(([, credits]) => Number(credits));
  await eventually(async () => seen().length >= count);
  await append(count + 1);
  await eventually(async () => seen().length > count);
  expect(seen()).toEqual(upTo(count + 1));
});

test('a reader who is gone without a word is given up', async () => {
  const { session, server, append } = await openWatched({ heartbeatMs: FAST_HEARTBEAT_MS });
  connectAsleep(server.port, session.accessToken);
  await eventually(async () => server.answers.length === 1);
  for (let first = 1; first <= 4000; first += 100) await append(first, 100, 'x'.repeat(4000));
  await eventually(async () => server.answers[0]?.destroyed === true);
});

test('one user may have twenty streams; the next is refused until one ends', async () => {
  const { studio, server, session, read } = await openWatched();
  const readers = Array.from({ length: 20 }, () => read());
  for (const reader of readers) expect(await reader.opened).toBe(200);
  const refused = await fetch(`${server.url}/api/events`, {
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ success: false, code: 'streams_too_many' });
  const other = new EventReader(server.url, (await studio.user()).accessToken);
  expect(await other.opened).toBe(200);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('\nlive_event_streams 21\n');
  await readers[0]?.cut();
  await eventually(async () => studio.parts.liveEvents.size === 20);
  const again = read();
  expect(await again.opened).toBe(200);
  for (const reader of [...readers.slice(1), other, again]) await reader.cut();
  await eventually(async () => studio.parts.liveEvents.size === 0);
});

test('silence is broken by heartbeats, and a heartbeat finds what no bell told of', async () => {
  const { studio, userId, read } = await openWatched({ heartbeatMs: FAST_HEARTBEAT_MS });
  const reader = read();
  await reader.opened;
  await eventually(async () => reader.heartbeats >= 2);
  await studio.parts.database.transaction(async ({ query }) => {
    const event = { user_id: userId, task_id: null, task_sequence: null, type: 'credits.changed' as const };
    const at = '2026-03-01T08:00:00.000Z';
    await query
      .insertInto('events')
      .values({ ...event, data: '{"credits":7}', created_at: at })
      .execute();
  });
  await eventually(async () => reader.received.length === 1);
  expect(creditsOf(reader)).toEqual([7]);
  await reader.cut();
});

test('the streams of an account that is switched off end at the next heartbeat', async () => {
  const { studio, userId, read, server } = await openWatched({ heartbeatMs: FAST_HEARTBEAT_MS });
  const other = new EventReader(server.url, (await studio.user()).accessToken);
  const reader = read();
  await Promise.all([reader.opened, other.opened]);
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('users').set({ is_active: 0 }).where('id', '=', userId).execute(),
  );
  studio.parts.userStates.forget(userId);
  await reader.ended;
  expect(studio.parts.liveEvents.size).toBe(1);
  await other.cut();
});

test('a stream does not outlive the token that opened it', async () => {
  const clock = new MovingClock(new Date().toISOString());
  const { studio, read } = await openWatched({ clock, heartbeatMs: FAST_HEARTBEAT_MS });
  const reader = read();
  await reader.opened;
  clock.advance(studio.parts.accessTokens.lifetimeSeconds * 1000 - 1000);
  await eventually(async () => reader.heartbeats >= 2);
  clock.advance(1000);
  await reader.ended;
});

test('a stopping server ends its streams', async () => {
  const { studio, read } = await openWatched();
  const reader = read();
  await reader.opened;
  await studio.stop();
  await reader.ended;
});
