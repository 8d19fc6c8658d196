import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from '../db/database.ts';
import type { WatchReports } from '../db/watch-reports.ts';
import type { Logger } from '../lib/logger.ts';
import { type BrokenRule, findViolations } from './ledger-invariants.ts';

/** Looks at all rules of the ledger from time to time and remembers what it found, for the figures of the server. */
export class LedgerWatch {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #reports: WatchReports;
  readonly #sqlitePath: string | undefined;
  #violations = -1;

  /** `sqlitePath` is the file of an embedded database. */
  constructor(parts: {
    database: Database;
    logger: Logger;
    reports: WatchReports;
    sqlitePath?: string | undefined;
  }) {
    this.#database = parts.database;
    this.#logger = parts.logger;
    this.#reports = parts.reports;
    this.#sqlitePath = parts.sqlitePath;
  }

  /** Rows that broke a rule at the last look; -1 before the first. */
  get violations(): number {
    return this.#violations;
  }

  async check(): Promise<void> {
    const broken =
      this.#sqlitePath === undefined
        ? await findViolations(this.#database.read)
        : await findViolationsAside(this.#sqlitePath);
    this.#violations = broken.reduce((sum, { rows }) => sum + rows.length, 0);
    for (const { rule, rows } of broken) {
      this.#logger.error({ rule, count: rows.length, example: rows[0] }, 'a rule of the ledger is broken');
    }
    await this.#reports.note('ledger', this.#violations);
  }
}

/** SQLite answers on the calling thread, and these questions take seconds on a big file: a thread of its own asks. */
async function findViolationsAside(sqlitePath: string): Promise<readonly BrokenRule[]> {
  const thread = new Worker(new URL('./ledger-watch-thread.ts', import.meta.url), {
    workerData: { sqlitePath },
  });
  try {
    const [broken] = await once(thread, 'message');
    return broken;
  } finally {
    await thread.terminate();
  }
}
