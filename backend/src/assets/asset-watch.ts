import type { Database } from '../db/database.ts';
import type { WatchReports } from '../db/watch-reports.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { auditAssets } from './asset-audit.ts';

/** How far the first look of a process goes back: the last nightly one may have been another process's. */
const FIRST_SPAN_MS = 48 * 60 * 60_000;

/** Reads back what was stored since the last look and remembers what was not whole, for the figures of the server. */
export class AssetWatch {
  readonly #database: Database;
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #reports: WatchReports;
  readonly #logger: Logger;
  #since: string | undefined;
  #damaged = -1;

  constructor(parts: {
    database: Database;
    store: ObjectStore;
    clock: Clock;
    logger: Logger;
    reports: WatchReports;
  }) {
    this.#database = parts.database;
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#reports = parts.reports;
  }

  /** Files found missing or damaged since the process began; -1 before the first look. */
  get damaged(): number {
    return this.#damaged;
  }

  async check(): Promise<void> {
    const startedAt = timestamp(this.#clock);
    const since = this.#since ?? timestamp(this.#clock, -FIRST_SPAN_MS);
    const { damaged } = await auditAssets(this.#database.read, this.#store, { since });
    this.#since = startedAt;
    this.#damaged = Math.max(0, this.#damaged) + damaged.length;
    for (const { assetId, objectKey, problem } of damaged) {
      this.#logger.error({ assetId, objectKey, problem }, 'a stored file is not what its row says');
    }
    await this.#reports.note('files', this.#damaged);
  }
}
