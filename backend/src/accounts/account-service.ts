import type { Account, Session } from '@atelier/shared/contracts/session';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { UserRow } from '../db/tables.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { createUser, type NewUser, takenError } from './create-user.ts';
import type { Memberships } from './memberships.ts';
import type { PasswordChange, PasswordChanges } from './password-changes.ts';
import type { PasswordHasher } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { AccessTokens } from './tokens.ts';

export interface AccountServiceParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly memberships: Memberships;
  readonly passwords: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly sessions: Sessions;
  readonly signInLimits: SignInLimits;
  readonly passwordChanges: PasswordChanges;
  /** Whole credits a new account starts with; 0 for none. */
  readonly signUpCredits: number;
  /** Whether strangers may make accounts for themselves. */
  readonly registrationOpen: boolean;
}

/** Accounts of people: making them, signing in and out, and what they show about themselves. */
export class AccountService {
  readonly #parts: AccountServiceParts;

  constructor(parts: AccountServiceParts) {
    this.#parts = parts;
  }

  /**
   * Makes an account with its credits and signs it in, all in one transaction.
   * @throws AppError registration_closed, email_taken, username_taken, server_busy.
   */
  async register(wish: { email: string; username: string; password: string }): Promise<Session> {
    const { registrationOpen, passwords, database, sessions, signUpCredits } = this.#parts;
    if (!registrationOpen) throw new AppError('registration_closed');
    const passwordHash = await passwords.hash(wish.password);
    const { email, username } = wish;
    // The account that will own these rows does not exist yet, so the server itself writes them.
    const { userId, refreshToken } = await runAsSystem(() =>
      database.transaction(async (transaction) => {
        const user = { email, username, passwordHash, credits: signUpCredits };
        const id = await this.createUser(transaction, user);
        return { userId: id, refreshToken: await sessions.open(transaction, id) };
      }),
    ).catch((error: unknown) => {
      throw takenError(error) ?? error;
    });
    return this.#session(userId, refreshToken);
  }

  /**
   * Writes a user with an open credit account and the sign-up grant. Also used for demo accounts and by operators'
   * tools, so it does not ask whether registration is open. Returns the user's id.
   */
  async createUser(transaction: Transaction, user: NewUser): Promise<string> {
    return createUser(this.#parts, transaction, user);
  }

  /**
   * Signs in. An unknown address, an account without a password and a wrong password give the same answer after the
   * same work. `address` is the network address as `clientAddressOf` gives it.
   * @throws AppError credentials_wrong, account_disabled, sign_in_limited, server_busy.
   */
  async signIn(attempt: { email: string; password: string; address: string }): Promise<Session> {
    const { database, passwords, signInLimits, sessions } = this.#parts;
    await signInLimits.countAttempt(attempt);
    const user = await database.read
      .selectFrom('users')
      .select(['id', 'password_hash', 'is_active'])
      .where('email', '=', attempt.email)
      .executeTakeFirst();
    const stored = user?.password_hash ?? null;
    const isRight = await passwords.verify(attempt.password, stored);
    if (!user || stored === null || !isRight) throw new AppError('credentials_wrong');
    const betterHash = passwords.needsRehash(stored) ? await passwords.hash(attempt.password) : null;
    const refreshToken = await database.transaction(async (transaction) => {
      await signInLimits.takeBack(transaction, attempt);
      // Only who knows the password learns that the account is switched off.
      if (user.is_active !== 1) return null;
      if (betterHash !== null) await this.#replaceHash(transaction, user.id, stored, betterHash);
      return sessions.open(transaction, user.id);
    });
    if (refreshToken === null) throw new AppError('account_disabled');
    return this.#session(user.id, refreshToken);
  }

  /**
   * Exchanges a refresh token for new tokens.
   * @throws AppError token_invalid, token_expired, account_disabled.
   */
  async refresh(refreshToken: string): Promise<Session> {
    const renewed = await this.#parts.sessions.renew(refreshToken);
    return this.#session(renewed.userId, renewed.refreshToken);
  }

  /** Ends every other session and answers a new one in place of this one. @throws as PasswordChanges.change */
  async changePassword(change: PasswordChange): Promise<Session> {
    const renewed = await this.#parts.passwordChanges.change(change);
    return this.#session(renewed.userId, renewed.refreshToken);
  }

  /** Sets a password by a one-time link and signs in. @throws as PasswordChanges.reset */
  async resetPassword(wish: { token: string; newPassword: string }): Promise<Session> {
    const renewed = await this.#parts.passwordChanges.reset(wish);
    return this.#session(renewed.userId, renewed.refreshToken);
  }

  /** Ends the session a refresh token belongs to. Access tokens already given out run out by themselves. */
  async signOut(refreshToken: string): Promise<void> {
    await this.#parts.sessions.revokeFamilyOf(refreshToken);
  }

  /** An account as its owner sees it. @throws AppError not_found. */
  async accountOf(userId: string): Promise<Account> {
    return (await this.#load(userId)).account;
  }

  async #session(userId: string, refreshToken: string): Promise<Session> {
    const { accessTokens } = this.#parts;
    const { account, isActive } = await this.#load(userId);
    if (!isActive) throw new AppError('account_disabled');
    const accessToken = accessTokens.issue({ userId, role: account.role });
    return { account, accessToken, expiresIn: accessTokens.lifetimeSeconds, refreshToken };
  }

  async #load(userId: string): Promise<{ account: Account; isActive: boolean }> {
    const { database } = this.#parts;
    const user = await database.read
      .selectFrom('users')
      .select(['id', 'email', 'username', 'role', 'is_active', 'created_at'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (!user) throw new AppError('not_found');
    return { account: await this.#present(user), isActive: user.is_active === 1 };
  }

  async #present(user: Pick<UserRow, 'id' | 'email' | 'username' | 'role' | 'created_at'>): Promise<Account> {
    return {
      id: user.id,
      email: user.email,
      username: user.username,
      role: user.role,
      createdAt: user.created_at,
      membership: await this.#parts.memberships.shownTo(user.id),
    };
  }

  /** Only while the hash is still the one that was checked: the password may have been changed in the meantime. */
  async #replaceHash(
    transaction: Transaction,
    userId: string,
    checked: string,
    better: string,
  ): Promise<void> {
    await transaction.query
      .updateTable('users')
      .set({ password_hash: better, updated_at: timestamp(this.#parts.clock) })
      .where('id', '=', userId)
      .where('password_hash', '=', checked)
      .execute();
  }
}
