import type { Database } from '../db/database.ts';
import type { Logger } from '../lib/logger.ts';
import { findViolations } from './ledger-invariants.ts';

/** Looks at all rules of the ledger from time to time and remembers what it found, for the figures of the server. */
export class LedgerWatch {
  readonly #database: Database;
  readonly #logger: Logger;
  #violations = -1;

  constructor(parts: { database: Database; logger: Logger }) {
    this.#database = parts.database;
    this.#logger = parts.logger;
  }

  /** Rows that broke a rule at the last look; -1 before the first. */
  get violations(): number {
    return this.#violations;
  }

  async check(): Promise<void> {
    const broken = await findViolations(this.#database.read);
    this.#violations = broken.reduce((sum, { rows }) => sum + rows.length, 0);
    for (const { rule, rows } of broken) {
      this.#logger.error({ rule, count: rows.length, example: rows[0] }, 'a rule of the ledger is broken');
    }
  }
}
