import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresLineOptions {
  readonly connection: pg.ClientConfig;
  /** Called when a connection is up, before anything else uses it. Failing means that it is not up. */
  readonly onConnected: (client: pg.Client) => Promise<void>;
  /** Called after `onConnected` and after each sign of life. */
  readonly onAlive: (isNew: boolean) => void;
  readonly onLost: (error: unknown) => void;
  readonly timings?: Partial<LineTimings>;
}

export interface LineTimings {
  /** Between two signs of life. */
  readonly keepAliveMs: number;
  /** How long the server may take for any answer before the line counts as dead. */
  readonly answerWithinMs: number;
  /** Ceilings of the random waits before the first and the latest of several attempts. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

/** A line that goes silent is noticed within ten seconds and, if the server answers, replaced within twenty. */
const TIMINGS: LineTimings = {
  keepAliveMs: 5000,
  answerWithinMs: 5000,
  firstRetryMs: 500,
  longestRetryMs: 5000,
};

/**
 * One connection to PostgreSQL that is kept up. A connection whose other end vanished without a word looks healthy to
 * whoever only listens, so the line asks for a sign of life again and again and is replaced when none comes.
 */
export class PostgresLine {
  readonly #options: PostgresLineOptions;
  readonly #timings: LineTimings;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  /** Ends the connection in use because it does not answer. */
  #giveUp: (error: unknown) => void = () => undefined;
  #lastAnswer: Promise<void> = Promise.resolve();
  #keeping: Promise<void> | undefined;

  constructor(options: PostgresLineOptions) {
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
  }

  /** Starts connecting; returns at once. */
  open(): void {
    if (!this.#closing.signal.aborted) this.#keeping ??= this.#keep();
  }

  get isUp(): boolean {
    return this.#client !== undefined;
  }

  /** Asks one question after another. @throws when the line is down or goes down meanwhile. */
  query(text: string, values: readonly unknown[] = []): Promise<void> {
    const answer = this.#lastAnswer.then(() => this.#ask(text, values));
    // Whoever asked hears of the failure; the next one only waits for the end.
    this.#lastAnswer = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#keeping;
  }

  async #ask(text: string, values: readonly unknown[]): Promise<void> {
    const [client, giveUp] = [this.#client, this.#giveUp];
    if (!client) throw new Error('the line to the database is down');
    try {
      await client.query(text, [...values]);
    } catch (error) {
      // What the server answers is no fault of the line.
      if (!(error instanceof pg.DatabaseError)) {
        if (this.#client === client) this.#client = undefined;
        giveUp(error);
      }
      throw error;
    }
  }

  async #keep(): Promise<void> {
    for (let failures = 1; !this.#closing.signal.aborted; failures += 1) {
      try {
        await this.#hold(() => {
          failures = 0;
        });
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#options.onLost(error);
      }
      const { firstRetryMs, longestRetryMs } = this.#timings;
      const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, failures - 1));
      await this.#pause(ceilingMs / 2 + (ceilingMs / 2) * Math.random());
    }
  }

  /** Connects and keeps the connection until it is lost or the line is closed. */
  async #hold(connected: () => void): Promise<void> {
    const { keepAliveMs, answerWithinMs } = this.#timings;
    const client = new pg.Client({
      ...this.#options.connection,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
    });
    const lost = new Promise<never>((_resolve, reject) => {
      this.#giveUp = reject;
      client.on('error', reject);
      client.on('end', () => reject(new Error('the database closed the line')));
    });
    // While nobody waits for it, a loss shows in the query that is under way.
    lost.catch(() => undefined);
    try {
      await client.connect();
      await this.#options.onConnected(client);
      connected();
      this.#client = client;
      this.#options.onAlive(true);
      for (;;) {
        await Promise.race([this.#pause(keepAliveMs), lost]);
        if (this.#closing.signal.aborted) return;
        await Promise.race([this.query('select 1'), lost]);
        this.#options.onAlive(false);
      }
    } finally {
      this.#client = undefined;
      // A goodbye to a dead line never gets an answer, and what it fails with is known already.
      void client.end().catch(() => undefined);
    }
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    await sleep(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
