import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { JobsTable } from '../db/tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EngineHealth, JobEngine, JobHandler } from './job-engine.ts';

/** How long a wake-up can go unseen when its own timer was lost. */
const POLL_INTERVAL_MS = 1000;

/** An earlier wake-up of the same task stays. */
const insertJob = reusableQuery<JobsTable>((db, value) =>
  db
    .insertInto('jobs')
    .values({ task_id: value('task_id'), run_at: value('run_at') })
    .onConflict((conflict) =>
      conflict
        .column('task_id')
        .doUpdateSet((eb) => ({ run_at: eb.ref('excluded.run_at') }))
        .whereRef('jobs.run_at', '>', 'excluded.run_at'),
    ),
);

/** The embedded engine: wake-ups are rows beside the tasks, so a task and its wake-up commit together. */
export class SqliteEngine implements JobEngine {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Everything stop() waits for: handlers and the taking of wake-ups. */
  readonly #running = new Set<Promise<void>>();
  #handling = 0;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #schedules = new Set<Promise<void>>();
  #handler: JobHandler | null = null;
  #concurrency = 0;
  #isTaking = false;
  #takeAgain = false;
  #isStopped = false;

  constructor(parts: { database: Database; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  async enqueue(transaction: Transaction, taskId: string, runAt: Date): Promise<void> {
    const run_at = runAt.toISOString();
    await insertJob(transaction.query, { task_id: taskId, run_at });
    transaction.afterCommit(() => {
      const delayMs = runAt.getTime() - this.#clock.now().getTime();
      if (delayMs <= 0) this.#take();
      else if (delayMs < POLL_INTERVAL_MS) this.#after(delayMs, () => this.#take());
    });
  }

  work(handler: JobHandler, concurrency: number): void {
    this.#handler = handler;
    this.#concurrency = concurrency;
    const poll = () => {
      this.#take();
      this.#after(POLL_INTERVAL_MS, poll);
    };
    poll();
  }

  schedule(name: string, everyMs: number, job: () => Promise<void>): void {
    const run = () => {
      const turn = job()
        .catch((error: unknown) =>
          this.#logger.error({ err: error, schedule: name }, 'scheduled work failed'),
        )
        .finally(() => {
          this.#schedules.delete(turn);
          this.#after(everyMs, run);
        });
      this.#schedules.add(turn);
    };
    this.#after(everyMs, run);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    while (this.#running.size + this.#schedules.size > 0)
      await Promise.all([...this.#running, ...this.#schedules]);
  }

  async health(): Promise<EngineHealth> {
    const waiting = await this.#database.read
      .selectFrom('jobs')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('run_at').as('oldest')])
      .executeTakeFirstOrThrow();
    const lateMs = waiting.oldest ? this.#clock.now().getTime() - Date.parse(waiting.oldest) : 0;
    return { running: this.#handling, waiting: Number(waiting.count), oldestDueMs: Math.max(0, lateMs) };
  }

  #after(delayMs: number, callback: () => void): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    this.#timers.add(timer);
  }

  /** Takes due wake-ups until none is left or all hands are busy. One run at a time. */
  #take(): void {
    if (this.#isTaking) {
      this.#takeAgain = true;
      return;
    }
    this.#isTaking = true;
    const turn = this.#takeDue()
      .catch((error: unknown) => this.#logger.error({ err: error }, 'the engine could not read its wake-ups'))
      .finally(() => {
        this.#running.delete(turn);
        this.#isTaking = false;
        if (this.#takeAgain) {
          this.#takeAgain = false;
          this.#take();
        }
      });
    this.#running.add(turn);
  }

  async #takeDue(): Promise<void> {
    const handler = this.#handler;
    while (handler && !this.#isStopped && this.#handling < this.#concurrency) {
      const taskId = await this.#claimNext();
      if (taskId === undefined) return;
      this.#handling += 1;
      const run = handler(taskId)
        .catch((error: unknown) =>
          this.#logger.error({ err: error, taskId }, 'a task step failed unexpectedly'),
        )
        .finally(() => {
          this.#handling -= 1;
          this.#running.delete(run);
          if (!this.#isStopped) this.#take();
        });
      this.#running.add(run);
    }
  }

  /** Removes the oldest due wake-up and returns its task. */
  async #claimNext(): Promise<string | undefined> {
    const now = timestamp(this.#clock);
    // Looking first keeps an idle engine from taking the write lock every second.
    const due = await this.#database.read
      .selectFrom('jobs')
      .select('task_id')
      .where('run_at', '<=', now)
      .orderBy('run_at')
      .limit(1)
      .executeTakeFirst();
    if (!due) return undefined;
    const claimed = await this.#database.transaction(({ query }) =>
      query.deleteFrom('jobs').where('task_id', '=', due.task_id).executeTakeFirst(),
    );
    // Gone in between: the task ended, so look for another.
    return claimed.numDeletedRows > 0n ? due.task_id : this.#claimNext();
  }
}
