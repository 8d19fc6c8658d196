import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { JobsTable } from '../db/tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EngineHealth, JobEngine, JobHandler, WakeUp } from './job-engine.ts';
import { Schedules } from './schedules.ts';

/** How long a wake-up can go unseen when its own timer was lost. */
const POLL_INTERVAL_MS = 1000;

/** An earlier wake-up of the same task stays. */
const insertJob = reusableQuery<JobsTable>((db, value) =>
  db
    .insertInto('jobs')
    .values({ task_id: value('task_id'), lane: value('lane'), run_at: value('run_at') })
    .onConflict((conflict) =>
      conflict
        .column('task_id')
        .doUpdateSet((eb) => ({ run_at: eb.ref('excluded.run_at') }))
        .whereRef('jobs.run_at', '>', 'excluded.run_at'),
    ),
);

const nextDue = reusableQuery<Pick<JobsTable, 'lane' | 'run_at'>, { task_id: string }>((db, value) =>
  db
    .selectFrom('jobs')
    .select('task_id')
    .where('lane', '=', value('lane'))
    .where('run_at', '<=', value('run_at'))
    .orderBy('run_at')
    .limit(1),
);

/** The hands of one lane. */
interface Lane {
  readonly name: string;
  readonly hands: number;
  busy: number;
  isTaking: boolean;
  takeAgain: boolean;
}

/** The embedded engine: wake-ups are rows beside the tasks, so a task and its wake-up commit together. */
export class SqliteEngine implements JobEngine {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #schedules: Schedules;
  readonly #lanes = new Map<string, Lane>();
  /** Everything stop() waits for: handlers and the taking of wake-ups. */
  readonly #running = new Set<Promise<void>>();
  #handler: JobHandler | null = null;
  #isStopped = false;

  constructor(parts: { database: Database; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#schedules = new Schedules(parts.logger);
  }

  async enqueue(transaction: Transaction, { taskId, lane }: WakeUp, runAt: Date): Promise<void> {
    await insertJob(transaction.query, { task_id: taskId, lane, run_at: runAt.toISOString() });
    transaction.afterCommit(() => {
      const delayMs = runAt.getTime() - this.#clock.now().getTime();
      if (delayMs <= 0) this.#take(lane);
      else if (delayMs < POLL_INTERVAL_MS) this.#schedules.after(delayMs, () => this.#take(lane));
    });
  }

  async work(handler: JobHandler, hands: ReadonlyMap<string, number>): Promise<void> {
    this.#handler = handler;
    for (const [name, count] of hands) {
      this.#lanes.set(name, { name, hands: count, busy: 0, isTaking: false, takeAgain: false });
    }
    const poll = (): void => {
      for (const name of this.#lanes.keys()) this.#take(name);
      this.#schedules.after(POLL_INTERVAL_MS, poll);
    };
    poll();
  }

  schedule(name: string, everyMs: number, job: () => Promise<void>, firstAfterMs = everyMs): void {
    this.#schedules.repeat(name, everyMs, job, firstAfterMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#schedules.stop();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async health(): Promise<EngineHealth> {
    const waiting = await this.#database.read
      .selectFrom('jobs')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('run_at').as('oldest')])
      .executeTakeFirstOrThrow();
    const lateMs = waiting.oldest ? this.#clock.now().getTime() - Date.parse(waiting.oldest) : 0;
    const running = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.busy, 0);
    return { running, waiting: Number(waiting.count), oldestDueMs: Math.max(0, lateMs) };
  }

  /** Takes due wake-ups of a lane until none is left or all its hands are busy. One run per lane at a time. */
  #take(name: string): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    if (lane.isTaking) {
      lane.takeAgain = true;
      return;
    }
    lane.isTaking = true;
    const turn = this.#takeDue(lane)
      .catch((error: unknown) => this.#logger.error({ err: error }, 'the engine could not read its wake-ups'))
      .finally(() => {
        this.#running.delete(turn);
        lane.isTaking = false;
        if (!lane.takeAgain) return;
        lane.takeAgain = false;
        this.#take(name);
      });
    this.#running.add(turn);
  }

  async #takeDue(lane: Lane): Promise<void> {
    const handler = this.#handler;
    while (handler && !this.#isStopped && lane.busy < lane.hands) {
      const taskId = await this.#claimNext(lane.name);
      if (taskId === undefined) return;
      lane.busy += 1;
      const run = handler({ taskId, lane: lane.name })
        .catch((error: unknown) =>
          this.#logger.error({ err: error, taskId }, 'a task step failed unexpectedly'),
        )
        .finally(() => {
          lane.busy -= 1;
          this.#running.delete(run);
          if (!this.#isStopped) this.#take(lane.name);
        });
      this.#running.add(run);
    }
  }

  /** Removes the oldest due wake-up of the lane and returns its task. */
  async #claimNext(lane: string): Promise<string | undefined> {
    // Looking first keeps an idle engine from taking the write lock every second.
    const [due] = (await nextDue(this.#database.read, { lane, run_at: timestamp(this.#clock) })).rows;
    if (!due) return undefined;
    const claimed = await this.#database.transaction(({ query }) =>
      query.deleteFrom('jobs').where('task_id', '=', due.task_id).executeTakeFirst(),
    );
    return claimed.numDeletedRows > 0n ? due.task_id : this.#claimNext(lane);
  }
}
