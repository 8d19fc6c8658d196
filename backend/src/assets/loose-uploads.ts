import type { Asset } from '@atelier/shared/contracts/asset';
import { LOOSE_UPLOAD_DAYS } from '@atelier/shared/limits';
import type { Database, Transaction } from '../db/database.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { AssetService, UploadedFile } from './asset-service.ts';

const KEPT_MS = LOOSE_UPLOAD_DAYS * 24 * 60 * 60_000;
/** Uploads one sweep removes at most; the next sweep takes the rest. */
const SWEEP_LIMIT = 200;

/**
 * Uploads that are wanted before there is a task, such as a reference picture laid out for an order. The first order
 * that uses one keeps it; one that no order uses is removed after some days.
 */
export class LooseUploads {
  readonly #database: Database;
  readonly #assets: AssetService;
  readonly #clock: Clock;

  constructor(parts: { database: Database; assets: AssetService; clock: Clock }) {
    this.#database = parts.database;
    this.#assets = parts.assets;
    this.#clock = parts.clock;
  }

  /**
   * Checks and stores pictures. `alongside` writes what belongs to them in the same transaction.
   * @throws AppError with the reason, naming the file; then nothing is kept.
   */
  async keep(
    userId: string,
    files: readonly UploadedFile[],
    directory: string,
    alongside?: (transaction: Transaction, ids: readonly string[]) => Promise<void>,
  ): Promise<Asset[]> {
    const accepted = await this.#assets.acceptUploads(userId, files, directory);
    const rows = accepted.map((row) => ({ ...row, loose_since: timestamp(this.#clock) }));
    const ids = rows.map(({ id }) => id);
    try {
      await this.#database.transaction(async (transaction) => {
        await this.#assets.insertRows(transaction, rows);
        await alongside?.(transaction, ids);
      });
    } catch (error) {
      await this.#assets.discard(rows, error);
      throw error;
    }
    return this.#assets.presentOwned(userId, ids);
  }

  /** Removes those that no order used in time. Returns how many. */
  async sweep(): Promise<number> {
    const expired = await this.#database.read
      .selectFrom('assets')
      .select('id')
      .where('loose_since', '<', timestamp(this.#clock, -KEPT_MS))
      .orderBy('loose_since')
      .limit(SWEEP_LIMIT)
      .execute();
    let removed = 0;
    for (const { id } of expired) removed += await this.#remove(id);
    return removed;
  }

  /** Nothing refers to it, so the row goes as well; an order that came first keeps both. */
  #remove(id: string): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      const gone = await transaction.query
        .deleteFrom('assets')
        .where('id', '=', id)
        .where('loose_since', 'is not', null)
        .returningAll()
        .execute();
      await this.#assets.removeObjectsOf(transaction, gone);
      return gone.length;
    });
  }
}
