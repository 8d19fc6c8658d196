import type { Database } from '../db/database.ts';
import type { WebhookEndpointRow } from '../db/tables.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { SealBrokenError, type SealedSecrets } from '../lib/sealed-secrets.ts';

const HINT_CHARACTERS = 4;

type SecretColumns = Pick<
  WebhookEndpointRow,
  'id' | 'secret_sealed' | 'previous_secret_sealed' | 'previous_secret_ends_at'
>;

/** Keeps the secrets of endpoints sealed in the database and opens them for signing only. */
export class EndpointSecrets {
  readonly #seals: SealedSecrets;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(parts: { seals: SealedSecrets; database: Database; clock: Clock; logger: Logger }) {
    this.#seals = parts.seals;
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** The columns that hold a new secret. */
  seal(endpointId: string, secret: string): Pick<WebhookEndpointRow, 'secret_sealed' | 'secret_hint'> {
    return {
      secret_sealed: this.#seals.seal(secret, recordOf(endpointId)),
      secret_hint: secret.slice(-HINT_CHARACTERS),
    };
  }

  /** The secrets that sign now: the current one and, for a day after a rotation, the one before. @throws SealBrokenError */
  open(row: SecretColumns): readonly string[] {
    const record = recordOf(row.id);
    const current = this.#seals.open(row.secret_sealed, record);
    const { previous_secret_sealed: previous, previous_secret_ends_at: endsAt } = row;
    if (previous === null || endsAt === null || Date.parse(endsAt) <= this.#clock.now().getTime()) {
      return [current];
    }
    return [current, this.#seals.open(previous, record)];
  }

  /**
   * Moves everything to the current master key, so that the previous one can be taken away. Returns how many endpoints
   * were sealed anew; those whose key is not known here stay as they are and are logged.
   */
  async reseal(): Promise<number> {
    const rows = await this.#database.read
      .selectFrom('webhook_endpoints')
      .select(['id', 'secret_sealed', 'previous_secret_sealed', 'previous_secret_ends_at'])
      .where('deleted_at', 'is', null)
      .execute();
    let count = 0;
    for (const row of rows) if (await this.#resealOne(row)) count += 1;
    return count;
  }

  async #resealOne(row: SecretColumns): Promise<boolean> {
    const { id, secret_sealed: current, previous_secret_sealed: previous } = row;
    if (this.#seals.isCurrent(current) && (previous === null || this.#seals.isCurrent(previous)))
      return false;
    try {
      const change = {
        secret_sealed: this.#seals.reseal(current, recordOf(id)),
        previous_secret_sealed: previous && this.#seals.reseal(previous, recordOf(id)),
      };
      // A rotation in between has sealed with the current key already.
      const changed = await this.#database.transaction(({ query }) =>
        query
          .updateTable('webhook_endpoints')
          .set(change)
          .where('id', '=', id)
          .where('secret_sealed', '=', current)
          .executeTakeFirst(),
      );
      return changed.numUpdatedRows > 0n;
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      this.#logger.error(
        { err: error, webhookId: id },
        'the secret of a webhook cannot be opened: its deliveries cannot be signed; see SECRETS_KEY',
      );
      return false;
    }
  }
}

const recordOf = (endpointId: string): string => `webhook:${endpointId}`;
