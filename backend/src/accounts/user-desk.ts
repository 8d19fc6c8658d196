import type { AdminUser, ChangeUserRequest, UserChange } from '@atelier/shared/contracts/user';
import type { Role, UserStateName } from '@atelier/shared/roles';
import { type Kysely, sql } from 'kysely';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { createUser, type NewUser, takenError } from './create-user.ts';
import type { Memberships } from './memberships.ts';
import type { Sessions } from './sessions.ts';
import { readUserChanges, recordUserChange } from './user-changes.ts';

export interface UserDeskParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly memberships: Memberships;
  readonly sessions: Sessions;
  /** Makes a change to a user count at once in this process. */
  readonly onChanged: (userId: string) => void;
}

export interface UserQuery {
  /** A part of the e-mail address or of the name, or a whole id. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly state?: UserStateName | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What operators do with accounts: look at them, switch them off and on, give and take the operator's role. */
export class UserDesk {
  readonly #parts: UserDeskParts;

  constructor(parts: UserDeskParts) {
    this.#parts = parts;
  }

  /** Whether anybody can run this installation. */
  async hasActiveOperator(): Promise<boolean> {
    const operator = await activeOperators(this.#parts.database.read).limit(1).executeTakeFirst();
    return operator !== undefined;
  }

  /** Newest first. */
  async list(query: UserQuery): Promise<{ users: AdminUser[]; total: number }> {
    const { search, role, state, limit, offset } = query;
    const matching = this.#parts.database.read
      .selectFrom('users')
      .$if(role !== undefined, (q) => q.where('users.role', '=', role ?? 'user'))
      .$if(state !== undefined, (q) => q.where('users.is_active', '=', state === 'active' ? 1 : 0))
      .$if(search !== undefined, (q) => q.where(matches(search ?? '')));
    const { count } = await matching
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const page = matching
      .select('users.id')
      .orderBy('users.created_at', 'desc')
      .orderBy('users.id', 'desc')
      .limit(limit)
      .offset(offset);
    const ids = (await page.execute()).map(({ id }) => id);
    return { users: await this.#present(ids), total: Number(count) };
  }

  /** Who changed what about an account, newest first. @throws AppError not_found */
  async changesOf(
    userId: string,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ changes: UserChange[]; total: number }> {
    const { read } = this.#parts.database;
    const user = await read.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst();
    if (!user) throw new AppError('not_found');
    return readUserChanges(this.#parts.database, userId, page);
  }

  /** Makes an account for somebody. Returns its id. @throws AppError email_taken, username_taken. */
  async create(user: NewUser, createdBy: string | null): Promise<string> {
    const { database, clock } = this.#parts;
    const made = database.transaction(async (transaction) => {
      const userId = await createUser(this.#parts, transaction, user);
      const newValue = user.role ?? 'user';
      await recordUserChange(transaction, clock, {
        userId,
        changedBy: createdBy,
        field: 'created',
        newValue,
      });
      return userId;
    });
    return made.catch((error: unknown) => {
      throw takenError(error) ?? error;
    });
  }

  /**
   * Switches an account off or on and gives or takes the operator's role. Switching off ends its sessions.
   * `changedBy` is the operator's id; null for the command line, which may do the same but for leaving nobody in charge.
   * @throws AppError not_found, role_required (no operator any more), operator_self, operator_last.
   */
  async change(userId: string, wish: ChangeUserRequest, changedBy: string | null): Promise<AdminUser> {
    const { database, onChanged } = this.#parts;
    await database.transaction(async (transaction) => {
      await this.#changeIn(transaction, { userId, wish, changedBy });
      transaction.afterCommit(() => onChanged(userId));
    });
    const [user] = await this.#present([userId]);
    if (!user) throw new AppError('not_found');
    return user;
  }

  async #changeIn(
    transaction: Transaction,
    { userId, wish, changedBy }: { userId: string; wish: ChangeUserRequest; changedBy: string | null },
  ): Promise<void> {
    const { clock, sessions } = this.#parts;
    const before = await lockUser(transaction, userId);
    // In turns: two operators who demote each other at once would both find another one left.
    await transaction.exclusive('operators');
    if (changedBy !== null && !(await isActiveOperator(transaction, changedBy)))
      throw new AppError('role_required');
    const after = { isActive: wish.isActive ?? before.isActive, role: wish.role ?? before.role };
    if (isInCharge(before) && !isInCharge(after)) {
      if (userId === changedBy) throw new AppError('operator_self');
      await assertAnotherInCharge(transaction, userId);
    }
    await transaction.query
      .updateTable('users')
      .set({ role: after.role, is_active: after.isActive ? 1 : 0, updated_at: timestamp(clock) })
      .where('id', '=', userId)
      .execute();
    const change = { userId, changedBy };
    if (after.role !== before.role) {
      const values = { oldValue: before.role, newValue: after.role };
      await recordUserChange(transaction, clock, { ...change, field: 'role', ...values });
    }
    if (after.isActive !== before.isActive) {
      const values = { oldValue: stateName(before), newValue: stateName(after) };
      await recordUserChange(transaction, clock, { ...change, field: 'is_active', ...values });
    }
    if (!after.isActive) await sessions.revokeAll(transaction, userId);
  }

  /** In the order of the ids. */
  async #present(ids: readonly string[]): Promise<AdminUser[]> {
    if (ids.length === 0) return [];
    const rows = await this.#parts.database.read
      .selectFrom('users')
      .leftJoin('user_credits', 'user_credits.user_id', 'users.id')
      .select(['users.id', 'users.email', 'users.username', 'users.role', 'users.is_active'])
      .select(['users.created_at', 'user_credits.credits', 'user_credits.held'])
      .where('users.id', 'in', ids)
      .execute();
    const memberships = await this.#parts.memberships.shownToAll(ids);
    return ids.flatMap((id) => {
      const row = rows.find((each) => each.id === id);
      if (!row) return [];
      const { email, username, role, created_at, credits, held } = row;
      return {
        ...{ id, email, username, role },
        isActive: row.is_active === 1,
        createdAt: created_at,
        credits: credits ?? 0,
        held: held ?? 0,
        membership: memberships.get(id) ?? null,
      };
    });
  }
}

interface Standing {
  readonly role: Role;
  readonly isActive: boolean;
}

const isInCharge = ({ role, isActive }: Standing): boolean => role === 'operator' && isActive;
const stateName = ({ isActive }: Standing): UserStateName => (isActive ? 'active' : 'disabled');

/** How a user stands, for the rest of the transaction. @throws AppError not_found */
async function lockUser({ query }: Transaction, userId: string): Promise<Standing> {
  const row = await query
    .updateTable('users')
    .set((eb) => ({ role: eb.ref('role') }))
    .where('id', '=', userId)
    .returning(['role', 'is_active'])
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return { role: row.role, isActive: row.is_active === 1 };
}

const activeOperators = (query: Kysely<Tables>) =>
  query.selectFrom('users').select('id').where('role', '=', 'operator').where('is_active', '=', 1);

async function isActiveOperator({ query }: Transaction, userId: string): Promise<boolean> {
  return (await activeOperators(query).where('id', '=', userId).executeTakeFirst()) !== undefined;
}

async function assertAnotherInCharge({ query }: Transaction, userId: string): Promise<void> {
  const other = await activeOperators(query).where('id', '<>', userId).limit(1).executeTakeFirst();
  if (!other) throw new AppError('operator_last');
}

/** Addresses are kept in lower case, names as they were typed. */
function matches(search: string) {
  const wanted = search.trim().toLowerCase();
  const pattern = `%${wanted.replace(/[!%_]/g, '!$&')}%`;
  return sql<boolean>`(users.email like ${pattern} escape '!' or lower(users.username) like ${pattern} escape '!'
    or users.id = ${search.trim()})`;
}
