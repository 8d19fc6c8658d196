import type { Spendable } from '../credits/ledger.ts';
import { AppError } from '../lib/app-error.ts';
import { capReached, type LockedBatch } from './batch-cap.ts';

/**
 * What is left for the next tasks of a batch: of its agreed limit, of the balance, and of the month of the API key.
 * Counts down while one transaction spends; what it refuses, the ledger would refuse too, but with nothing written.
 */
export class BatchFunds {
  readonly #batch: LockedBatch;
  readonly #spendable: Spendable;
  #spent = 0;

  constructor(batch: LockedBatch, spendable: Spendable) {
    this.#batch = batch;
    this.#spendable = spendable;
  }

  /** Why a task at this price is not covered, with the figures; undefined when it is. */
  refusalOf(required: number): AppError | undefined {
    const { credits, month } = this.#spendable;
    const leftCredits = this.#batch.leftCredits - this.#spent;
    if (required > leftCredits) return capReached({ ...this.#batch, leftCredits }, required);
    const available = credits - this.#spent;
    if (required > available) return new AppError('credits_insufficient', { required, available });
    if (!month) return undefined;
    const used = month.used + this.#spent;
    if (used + required <= month.limit) return undefined;
    return new AppError('api_key_credits_limited', { limit: month.limit, used, required });
  }

  spend(amount: number): void {
    this.#spent += amount;
  }
}
