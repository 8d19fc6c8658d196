import type { AdminMembership, GrantMembershipRequest } from '@atelier/shared/contracts/membership';
import { sql } from 'kysely';
import { findAccount } from '../credits/find-account.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { MembershipRow } from '../db/membership-tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import { addMonths, periodBeginning } from './membership-periods.ts';
import type { Memberships, OperatorRequest } from './memberships.ts';
import { presentForOperator } from './present-membership.ts';

/** What operators do with memberships: give, renew, end and look at them. */
export class MembershipDesk {
  readonly #database: Database;
  readonly #memberships: Memberships;
  readonly #clock: Clock;

  constructor(parts: { database: Database; memberships: Memberships; clock: Clock }) {
    this.#database = parts.database;
    this.#memberships = parts.memberships;
    this.#clock = parts.clock;
  }

  /**
   * Gives a membership and, when it runs already, the credits of its periods so far. A repeat of the request gives the
   * same one. @throws AppError not_found, membership_running, idempotency_key_reused.
   */
  async grant(request: OperatorRequest, wish: GrantMembershipRequest): Promise<AdminMembership> {
    const { plan, months, creditsPerPeriod, periodMonths } = wish;
    const userId = await findAccount(this.#database, wish);
    const startsAt = wish.startsAt ? new Date(wish.startsAt).toISOString() : timestamp(this.#clock);
    const membership = { userId, plan, startsAt, months, creditsPerPeriod, periodMonths, request };
    return this.#once(request, 'memberships', () =>
      this.#database.transaction((transaction) => this.#memberships.create(transaction, membership)),
    );
  }

  /**
   * Lets a membership run so many months longer. A repeat of the request changes nothing more.
   * @throws AppError not_found, membership_ended, membership_running (another one follows), idempotency_key_reused.
   */
  async renew(request: OperatorRequest, membershipId: string, months: number): Promise<AdminMembership> {
    return this.#once(request, 'membership_renewals', () =>
      this.#database.transaction(async (transaction) => {
        const row = await this.#memberships.lock(transaction, membershipId);
        if (row.ends_at <= timestamp(this.#clock)) throw new AppError('membership_ended');
        const ends_at = addMonths(row.ends_at, months);
        await this.#assertFree(transaction, row, ends_at);
        const next_grant_at = periodBeginning({ ...row, ends_at }, row.periods_granted);
        await transaction.query
          .updateTable('memberships')
          .set((eb) => ({ ends_at, next_grant_at, renewals: eb('renewals', '+', 1) }))
          .where('id', '=', row.id)
          .execute();
        await transaction.query
          .insertInto('membership_renewals')
          .values({
            id: newId('renewal', this.#clock),
            membership_id: row.id,
            user_id: row.user_id,
            months,
            ended_before: row.ends_at,
            ends_at,
            renewed_by: request.operatorId,
            idempotency_key: request.key,
            request_hash: request.requestHash,
            created_at: timestamp(this.#clock),
          })
          .execute();
        return row.id;
      }),
    );
  }

  /** Ends a membership now; credits that were given stay. May be repeated. @throws AppError not_found */
  async end(membershipId: string): Promise<AdminMembership> {
    const id = await this.#database.transaction(async (transaction) => {
      const row = await this.#memberships.lock(transaction, membershipId);
      const now = timestamp(this.#clock);
      if (row.ends_at > now) {
        await transaction.query
          .updateTable('memberships')
          // One that has not begun begins and ends in the same moment: it never ran.
          .set({ ends_at: now, next_grant_at: null, ...(row.starts_at > now && { starts_at: now }) })
          .where('id', '=', row.id)
          .execute();
      }
      return row.id;
    });
    return this.#get(id);
  }

  /** For operators, newest first. `search` is a part of the e-mail address. */
  async list(query: {
    userId?: string | undefined;
    search?: string | undefined;
    limit: number;
    offset: number;
  }): Promise<{ memberships: AdminMembership[]; total: number }> {
    const matching = this.#database.read
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .$if(query.userId !== undefined, (q) => q.where('memberships.user_id', '=', query.userId ?? ''))
      .$if(query.search !== undefined, (q) =>
        q.where(sql<boolean>`users.email like ${patternOf(query.search ?? '')} escape '!'`),
      );
    const rows = await matching
      .selectAll('memberships')
      .select('users.email')
      .orderBy('memberships.created_at', 'desc')
      .orderBy('memberships.id', 'desc')
      .limit(query.limit)
      .offset(query.offset)
      .execute();
    const { count } = await matching
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const now = timestamp(this.#clock);
    return { memberships: rows.map((row) => presentForOperator(row, now)), total: Number(count) };
  }

  async #assertFree(transaction: Transaction, row: MembershipRow, until: string): Promise<void> {
    await this.#memberships.lockUser(transaction, row.user_id);
    const next = await transaction.query
      .selectFrom('memberships')
      .select('id')
      .where('user_id', '=', row.user_id)
      .where('id', '<>', row.id)
      .where('starts_at', '<', until)
      .where('ends_at', '>', row.ends_at)
      .limit(1)
      .executeTakeFirst();
    if (next) throw new AppError('membership_running');
  }

  /** Does the work, or finds what the same request led to before. */
  async #once(
    request: OperatorRequest,
    table: 'memberships' | 'membership_renewals',
    work: () => Promise<string>,
  ): Promise<AdminMembership> {
    const earlier = await this.#earlier(request, table);
    if (earlier !== undefined) return this.#get(earlier);
    try {
      return await this.#get(await work());
    } catch (error) {
      // A parallel repeat was first; what it did may also be why this one was refused.
      const other = await this.#earlier(request, table);
      if (other !== undefined) return this.#get(other);
      throw error;
    }
  }

  async #earlier(
    { operatorId, key, requestHash }: OperatorRequest,
    table: 'memberships' | 'membership_renewals',
  ): Promise<string | undefined> {
    const { read } = this.#database;
    const found =
      table === 'memberships'
        ? await read
            .selectFrom('memberships')
            .select(['id', 'request_hash'])
            .where('granted_by', '=', operatorId)
            .where('idempotency_key', '=', key)
            .executeTakeFirst()
        : await read
            .selectFrom('membership_renewals')
            .select(['membership_id as id', 'request_hash'])
            .where('renewed_by', '=', operatorId)
            .where('idempotency_key', '=', key)
            .executeTakeFirst();
    if (found && found.request_hash !== requestHash) throw new AppError('idempotency_key_reused');
    return found?.id;
  }

  async #get(id: string): Promise<AdminMembership> {
    const row = await this.#database.read
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .selectAll('memberships')
      .select('users.email')
      .where('memberships.id', '=', id)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return presentForOperator(row, timestamp(this.#clock));
  }
}

/** Addresses are kept in lower case. */
const patternOf = (search: string): string => `%${search.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`;
