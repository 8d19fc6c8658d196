import type { Role } from '@atelier/shared/roles';
import type { Database } from '../db/database.ts';
import { BoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';

/**
 * How long a look at the users table is believed. Every request asks, so without it each would cost a query; the
 * price is that switching an account off or changing its role takes this long to reach all requests.
 */
export const USER_STATE_LIFETIME_MS = 15_000;
const MAX_REMEMBERED = 10_000;

export interface UserState {
  readonly role: Role;
  readonly isActive: boolean;
  /** Access tokens from before this moment count no more, in milliseconds since 1970; 0 while none was ended early. */
  readonly sessionsEndedAtMs: number;
}

/** What must be known of a user on every request, remembered for a short time. */
export class UserStates {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #remembered = new BoundedMap<string, { state: UserState | null; until: number }>(MAX_REMEMBERED);

  /** Counts calls of `forget`: what was read before one must not be remembered after it. */
  #forgotten = 0;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Null when there is no such user. At most USER_STATE_LIFETIME_MS old. */
  async stateOf(userId: string): Promise<UserState | null> {
    const now = this.#clock.now().getTime();
    const known = this.#remembered.get(userId);
    if (known && now < known.until) return known.state;
    const forgottenBefore = this.#forgotten;
    const row = await this.#database.read
      .selectFrom('users')
      .select(['role', 'is_active', 'sessions_ended_at'])
      .where('id', '=', userId)
      .executeTakeFirst();
    const state = row
      ? {
          role: row.role,
          isActive: row.is_active === 1,
          sessionsEndedAtMs: row.sessions_ended_at === null ? 0 : Date.parse(row.sessions_ended_at),
        }
      : null;
    if (this.#forgotten === forgottenBefore)
      this.#remembered.set(userId, { state, until: now + USER_STATE_LIFETIME_MS });
    return state;
  }

  /** Makes a change to a user count at once in this process. */
  forget(userId: string): void {
    this.#forgotten += 1;
    this.#remembered.delete(userId);
  }
}
