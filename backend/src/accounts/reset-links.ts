import { createHash, randomBytes } from 'node:crypto';
import type { Database, Transaction } from '../db/database.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import { recordUserChange } from './user-changes.ts';

const TOKEN_BYTES = 32;
export const RESET_LINK_LIFETIME_MS = 24 * 60 * 60_000;

/** Seen once, by whoever asked for it: the database keeps only a hash. */
export interface ResetToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** Where a reset token leads. It stands behind the #, which browsers send to no server, so it reaches no log. */
export function resetLinkOf(origin: string, { token }: ResetToken): string {
  return `${origin.replace(/\/$/, '')}/reset-password#${token}`;
}

/** One-time links with which the owner of an account sets a new password, made by operators: there is no mail here. */
export class ResetLinks {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Makes a link; earlier ones of the user stop working. `createdBy` is null for the command line. @throws AppError not_found */
  async make(userId: string, createdBy: string | null): Promise<ResetToken> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expiresAt = timestamp(this.#clock, RESET_LINK_LIFETIME_MS);
    await this.#database.transaction(async (transaction) => {
      const user = await transaction.query
        .selectFrom('users')
        .select('id')
        .where('id', '=', userId)
        .executeTakeFirst();
      if (!user) throw new AppError('not_found');
      await this.endAll(transaction, userId);
      await transaction.query
        .insertInto('password_resets')
        .values({
          id: newId('passwordReset', this.#clock),
          user_id: userId,
          token_hash: hashOf(token),
          created_by: createdBy,
          created_at: timestamp(this.#clock),
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
      await recordUserChange(transaction, this.#clock, {
        userId,
        changedBy: createdBy,
        field: 'reset_link',
        newValue: expiresAt,
      });
    });
    return { token, expiresAt };
  }

  /** Whether a token would be taken now. Asked before costly work is done for strangers. */
  async isGood(token: string): Promise<boolean> {
    // Nobody is signed in here; having the token is the right to its row.
    const row = await runAsSystem(() =>
      this.#database.read
        .selectFrom('password_resets')
        .select('id')
        .where('token_hash', '=', hashOf(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', timestamp(this.#clock))
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  /** Uses a token up. Of two at once one wins. Returns whose password it sets. @throws AppError reset_link_invalid */
  async use(transaction: Transaction, token: string): Promise<string> {
    const row = await transaction.query
      .updateTable('password_resets')
      .set({ used_at: timestamp(this.#clock) })
      .where('token_hash', '=', hashOf(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', timestamp(this.#clock))
      .returning('user_id')
      .executeTakeFirst();
    if (!row) throw new AppError('reset_link_invalid');
    return row.user_id;
  }

  /** Links that are still open end now. */
  async endAll(transaction: Transaction, userId: string): Promise<void> {
    await transaction.query
      .updateTable('password_resets')
      .set({ expires_at: timestamp(this.#clock) })
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .where('expires_at', '>', timestamp(this.#clock))
      .execute();
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
