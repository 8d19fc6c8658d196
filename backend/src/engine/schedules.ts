import type { Logger } from '../lib/logger.ts';

/** Before the first new attempt; each further one waits twice as long, up to the usual time. */
const RETRY_MS = 1000;

/** Timers that repeat work in this process: no overlap, no drift into each other, no death by one failure. */
export class Schedules {
  readonly #logger: Logger;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * Calls `job` after `firstAfterMs` and then again and again, `everyMs` after the end of its last run. After a failure
   * it is tried again sooner: what failed with a dead line to the database would otherwise wait a whole turn more.
   */
  repeat(name: string, everyMs: number, job: () => Promise<void>, firstAfterMs: number): void {
    let failures = 0;
    const run = (): void => {
      const turn = job()
        .then(() => {
          failures = 0;
        })
        .catch((error: unknown) => {
          failures += 1;
          this.#logger.error({ err: error, schedule: name }, 'scheduled work failed');
        })
        .finally(() => {
          this.#running.delete(turn);
          this.after(failures === 0 ? everyMs : Math.min(everyMs, RETRY_MS * 2 ** (failures - 1)), run);
        });
      this.#running.add(turn);
    };
    this.after(firstAfterMs, run);
  }

  /** Calls back once, unless stopped before. */
  after(delayMs: number, callback: () => void): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    this.#timers.add(timer);
  }

  /** Starts nothing more and waits for what is running. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
