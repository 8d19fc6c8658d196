import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, type TestStudio } from './test-studio.ts';

interface Received {
  readonly id: number;
  readonly type: string;
  readonly data: { taskId?: string; sequence?: number; status?: string; credits?: number };
}

async function listen(studio: TestStudio): Promise<string> {
  const server: Server = createServer(studio.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads a live stream until it is cut, keeping whole events only, as a browser does. */
class Stream {
  readonly received: Received[] = [];
  readonly #cut = new AbortController();
  readonly #reading: Promise<void>;

  constructor(url: string, token: string, lastEventId?: number) {
    this.#reading = this.#read(url, token, lastEventId);
  }

  async cut(): Promise<void> {
    this.#cut.abort();
    await this.#reading;
  }

  async #read(url: string, token: string, lastEventId?: number): Promise<void> {
    try {
      const answer = await fetch(`${url}/api/events`, {
        signal: this.#cut.signal,
        headers: {
          authorization: `Bearer ${token}`,
          ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
        },
      });
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString('utf8');
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
      }
    } catch (error) {
      if (!this.#cut.signal.aborted) throw error;
    }
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const id = field('id');
    if (id !== undefined) {
      this.received.push({
        id: Number(id),
        type: field('event') ?? '',
        data: JSON.parse(field('data') ?? 'null'),
      });
    }
  }
}

test('a task is told live from its creation to its end, and with it the credits', async () => {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const session = await studio.user(10);
  const client = new TaskClient(studio, session);
  const stream = new Stream(await listen(studio), session.accessToken);
  await new Promise((resolve) => setTimeout(resolve, 200));
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
  const url = await listen(studio);
  const seen: Received[] = [];
  let isDone = false;
  const isBehind = async (last: number) => last < (await studio.parts.events.latestId(client.userId));
  const reading = (async () => {
    let last = 0;
    for (let cuts = 0; !isDone || cuts < 100 || (await isBehind(last)); cuts += 1) {
      const stream = new Stream(url, session.accessToken, last);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
      await stream.cut();
      seen.push(...stream.received);
      last = stream.received.at(-1)?.id ?? last;
    }
  })();
  const created = [];
  for (let index = 0; index < 20; index += 1) created.push(await client.createTask());
  await Promise.all(created.map(({ id }) => client.ended(id)));
  isDone = true;
  await reading;
  const stored = await studio.parts.events.readAfter(client.userId, 0, 10_000);
  expect(seen.map((event) => event.id)).toEqual(stored.map((event) => event.id));
});

test('nobody hears the events of others', async () => {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const [mine, theirs] = [await studio.user(10), await studio.user(10)];
  const stream = new Stream(await listen(studio), theirs.accessToken, 0);
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
  const url = await listen(studio);
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
