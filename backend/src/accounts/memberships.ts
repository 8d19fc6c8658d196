import type { Membership } from '@atelier/shared/contracts/membership';
import type { Kysely } from 'kysely';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { MembershipRow } from '../db/membership-tables.ts';
import type { Tables } from '../db/tables.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { newId } from '../lib/new-id.ts';
import { addMonths, periodBeginning } from './membership-periods.ts';
import { presentMembership } from './present-membership.ts';

/** An operator's request that changes something once, however often it arrives. */
export interface OperatorRequest {
  readonly operatorId: string;
  readonly key: string;
  readonly requestHash: string;
}

/** What makes a membership; `request` is null where nobody asked, as for demo accounts. */
export interface NewMembership {
  readonly userId: string;
  readonly plan: string;
  readonly startsAt: string;
  readonly months: number;
  readonly creditsPerPeriod: number;
  readonly periodMonths: number;
  readonly request: OperatorRequest | null;
}

/** Memberships whose period has begun, that one run looks at; the next run takes the rest. */
const DUE_LIMIT = 200;

/**
 * Plans with an end, which operators give (see MembershipDesk). At the beginning of each period the plan's credits go into
 * the ledger, once, in the transaction that notes that they went.
 */
export class Memberships {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #isRequired: boolean;

  /** `isRequired` off: nobody is asked for a membership; they still bring their credits. */
  constructor(parts: {
    database: Database;
    ledger: Ledger;
    clock: Clock;
    logger: Logger;
    isRequired: boolean;
  }) {
    this.#database = parts.database;
    this.#ledger = parts.ledger;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#isRequired = parts.isRequired;
  }

  /** What a user is shown: the membership that runs, or else the one that lasts or lasted longest. */
  async shownTo(userId: string): Promise<Membership | null> {
    return (await this.shownToAll([userId])).get(userId) ?? null;
  }

  /** The same for several users; those without any are left out. */
  async shownToAll(userIds: readonly string[]): Promise<ReadonlyMap<string, Membership>> {
    const now = timestamp(this.#clock);
    // Also read while signing in, when the caller is nobody yet; whose it is was proved by then.
    const rows = await runAsSystem(() =>
      this.#database.read
        .selectFrom('memberships')
        .selectAll()
        .where('user_id', 'in', userIds)
        .orderBy('ends_at', 'desc')
        .orderBy('id', 'desc')
        .execute(),
    );
    const shown = new Map<string, Membership>();
    for (const row of rows) {
      const isRunning = row.starts_at <= now && now < row.ends_at;
      if (isRunning || !shown.has(row.user_id)) shown.set(row.user_id, presentMembership(row, now));
    }
    return shown;
  }

  /** @throws AppError membership_required when the user has none that runs now and this server asks for one. */
  async assertRunning(query: Kysely<Tables>, userId: string): Promise<void> {
    if (!this.#isRequired) return;
    const now = timestamp(this.#clock);
    const running = await query
      .selectFrom('memberships')
      .select('id')
      .where('user_id', '=', userId)
      .where('starts_at', '<=', now)
      .where('ends_at', '>', now)
      .limit(1)
      .executeTakeFirst();
    if (!running) throw new AppError('membership_required');
  }

  /**
   * Makes a membership inside the caller's transaction, with the credits of its periods so far. Returns its id.
   * @throws AppError membership_running when the user has one in that time.
   */
  async create(transaction: Transaction, wish: NewMembership): Promise<string> {
    const { userId, startsAt, request } = wish;
    const ends_at = addMonths(startsAt, wish.months);
    await this.lockUser(transaction, userId);
    const overlapping = await transaction.query
      .selectFrom('memberships')
      .select('id')
      .where('user_id', '=', userId)
      .where('starts_at', '<', ends_at)
      .where('ends_at', '>', startsAt)
      .limit(1)
      .executeTakeFirst();
    if (overlapping) throw new AppError('membership_running');
    const rule = {
      starts_at: startsAt,
      ends_at,
      period_months: wish.periodMonths,
      credits_per_period: wish.creditsPerPeriod,
    };
    const row = await transaction.query
      .insertInto('memberships')
      .values({
        ...rule,
        id: newId('membership', this.#clock),
        user_id: userId,
        plan: wish.plan,
        created_at: timestamp(this.#clock),
        next_grant_at: periodBeginning(rule, 0),
        granted_by: request?.operatorId ?? null,
        idempotency_key: request?.key ?? null,
        request_hash: request?.requestHash ?? null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#giveDue(transaction, row);
    return row.id;
  }

  /** Gives the credits of all periods that have begun since. Returns how many memberships got some. */
  async giveAllDue(): Promise<number> {
    const due = await this.#database.read
      .selectFrom('memberships')
      .select('id')
      .where('next_grant_at', '<=', timestamp(this.#clock))
      .orderBy('next_grant_at')
      .limit(DUE_LIMIT)
      .execute();
    let served = 0;
    for (const { id } of due) {
      try {
        await this.#database.transaction(async (transaction) =>
          this.#giveDue(transaction, await this.lock(transaction, id)),
        );
        served += 1;
      } catch (error) {
        // Tried again at the next run; meanwhile the others must not wait for this one.
        this.#logger.error({ err: error, membershipId: id }, 'credits of a membership could not be given');
      }
    }
    if (served > 0) this.#logger.info({ memberships: served }, 'credits of new periods were given');
    return served;
  }

  /** The row is locked, or new: nobody else gives the same period. The ledger's unique key would refuse a second time. */
  async #giveDue(transaction: Transaction, row: MembershipRow): Promise<void> {
    const now = timestamp(this.#clock);
    let { periods_granted, next_grant_at } = row;
    for (; next_grant_at !== null && next_grant_at <= now; periods_granted += 1) {
      await this.#ledger.grant(transaction, {
        userId: row.user_id,
        amount: row.credits_per_period,
        reason: `${row.id}:${periods_granted}`,
        kind: 'membership',
      });
      next_grant_at = periodBeginning(row, periods_granted + 1);
    }
    if (periods_granted === row.periods_granted) return;
    await transaction.query
      .updateTable('memberships')
      .set({ periods_granted, next_grant_at })
      .where('id', '=', row.id)
      .execute();
  }

  /** The row, for the rest of the transaction. @throws AppError not_found */
  async lock(transaction: Transaction, id: string): Promise<MembershipRow> {
    const row = await transaction.query
      .updateTable('memberships')
      .set((eb) => ({ renewals: eb.ref('renewals') }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** Two memberships of one user must not run at once, and two requests must not each find the time free. */
  async lockUser({ query }: Transaction, userId: string): Promise<void> {
    await query
      .updateTable('users')
      .set((eb) => ({ role: eb.ref('role') }))
      .where('id', '=', userId)
      .execute();
  }
}
