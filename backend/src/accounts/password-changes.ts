import type { Database, Transaction } from '../db/database.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { PasswordHasher } from './passwords.ts';
import type { ResetLinks } from './reset-links.ts';
import type { RenewedSession, Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { recordUserChange } from './user-changes.ts';

export interface PasswordChangesParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly passwords: PasswordHasher;
  readonly sessions: Sessions;
  readonly signInLimits: SignInLimits;
  readonly resetLinks: ResetLinks;
  /** Makes it count at once in this process that a user's sessions were ended. */
  readonly onSessionsEnded: (userId: string) => void;
}

export interface PasswordChange {
  readonly userId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The network address as `clientAddressOf` gives it. */
  readonly address: string;
}

/** New passwords for accounts that exist. Each ends every session of the account and begins one. */
export class PasswordChanges {
  readonly #parts: PasswordChangesParts;

  constructor(parts: PasswordChangesParts) {
    this.#parts = parts;
  }

  /**
   * By the user, who proves it with the current password; wrong ones count as failed sign-ins.
   * @throws AppError current_password_wrong, account_disabled, sign_in_limited, server_busy, not_found.
   */
  async change({ userId, currentPassword, newPassword, address }: PasswordChange): Promise<RenewedSession> {
    const { database, passwords, signInLimits } = this.#parts;
    const user = await database.read
      .selectFrom('users')
      .select(['email', 'password_hash'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (!user) throw new AppError('not_found');
    const subjects = { email: user.email, address };
    await signInLimits.countAttempt(subjects);
    if (!(await passwords.verify(currentPassword, user.password_hash)))
      throw new AppError('current_password_wrong');
    const passwordHash = await passwords.hash(newPassword);
    return database.transaction(async (transaction) => {
      await signInLimits.takeBack(transaction, subjects);
      const refreshToken = await this.#set(transaction, {
        userId,
        passwordHash,
        checked: user.password_hash,
      });
      return { userId, refreshToken };
    });
  }

  /**
   * By whoever has the link an operator made: uses it up, sets the password and ends all sessions, all or nothing.
   * @throws AppError reset_link_invalid, account_disabled, server_busy.
   */
  async reset({ token, newPassword }: { token: string; newPassword: string }): Promise<RenewedSession> {
    const { database, passwords, resetLinks } = this.#parts;
    if (!(await resetLinks.isGood(token))) throw new AppError('reset_link_invalid');
    const passwordHash = await passwords.hash(newPassword);
    return runAsSystem(() =>
      database.transaction(async (transaction) => {
        const userId = await resetLinks.use(transaction, token);
        const refreshToken = await this.#set(transaction, { userId, passwordHash });
        return { userId, refreshToken };
      }),
    );
  }

  /** `checked`: only while this is still the stored hash, since another change may have come in between. */
  async #set(
    transaction: Transaction,
    wish: { userId: string; passwordHash: string; checked?: string | null },
  ): Promise<string> {
    const { clock, sessions, resetLinks, onSessionsEnded } = this.#parts;
    const { userId, passwordHash, checked } = wish;
    const user = await transaction.query
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: timestamp(clock) })
      .where('id', '=', userId)
      .$if(checked !== undefined, (query) => query.where('password_hash', '=', checked ?? ''))
      .returning('is_active')
      .executeTakeFirst();
    if (!user) throw new AppError('current_password_wrong');
    // Thrown inside the transaction: the link stays good for when the account is switched on again.
    if (user.is_active !== 1) throw new AppError('account_disabled');
    await resetLinks.endAll(transaction, userId);
    await sessions.revokeAll(transaction, userId);
    await recordUserChange(transaction, clock, { userId, changedBy: userId, field: 'password' });
    transaction.afterCommit(() => onSessionsEnded(userId));
    return sessions.open(transaction, userId);
  }
}
