import { ID_PREFIXES } from '@atelier/shared/ids';
import { WEBHOOK_LOG_DAYS } from '@atelier/shared/limits';
import type { Database } from '../db/database.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

const DAY_MS = 86_400_000;
/** No transaction that could still refer to a deleted endpoint lasts this long. */
const DELETED_FOR_MS = 3_600_000;
/** Deliveries removed in one transaction, so that none holds the database for long. */
const CHUNK = 500;

/** Removes what nobody needs any more: the log after its days, and deleted endpoints with all they had. */
export class WebhookSweeper {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  async sweep(): Promise<void> {
    while ((await this.#remove(await this.#oldDeliveries())) === CHUNK);
    for (const endpointId of await this.#deletedEndpoints()) await this.#removeEndpoint(endpointId);
  }

  /** Ids begin with their time, so the primary key finds the old ones without looking at the others. */
  async #oldDeliveries(): Promise<readonly string[]> {
    const oldestMs = this.#clock.now().getTime() - WEBHOOK_LOG_DAYS * DAY_MS;
    const rows = await this.#database.read
      .selectFrom('webhook_deliveries')
      .select('id')
      .where('id', '<', `${ID_PREFIXES.message}_${oldestMs.toString(16).padStart(12, '0')}`)
      .where('state', '<>', 'pending')
      .orderBy('id')
      .limit(CHUNK)
      .execute();
    return rows.map(({ id }) => id);
  }

  async #deletedEndpoints(): Promise<readonly string[]> {
    const rows = await this.#database.read
      .selectFrom('webhook_endpoints')
      .select('id')
      .where('deleted_at', '<', timestamp(this.#clock, -DELETED_FOR_MS))
      .execute();
    return rows.map(({ id }) => id);
  }

  async #removeEndpoint(endpointId: string): Promise<void> {
    const next = async (): Promise<readonly string[]> => {
      const rows = await this.#database.read
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('endpoint_id', '=', endpointId)
        .limit(CHUNK)
        .execute();
      return rows.map(({ id }) => id);
    };
    while ((await this.#remove(await next())) === CHUNK);
    await this.#database.transaction(({ query }) =>
      query.deleteFrom('webhook_endpoints').where('id', '=', endpointId).execute(),
    );
  }

  /** Attempts go with their delivery. Returns how many deliveries were named. */
  async #remove(ids: readonly string[]): Promise<number> {
    if (ids.length > 0) {
      await this.#database.transaction(({ query }) =>
        query
          .deleteFrom('webhook_deliveries')
          .where('id', 'in', [...ids])
          .execute(),
      );
    }
    return ids.length;
  }
}
