import { statfs } from 'node:fs/promises';
import type { Health } from '@atelier/shared/contracts/operations';
import { sql } from 'kysely';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database } from '../db/database.ts';
import type { WatchReports } from '../db/watch-reports.ts';
import type { ProviderRecords } from '../provider-records/provider-records.ts';
import type { Lanes } from './lanes.ts';

interface Parts {
  readonly database: Database;
  readonly lanes: Pick<Lanes, 'overview'>;
  readonly losses: Pick<VendorLosses, 'countOpen'>;
  readonly connections: Pick<ProviderRecords, 'openCircuits'>;
  readonly watchReports: WatchReports;
  /** The folder with database or files; undefined when neither lies on this machine. */
  readonly localFolder: string | undefined;
}

/** How the installation does, apart from whether the parts of this process work. */
export class HealthReader {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async read(): Promise<Omit<Health, 'uptimeSeconds' | 'parts'>> {
    const { lanes, losses, connections, watchReports } = this.#parts;
    const [states, oldestWaiting, openLosses, ledgerViolations, damagedFiles, disk] = await Promise.all([
      lanes.overview(),
      this.#oldestWaiting(),
      losses.countOpen(),
      watchReports.last('ledger'),
      watchReports.last('files'),
      this.#disk(),
    ]);
    const circuits = connections.openCircuits();
    return { lanes: states, circuits, oldestWaiting, openLosses, ledgerViolations, damagedFiles, disk };
  }

  async #oldestWaiting(): Promise<Health['oldestWaiting']> {
    const row = await this.#parts.database.read
      .selectFrom('ai_tasks')
      .select(['id', 'task_no', 'ai_provider', 'queued_at'])
      // A literal, so that SQLite sees that the index of waiting tasks will do.
      .where('phase', '=', sql.lit('queued' as const))
      .orderBy('queued_at')
      .limit(1)
      .executeTakeFirst();
    if (!row) return null;
    return { taskId: row.id, taskNo: row.task_no, lane: row.ai_provider, queuedAt: row.queued_at };
  }

  async #disk(): Promise<Health['disk']> {
    const { localFolder } = this.#parts;
    if (localFolder === undefined) return null;
    const { bavail, blocks, bsize } = await statfs(localFolder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  }
}
