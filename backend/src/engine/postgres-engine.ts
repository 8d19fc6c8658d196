import { sql } from 'kysely';
import { fromKysely, type Job, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../db/database.ts';
import type { LineDoubt } from '../db/renewing-pool.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EngineHealth, JobEngine, JobHandler, WakeUp } from './job-engine.ts';
import { MessengerDatabase } from './messenger-database.ts';
import { Schedules } from './schedules.ts';

const SCHEMA = 'pgboss';
/** Delayed wake-ups wait in one polled queue; on a notified queue pg-boss delivers them up to half a minute late. */
const LATER = 'later';
const LATER_POLL_SECONDS = 0.5;
const LATER_BATCH = 100;
/** How long a wake-up can go unseen when its notification was lost. */
const NOW_POLL_SECONDS = 2;
/** Handing over takes milliseconds; what is not finished after this was lost with its process. */
const HAND_OVER_SECONDS = 30;
/**
 * The last wake-up that a lane took is not finished before a hand is free for another, and a step may take long. One
 * that was lost with its process is asked for again by the sweeper, so nothing waits for this.
 */
const STEP_SECONDS = 23 * 60 * 60;
const KEEP_FINISHED_SECONDS = 600;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;

const nowQueue = (lane: string): string => `now/${lane}`;

/** Creates or upgrades the messenger's own tables; part of the migration step, before any process starts. */
export async function migrateMessenger(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: SCHEMA, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.stop({ graceful: false });
}

/** The free hands of one lane in this process. */
class Hands {
  readonly #count: number;
  busy = 0;
  #waiting: Array<() => void> = [];

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes a hand as soon as one is free. Several may wait: nothing comes between the look and the taking. */
  async take(): Promise<void> {
    while (this.busy >= this.#count) await this.#released();
    this.busy += 1;
  }

  /** Resolves when a hand is free. */
  async free(): Promise<void> {
    while (this.busy >= this.#count) await this.#released();
  }

  release(): void {
    this.busy -= 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #released(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/**
 * The engine on PostgreSQL: pg-boss carries wake-ups between processes. A wake-up is sent on the caller's own
 * connection, so it commits with the task, and is finished as soon as a hand has taken it: what happens to the task
 * from then on is decided by lease and sweeper, not by pg-boss.
 */
export class PostgresEngine implements JobEngine {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #connections: MessengerDatabase;
  readonly #boss: PgBoss;
  readonly #schedules: Schedules;
  readonly #hands = new Map<string, Hands>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(parts: {
    database: Database;
    clock: Clock;
    logger: Logger;
    url: string;
    isWorker: boolean;
    /** Shared with the database's own connections. */
    lineDoubt?: LineDoubt;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#schedules = new Schedules(parts.logger);
    const connection = {
      connectionString: parts.url,
      application_name: 'atelier-engine',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1000,
    };
    this.#connections = new MessengerDatabase(connection, parts.logger, parts.lineDoubt);
    this.#boss = new PgBoss({
      db: this.#connections,
      schema: SCHEMA,
      // Migrating is a step of its own: a live upgrade must not meet running workers.
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: parts.isWorker,
      useListenNotify: parts.isWorker,
    });
    this.#boss.on('error', (error) => this.#logger.error({ err: error }, 'pg-boss reported an error'));
    this.#boss.on('warning', (warning) => this.#logger.warn({ warning }, 'pg-boss reported a warning'));
  }

  /** Connects and makes the queues of these lanes. Must be called before anything else. */
  async start(lanes: readonly string[]): Promise<void> {
    await this.#boss.start();
    const common = { retryLimit: 0, deleteAfterSeconds: KEEP_FINISHED_SECONDS };
    await this.#boss.createQueue(LATER, { ...common, expireInSeconds: HAND_OVER_SECONDS, notify: false });
    const ofLane = { ...common, expireInSeconds: STEP_SECONDS, notify: true };
    for (const lane of lanes) {
      // "short": of one task at most one wake-up waits, so asking again costs nothing.
      await this.#boss.createQueue(nowQueue(lane), { ...ofLane, policy: 'short' });
      // A queue that is there already keeps what it was made with.
      await this.#boss.updateQueue(nowQueue(lane), ofLane);
    }
  }

  async enqueue(transaction: Transaction, wakeUp: WakeUp, runAt: Date): Promise<void> {
    const db = fromKysely(transaction.query);
    if (runAt.getTime() <= this.#clock.now().getTime()) {
      await this.#boss.send(nowQueue(wakeUp.lane), wakeUp, { db, singletonKey: wakeUp.taskId });
    } else {
      await this.#boss.send(LATER, wakeUp, { db, startAfter: runAt });
    }
  }

  async work(handler: JobHandler, hands: ReadonlyMap<string, number>): Promise<void> {
    for (const [lane, count] of hands) await this.#workLane(handler, lane, new Hands(count));
    await this.#boss.work<WakeUp>(
      LATER,
      { pollingIntervalSeconds: LATER_POLL_SECONDS, batchSize: LATER_BATCH, burstWhenBatchFull: true },
      (jobs) => this.#handOver(jobs),
    );
  }

  schedule(name: string, everyMs: number, job: () => Promise<void>, firstAfterMs = everyMs): void {
    this.#schedules.repeat(name, everyMs, job, firstAfterMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#schedules.stop();
    const stopped = this.#boss.stop({ graceful: true, timeout: STATEMENT_TIMEOUT_MS });
    while (this.#running.size > 0) await Promise.all(this.#running);
    await stopped;
    await this.#connections.close();
  }

  async health(): Promise<EngineHealth> {
    const { rows } = await sql<{ count: number; oldest: Date | null }>`
      select count(*) as count, min(start_after) as oldest from ${sql.table(`${SCHEMA}.job`)}
      where state = 'created' and start_after <= now()`.execute(this.#database.read);
    const [{ count, oldest } = { count: 0, oldest: null }] = rows;
    const lateMs = oldest ? this.#clock.now().getTime() - new Date(oldest).getTime() : 0;
    const running = [...this.#hands.values()].reduce((sum, hands) => sum + hands.busy, 0);
    return { running, waiting: Number(count), oldestDueMs: Math.max(0, lateMs) };
  }

  /** One fetching loop per lane; it takes the next wake-up only when a hand is free, so that none is hoarded. */
  async #workLane(handler: JobHandler, lane: string, hands: Hands): Promise<void> {
    this.#hands.set(lane, hands);
    const options = {
      pollingIntervalSeconds: NOW_POLL_SECONDS,
      notifyPollingIntervalSeconds: NOW_POLL_SECONDS,
    };
    let workerId = '';
    workerId = await this.#boss.work<WakeUp>(nowQueue(lane), options, async (jobs) => {
      for (const { data } of jobs) {
        await hands.take();
        this.#perform(handler, data, hands);
      }
      await hands.free();
      // There may be more; without this the loop would sleep until its next poll.
      this.#boss.notifyWorker(workerId);
    });
  }

  /** With a hand that was taken, which it gives back. */
  #perform(handler: JobHandler, wakeUp: WakeUp, hands: Hands): void {
    if (this.#isStopped) {
      hands.release();
      return;
    }
    const run = runAsSystem(() => handler(wakeUp))
      .catch((error: unknown) =>
        this.#logger.error({ err: error, taskId: wakeUp.taskId }, 'a task step failed unexpectedly'),
      )
      .finally(() => {
        this.#running.delete(run);
        hands.release();
      });
    this.#running.add(run);
  }

  /** Moves wake-ups whose time has come into the lines of their lanes. */
  async #handOver(jobs: readonly Job<WakeUp>[]): Promise<void> {
    const byLane = Map.groupBy(jobs, (job) => job.data.lane);
    for (const [lane, due] of byLane) {
      await this.#boss.insert(
        nowQueue(lane),
        due.map(({ data }) => ({ data, singletonKey: data.taskId })),
      );
    }
  }
}
