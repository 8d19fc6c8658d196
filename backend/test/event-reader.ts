import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreditsEventData } from '@atelier/shared/contracts/event';
import { onTestFinished } from 'vitest';
import type { Database } from '../src/db/database.ts';
import type { EventLog } from '../src/events/event-log.ts';
import type { TestStudio } from './test-studio.ts';

export interface Received {
  readonly id: number;
  readonly type: string;
  readonly data: { taskId?: string; sequence?: number; status?: string; credits?: number };
}

/** Serves a studio on a port of the loopback interface. Returns its address and every answer it has begun. */
export async function serveStudio(
  studio: TestStudio,
): Promise<{ url: string; port: number; answers: ServerResponse[] }> {
  const answers: ServerResponse[] = [];
  const server: Server = createServer((request, response) => {
    answers.push(response);
    studio.app(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, answers };
}

/** Reads a live stream until it is cut, keeping whole events only, as a browser does. */
export class EventReader {
  readonly received: Received[] = [];
  heartbeats = 0;
  /** The status of the answer, once it has begun. */
  readonly opened: Promise<number>;
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #cut = new AbortController();

  constructor(url: string, token: string, lastEventId?: number) {
    const answer = fetch(`${url}/api/events`, {
      signal: this.#cut.signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
      },
    });
    this.opened = answer.then(({ status }) => status);
    this.opened.catch(() => undefined);
    this.ended = this.#read(answer);
  }

  async cut(): Promise<void> {
    this.#cut.abort();
    await this.ended;
  }

  async #read(answer: Promise<Response>): Promise<void> {
    try {
      let text = '';
      for await (const chunk of (await answer).body ?? []) {
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
    if (block === ': still here') this.heartbeats += 1;
    if (id !== undefined) {
      this.received.push({
        id: Number(id),
        type: field('event') ?? '',
        data: JSON.parse(field('data') ?? 'null'),
      });
    }
  }
}

/** Appends events of one user in one transaction; they are told apart by `credits`, counted from `first`. */
export async function appendEvents(
  parts: { database: Database; events: EventLog },
  userId: string,
  { first = 1, count = 1, padding = '' }: { first?: number; count?: number; padding?: string } = {},
): Promise<void> {
  await parts.database.transaction(async (transaction) => {
    for (let index = 0; index < count; index += 1) {
      const data: CreditsEventData & { padding?: string } = {
        credits: first + index,
        held: 0,
        at: '2026-03-01T08:00:00.000Z',
        ...(padding !== '' && { padding }),
      };
      parts.events.append(transaction, { userId, taskId: null, type: 'credits.changed', data });
    }
  });
}

/** The ids of all events of a user, as stored. */
export async function storedIds(events: EventLog, userId: string): Promise<readonly number[]> {
  return (await events.readAfter(userId, 0, 100_000)).map(({ id }) => id);
}
