import { type Clock, timestamp } from '../lib/clock.ts';
import type { Database } from './database.ts';
import type { WatchName } from './watch-tables.ts';

/** Remembers for operators what regular looks found: the process that looks is not always the one that is asked. */
export class WatchReports {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** `found`: rows or files that were not as they should be. */
  async note(name: WatchName, found: number): Promise<void> {
    const checked_at = timestamp(this.#clock);
    await this.#database.transaction(({ query }) =>
      query
        .insertInto('watch_reports')
        .values({ name, found, checked_at })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ found, checked_at }))
        .execute(),
    );
  }

  /** Null before the first look. */
  async last(name: WatchName): Promise<{ found: number; at: string } | null> {
    const row = await this.#database.read
      .selectFrom('watch_reports')
      .select(['found', 'checked_at'])
      .where('name', '=', name)
      .executeTakeFirst();
    return row ? { found: row.found, at: row.checked_at } : null;
  }
}
