import { expect, test } from 'vitest';
import { appendEvents, EventReader, type Received, serveStudio, storedIds } from './event-reader.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio } from './test-studio.ts';

/** Forced cuts in one run of the suite; `STREAM_CUTS=1000` is the long profile. */
const CUTS = Number(process.env['STREAM_CUTS'] ?? 100);

test('a task is told live from its creation to its end, and with it the credits', async () => {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const session = await studio.user(10);
  const client = new TaskClient(studio, session);
  const stream = new EventReader((await serveStudio(studio)).url, session.accessToken);
  await stream.opened;
  const { id } = await client.createTask();
  await eventually(async () => stream.received.some((event) => event.type === 'task.completed'));
  await eventually(
    async () => stream.received.filter((event) => event.type === 'credits.changed').length === 2,
  );
  await stream.cut();
  const own = stream.received.filter((event) => event.data.taskId === id);
  expect(own[0]?.type).toBe('task.created');
  expect(own.map((event) => event.data.sequence)).toEqual(own.map((_, index) => index + 1));
  expect(stream.received.at(-1)?.data ?? {}).toMatchObject({ credits: 9 });
});

test('a stream that is cut again and again and resumes by id shows every event once', async () => {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const session = await studio.user(40);
  const client = new TaskClient(studio, session);
  const { url } = await serveStudio(studio);
  const seen: Received[] = [];
  let [cuts, isDone] = [0, false];
  const isBehind = async (last: number) => last < (await studio.parts.events.latestId(client.userId));
  const reading = (async () => {
    let last = 0;
    for (; !isDone || (await isBehind(last)); cuts += 1) {
      const stream = new EventReader(url, session.accessToken, last);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
      await stream.cut();
      seen.push(...stream.received);
      last = stream.received.at(-1)?.id ?? last;
    }
  })();
  const created = [];
  for (let index = 0; index < 20; index += 1) created.push(await client.createTask());
  await Promise.all(created.map(({ id }) => client.ended(id)));
  // Something is under way at every cut, not only while the tasks run.
  while (cuts < CUTS) await appendEvents(studio.parts, client.userId, { count: 3 });
  isDone = true;
  await reading;
  expect(seen.map((event) => event.id)).toEqual(await storedIds(studio.parts.events, client.userId));
  for (const { id } of created) {
    const sequences = seen.filter(({ data }) => data.taskId === id).map(({ data }) => data.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(sequences.length).toBeGreaterThan(2);
  }
});

test('nobody hears the events of others', async () => {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const [mine, theirs] = [await studio.user(10), await studio.user(10)];
  const stream = new EventReader((await serveStudio(studio)).url, theirs.accessToken, 0);
  const client = new TaskClient(studio, mine);
  await client.ended((await client.createTask()).id);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await stream.cut();
  expect(stream.received.every((event) => event.type === 'credits.changed')).toBe(true);
  expect(stream.received.filter((event) => event.data.taskId !== undefined)).toEqual([]);
});

test('the stream answers with headers that keep proxies from holding it back', async () => {
  const studio = await openTestStudio({ work: false });
  const session = await studio.user();
  const { url } = await serveStudio(studio);
  const cut = new AbortController();
  const answer = await fetch(`${url}/api/events`, {
    signal: cut.signal,
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  expect(answer.headers.get('cache-control')).toContain('no-transform');
  cut.abort();
});
