import { randomUUID } from 'node:crypto';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import type pg from 'pg';
import { type LineTimings, PostgresLine } from '../db/postgres-line.ts';
import { connectionConfig } from '../db/postgres-pool.ts';
import type { LineDoubt } from '../db/renewing-pool.ts';
import type { Logger } from '../lib/logger.ts';
import type { BellHandler, EventBell } from './event-bell.ts';

const CHANNEL = 'atelier_events';
/** PostgreSQL refuses 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7900;
/** With more users waiting to be told of, "anybody" is the shorter message; also bounds memory while the line is down. */
const MAX_NAMED_USERS = 2000;

/** What travels: who rings, and for whom (null: anybody). */
interface Ring {
  readonly from: string;
  readonly users: readonly string[] | null;
}

export interface PostgresBellOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly timings?: Partial<LineTimings>;
  /** Shared with the database's other connections, so that they learn of a silence. */
  readonly lineDoubt?: LineDoubt;
}

/**
 * Rings between processes by LISTEN/NOTIFY, on one connection of its own for both directions. A NOTIFY inside the
 * transactions of tasks and money would take a lock over the whole database at their commit and let them through one
 * by one; sent afterwards, for all users at once who got events meanwhile, at most one per process is under way.
 */
export class PostgresBell implements EventBell {
  readonly #ownId = randomUUID();
  readonly #handlers = new Set<BellHandler>();
  readonly #line: PostgresLine;
  readonly #logger: Logger;
  #waiting = new Set<string>();
  #isAnybodyWaiting = false;
  #sending: Promise<void> | undefined;

  constructor({ url, logger, timings, lineDoubt }: PostgresBellOptions) {
    this.#logger = logger;
    this.#line = new PostgresLine({
      connection: connectionConfig({
        url,
        applicationName: 'atelier-bell',
        size: 1,
        isReadOnly: false,
        statementTimeoutMs: 0,
      }),
      onConnected: (client) => this.#listenOn(client),
      onAlive: (isNew) => this.#onAlive(isNew),
      onLost: (error) => {
        lineDoubt?.raise();
        logger.warn({ err: error }, 'the line for live events was lost and is set up again');
      },
      ...(timings && { timings }),
    });
  }

  /** The own process hears it at once, the others over the database. */
  ring(userIds: readonly string[]): void {
    for (const handler of this.#handlers) handler.rung(userIds);
    for (const userId of userIds) this.#waiting.add(userId);
    if (this.#waiting.size > MAX_NAMED_USERS) {
      this.#waiting.clear();
      this.#isAnybodyWaiting = true;
    }
    this.#line.open();
    void this.#send();
  }

  listen(handler: BellHandler): () => void {
    this.#handlers.add(handler);
    this.#line.open();
    return () => void this.#handlers.delete(handler);
  }

  /** What still waits is sent, if the line is up. */
  async close(): Promise<void> {
    this.#handlers.clear();
    await this.#send();
    await this.#line.close();
  }

  async #listenOn(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload }) => this.#receive(payload));
    await client.query(`listen ${CHANNEL}`);
  }

  /** Whoever rang while the line was down was not heard here, and rings of ours still wait to go out. */
  #onAlive(isNew: boolean): void {
    if (isNew) for (const handler of this.#handlers) handler.missed();
    void this.#send();
  }

  #receive(payload = ''): void {
    let ring: Ring;
    try {
      ring = JSON.parse(payload) as Ring;
    } catch (error) {
      this.#logger.warn({ err: error }, 'somebody else uses the channel of live events');
      return;
    }
    if (ring.from === this.#ownId) return;
    for (const handler of this.#handlers) {
      if (ring.users) handler.rung(ring.users);
      else handler.missed();
    }
  }

  /** Sends until nothing waits; what rings while one statement is under way goes with the next. Never fails. */
  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    try {
      await endOfTurn();
      while (this.#line.isUp && (this.#waiting.size > 0 || this.#isAnybodyWaiting)) await this.#sendWaiting();
    } catch (error) {
      // They wait for the next ring, sign of life or new connection.
      this.#logger.warn({ err: error }, 'rings for live events could not be sent');
    }
  }

  async #sendWaiting(): Promise<void> {
    const users = this.#isAnybodyWaiting ? null : [...this.#waiting];
    this.#waiting = new Set();
    this.#isAnybodyWaiting = false;
    try {
      const payloads = payloadsOf(this.#ownId, users);
      await this.#line.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
        CHANNEL,
        payloads,
      ]);
    } catch (error) {
      if (users) for (const userId of users) this.#waiting.add(userId);
      else this.#isAnybodyWaiting = true;
      throw error;
    }
  }
}

/** The messages that name these users, each short enough for PostgreSQL. */
export function payloadsOf(from: string, users: readonly string[] | null): readonly string[] {
  const encode = (some: Ring['users']): string => JSON.stringify({ from, users: some } satisfies Ring);
  if (users === null) return [encode(null)];
  const emptyBytes = Buffer.byteLength(encode([]));
  const payloads: string[] = [];
  let some: string[] = [];
  let bytes = emptyBytes;
  for (const user of users) {
    const added = Buffer.byteLength(JSON.stringify(user)) + 1;
    if (bytes + added > MAX_PAYLOAD_BYTES && some.length > 0) {
      payloads.push(encode(some));
      some = [];
      bytes = emptyBytes;
    }
    some.push(user);
    bytes += added;
  }
  if (some.length > 0) payloads.push(encode(some));
  return payloads;
}
