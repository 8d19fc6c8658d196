import type { Database, Transaction } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

/** Failed sign-ins allowed within the window. */
export interface SignInLimit {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly windowMs: number;
}

export const DEFAULT_SIGN_IN_LIMIT: SignInLimit = { perAccount: 5, perAddress: 20, windowMs: 15 * 60_000 };

/** Whose failures are counted: the address typed in, known or not, and the network address it came from. */
export interface SignInSubjects {
  readonly email: string;
  readonly address: string;
}

/**
 * Slows down guessing of passwords, per account and per network address. An attempt is counted before the password is
 * checked and taken back when it was right; counting only afterwards would let many guesses sent at once slip through.
 */
export class SignInLimits {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #limit: SignInLimit;

  constructor(database: Database, clock: Clock, limit: SignInLimit = DEFAULT_SIGN_IN_LIMIT) {
    this.#database = database;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts one attempt. @throws AppError sign_in_limited, with minutes, once either subject has used its failures up. */
  async countAttempt(subjects: SignInSubjects): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await transaction.query
        .deleteFrom('sign_in_attempts')
        .where('window_started_at', '<=', timestamp(this.#clock, -this.#limit.windowMs))
        .execute();
      for (const [subject, limit] of this.#counted(subjects))
        await this.#countOne(transaction, subject, limit);
    });
  }

  /**
   * Forgets an account's failures after a right password. The address only gets this attempt back: otherwise one
   * account of their own would let guessers start over as often as they like.
   */
  async takeBack(transaction: Transaction, { email, address }: SignInSubjects): Promise<void> {
    await transaction.query
      .deleteFrom('sign_in_attempts')
      .where('subject', '=', `account:${email}`)
      .execute();
    await transaction.query
      .updateTable('sign_in_attempts')
      .set((eb) => ({ failures: eb('failures', '-', 1) }))
      .where('subject', '=', `address:${address}`)
      .where('failures', '>', 0)
      .execute();
  }

  #counted({ email, address }: SignInSubjects): ReadonlyArray<readonly [subject: string, limit: number]> {
    return [
      [`account:${email}`, this.#limit.perAccount],
      [`address:${address}`, this.#limit.perAddress],
    ];
  }

  async #countOne(transaction: Transaction, subject: string, limit: number): Promise<void> {
    const { failures, window_started_at } = await transaction.query
      .insertInto('sign_in_attempts')
      .values({ subject, failures: 1, window_started_at: timestamp(this.#clock) })
      .onConflict((conflict) =>
        conflict
          .column('subject')
          .doUpdateSet((eb) => ({ failures: eb('sign_in_attempts.failures', '+', 1) })),
      )
      .returning(['failures', 'window_started_at'])
      .executeTakeFirstOrThrow();
    if (failures <= limit) return;
    const remainingMs = Date.parse(window_started_at) + this.#limit.windowMs - this.#clock.now().getTime();
    throw new AppError('sign_in_limited', { minutes: Math.max(1, Math.ceil(remainingMs / 60_000)) });
  }
}
