import { createHash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { SessionsTable } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';

const TOKEN_BYTES = 32;
const DAY_MS = 24 * 60 * 60_000;
/** Counted from the last use, so people who keep coming back stay signed in. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS;
/**
 * How long a replaced token still gets a successor of its own. Two tabs that wake up together send the same token,
 * and an answer may be lost on its way; both look like theft but are daily business. A thief gains nothing lasting:
 * the successor belongs to the same family and falls with it as soon as any replaced token is used later than this.
 */
export const REUSE_GRACE_MS = 10_000;

type SessionRow = Selectable<SessionsTable>;

export interface RenewedSession {
  readonly userId: string;
  readonly refreshToken: string;
}

type Renewal = RenewedSession | { readonly refused: 'token_invalid' | 'token_expired' };

/**
 * Refresh tokens: random, stored as SHA-256 only (the tokens have 256 bits of their own, so no slow hash is needed),
 * replaced on every use. All tokens that descend from one sign-in form a family, revoked together.
 */
export class Sessions {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Starts a family for a user who has just proven who they are; clears away their sessions past their time. */
  async open(transaction: Transaction, userId: string): Promise<string> {
    await transaction.query
      .deleteFrom('sessions')
      .where('user_id', '=', userId)
      .where('expires_at', '<=', timestamp(this.#clock))
      .execute();
    return this.#insert(transaction, userId, newId('session', this.#clock));
  }

  /**
   * Exchanges a refresh token for its successor. A token that was replaced before (see REUSE_GRACE_MS) revokes its
   * whole family: either the caller or the one who replaced it is a thief, and nobody can tell which.
   * @throws AppError token_expired or token_invalid.
   */
  async renew(refreshToken: string): Promise<RenewedSession> {
    const renewal = await this.#database.transaction((transaction) =>
      this.#renewIn(transaction, refreshToken),
    );
    // Thrown after the commit: a revoked family must stay revoked.
    if ('refused' in renewal) throw new AppError(renewal.refused);
    return renewal;
  }

  /** Ends the family a token belongs to. A token nobody knows is no error: there is nothing left to end. */
  async revokeFamilyOf(refreshToken: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const session = await this.#find(transaction, refreshToken);
      if (session) await this.#revoke(transaction, 'family_id', session.family_id);
    });
  }

  /** Ends every session of a user, e.g. after a change of password, with the access tokens given out until now. */
  async revokeAll(transaction: Transaction, userId: string): Promise<void> {
    await this.#revoke(transaction, 'user_id', userId);
    await transaction.query
      .updateTable('users')
      .set({ sessions_ended_at: timestamp(this.#clock) })
      .where('id', '=', userId)
      .execute();
  }

  async #renewIn(transaction: Transaction, refreshToken: string): Promise<Renewal> {
    const session = await this.#find(transaction, refreshToken);
    if (!session || session.revoked_at !== null) return { refused: 'token_invalid' };
    const now = this.#clock.now().getTime();
    if (session.replaced_at !== null && now - Date.parse(session.replaced_at) > REUSE_GRACE_MS) {
      await this.#revoke(transaction, 'family_id', session.family_id);
      return { refused: 'token_invalid' };
    }
    if (Date.parse(session.expires_at) <= now) return { refused: 'token_expired' };
    if (session.replaced_at === null) {
      await transaction.query
        .updateTable('sessions')
        .set({ replaced_at: timestamp(this.#clock) })
        .where('id', '=', session.id)
        .execute();
    }
    const successor = await this.#insert(transaction, session.user_id, session.family_id);
    return { userId: session.user_id, refreshToken: successor };
  }

  async #find(transaction: Transaction, refreshToken: string): Promise<SessionRow | undefined> {
    return transaction.query
      .selectFrom('sessions')
      .selectAll()
      .where('token_hash', '=', hashOf(refreshToken))
      .executeTakeFirst();
  }

  async #insert(transaction: Transaction, userId: string, familyId: string): Promise<string> {
    const refreshToken = randomBytes(TOKEN_BYTES).toString('base64url');
    await transaction.query
      .insertInto('sessions')
      .values({
        id: newId('session', this.#clock),
        user_id: userId,
        family_id: familyId,
        token_hash: hashOf(refreshToken),
        created_at: timestamp(this.#clock),
        expires_at: timestamp(this.#clock, SESSION_LIFETIME_MS),
        replaced_at: null,
        revoked_at: null,
      })
      .execute();
    return refreshToken;
  }

  async #revoke(transaction: Transaction, column: 'family_id' | 'user_id', value: string): Promise<void> {
    await transaction.query
      .updateTable('sessions')
      .set({ revoked_at: timestamp(this.#clock) })
      .where(column, '=', value)
      .where('revoked_at', 'is', null)
      .execute();
  }
}

function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}
