import type { AdjustCreditsRequest } from '@atelier/shared/contracts/loss';
import type { Database } from '../db/database.ts';
import { isUniqueViolation } from '../db/database-errors.ts';
import { AppError } from '../lib/app-error.ts';
import { findAccount } from './find-account.ts';
import type { Ledger } from './ledger.ts';

/** Corrections of balances by operators: each with a reason and its author in the ledger, each once per key. */
export class Adjustments {
  readonly #database: Database;
  readonly #ledger: Ledger;

  constructor(parts: { database: Database; ledger: Ledger }) {
    this.#database = parts.database;
    this.#ledger = parts.ledger;
  }

  /**
   * Books one correction. The same key with the same wish changes nothing more; with another wish it is refused.
   * Returns the account it went to. @throws AppError not_found, credits_insufficient, idempotency_key_reused.
   */
  async adjust(operatorId: string, key: string, wish: AdjustCreditsRequest): Promise<{ userId: string }> {
    const userId = await findAccount(this.#database, wish);
    const entryKey = { operatorId, key };
    const adjustment = { userId, amount: wish.amount, reason: wish.reason, ...entryKey };
    try {
      await this.#database.transaction((transaction) => this.#ledger.adjust(transaction, adjustment));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const earlier = await this.#database.read
        .selectFrom('credit_transactions')
        .select(['user_id', 'amount', 'description'])
        .where('entry_key', '=', `${operatorId}:adjust:${key}`)
        .executeTakeFirst();
      const isSame =
        earlier?.user_id === userId && earlier.amount === wish.amount && earlier.description === wish.reason;
      if (!isSame) throw new AppError('idempotency_key_reused', {}, { cause: error });
    }
    return { userId };
  }
}
