import type { EntryType } from '@atelier/shared/contracts/credit';
import type { Transaction } from '../db/database.ts';
import { isCheckViolation } from '../db/database-errors.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { EntryRow } from '../db/tables.ts';
import type { EventLog } from '../events/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Payer } from './key-usage-reader.ts';
import { holdByKey, type KeyHold, monthOfKey, moveKeyUsage } from './ledger-key-usage.ts';

/** The work an entry is about: a retry is a new attempt with its own hold and its own end. */
export interface TaskAttempt {
  readonly userId: string;
  readonly taskId: string;
  readonly attempt: number;
}

/** What a payer could spend now. */
export interface Spendable {
  readonly credits: number;
  /** Of the API key it is ordered with; undefined without a key or a limit. */
  readonly month: { readonly limit: number; readonly used: number } | undefined;
}

interface Entry {
  readonly userId: string;
  readonly type: EntryType;
  /** Whole credits moved; positive, except that an adjustment may be negative. */
  readonly amount: number;
  /** Unique in the whole ledger; what makes a fact happen once. */
  readonly entryKey: string;
  readonly taskId?: string;
  readonly attempt?: number;
  /** The API key that the attempt was ordered with. */
  readonly apiKeyId?: string | null;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const insertEntry = reusableQuery<Omit<EntryRow, 'id'>>((db, value) =>
  db.insertInto('credit_transactions').values({
    user_id: value('user_id'),
    task_id: value('task_id'),
    attempt: value('attempt'),
    transaction_type: value('transaction_type'),
    amount: value('amount'),
    balance_before: value('balance_before'),
    balance_after: value('balance_after'),
    held_before: value('held_before'),
    held_after: value('held_after'),
    entry_key: value('entry_key'),
    description: value('description'),
    metadata: value('metadata'),
    created_at: value('created_at'),
    api_key_id: value('api_key_id'),
  }),
);

interface BalanceMove {
  readonly user_id: string;
  readonly credits: number;
  readonly held: number;
  readonly earned: number;
  readonly spent: number;
  readonly required: number;
  readonly updated_at: string;
}

/** One statement, so that check and change cannot come apart. No row comes back when the balance does not suffice. */
const moveBalance = reusableQuery<BalanceMove, { credits: number; held: number }>((db, value) =>
  db
    .updateTable('user_credits')
    .set((eb) => ({
      credits: eb('credits', '+', value('credits')),
      held: eb('held', '+', value('held')),
      total_earned: eb('total_earned', '+', value('earned')),
      total_spent: eb('total_spent', '+', value('spent')),
      updated_at: value('updated_at'),
    }))
    .where('user_id', '=', value('user_id'))
    .where('credits', '>=', value('required'))
    .returning(['credits', 'held']),
);

/** What each kind of entry does to the spendable balance, the held credits and the totals, per credit moved. */
const EFFECTS: Readonly<Record<EntryType, { credits: number; held: number; earned: number; spent: number }>> =
  {
    grant: { credits: 1, held: 0, earned: 1, spent: 0 },
    purchase: { credits: 1, held: 0, earned: 1, spent: 0 },
    hold: { credits: -1, held: 1, earned: 0, spent: 0 },
    settle: { credits: 0, held: -1, earned: 0, spent: 1 },
    release: { credits: 1, held: -1, earned: 0, spent: 0 },
    adjust: { credits: 1, held: 0, earned: 1, spent: 0 },
  };

/**
 * The only writer of `user_credits` and `credit_transactions`. Each function appends entries inside the caller's
 * transaction, next to the state change they belong to. Three rules live in the database, not here: a balance is
 * never negative, an entry's arithmetic fits its type, and an `entry_key` exists once. A second hold or a second end
 * of the same attempt therefore fails the whole transaction.
 */
export class Ledger {
  readonly #events: EventLog;
  readonly #clock: Clock;

  constructor(events: EventLog, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  /** Opens the account of a new user with nothing on it. The one place where accounts begin. */
  async openAccount(transaction: Transaction, userId: string): Promise<void> {
    await transaction.query
      .insertInto('user_credits')
      .values({
        user_id: userId,
        credits: 0,
        held: 0,
        total_earned: 0,
        total_spent: 0,
        updated_at: timestamp(this.#clock),
      })
      .execute();
  }

  /**
   * Gives credits. `reason` names the occasion; the same reason for the same user is given once only. `kind` is what
   * users read where the occasion itself is none of their words.
   */
  async grant(
    transaction: Transaction,
    grant: { userId: string; amount: number; reason: string; kind?: string },
  ): Promise<void> {
    await this.#append(transaction, {
      userId: grant.userId,
      type: 'grant',
      amount: grant.amount,
      entryKey: `${grant.userId}:grant:${grant.reason}`,
      description: grant.kind ?? grant.reason,
    });
  }

  /**
   * Takes the account's row for the rest of the transaction and tells what is spendable, so that a caller with several
   * wishes can see how many of them are covered before it writes anything. @throws AppError api_key_revoked
   */
  async lockAccount(transaction: Transaction, { userId, apiKeyId }: Payer): Promise<Spendable> {
    const account = await transaction.query
      .updateTable('user_credits')
      .set((eb) => ({ credits: eb.ref('credits') }))
      .where('user_id', '=', userId)
      .returning('credits')
      .executeTakeFirst();
    if (!account) throw new Error(`user ${userId} has no credit account`);
    const at = timestamp(this.#clock);
    const month = apiKeyId === null ? undefined : await monthOfKey(transaction, { apiKeyId, at });
    return { credits: account.credits, month };
  }

  /**
   * Sets credits aside for one attempt of a task. `apiKeyId` is the key it was ordered with, null for a signed-in user.
   * @throws AppError credits_insufficient, with both figures, when the balance does not cover it;
   * api_key_credits_limited, with both figures, when the key's limit does not; api_key_revoked.
   */
  async hold(
    transaction: Transaction,
    attempt: TaskAttempt,
    amount: number,
    apiKeyId: string | null,
  ): Promise<void> {
    const at = await this.#append(transaction, {
      ...ofAttempt(attempt),
      type: 'hold',
      amount,
      entryKey: keyOf(attempt, 'hold'),
      apiKeyId,
    });
    if (apiKeyId === null) return;
    // After the entry: the account's row is locked now, so no other hold of this user counts at the same time.
    await holdByKey(transaction, { apiKeyId, userId: attempt.userId, amount, at });
  }

  /**
   * Spends what the attempt holds, or only `amount` of it; then the rest is returned in the same transaction. Returns
   * what was spent. @throws Error when the amount is not between 1 and what is held.
   */
  async settle(transaction: Transaction, attempt: TaskAttempt, amount?: number): Promise<number> {
    const { held, keyHold } = await this.#heldBy(transaction, attempt);
    const spent = amount ?? held;
    if (spent > held) throw new Error(`${spent} cannot be spent of ${held} held`);
    const apiKeyId = keyHold?.apiKeyId ?? null;
    await this.#append(transaction, {
      ...ofAttempt(attempt),
      type: 'settle',
      amount: spent,
      entryKey: keyOf(attempt, 'end'),
      apiKeyId,
    });
    if (spent < held) {
      await this.#append(transaction, {
        ...ofAttempt(attempt),
        type: 'release',
        amount: held - spent,
        entryKey: keyOf(attempt, 'rest'),
        apiKeyId,
        description: 'partly_delivered',
      });
    }
    if (keyHold) await moveKeyUsage(transaction, keyHold, { held: -held, spent });
    return spent;
  }

  /**
   * Corrects a balance by hand. `key` makes the same correction happen once.
   * @throws AppError credits_insufficient when more is taken than there is.
   */
  async adjust(
    transaction: Transaction,
    adjustment: { userId: string; amount: number; reason: string; operatorId: string; key: string },
  ): Promise<void> {
    await this.#append(transaction, {
      userId: adjustment.userId,
      type: 'adjust',
      amount: adjustment.amount,
      entryKey: `${adjustment.operatorId}:adjust:${adjustment.key}`,
      description: adjustment.reason,
      metadata: { operatorId: adjustment.operatorId },
    });
  }

  /** Returns what the attempt holds. `reason` is the error code or `canceled`. */
  async release(transaction: Transaction, attempt: TaskAttempt, reason: string): Promise<void> {
    const { held: amount, keyHold } = await this.#heldBy(transaction, attempt);
    await this.#append(transaction, {
      ...ofAttempt(attempt),
      type: 'release',
      amount,
      entryKey: keyOf(attempt, 'end'),
      apiKeyId: keyHold?.apiKeyId ?? null,
      description: reason,
    });
    if (keyHold) await moveKeyUsage(transaction, keyHold, { held: -amount, spent: 0 });
  }

  /** What an attempt holds, and the key and moment of its hold when it was ordered with one. */
  async #heldBy(
    transaction: Transaction,
    attempt: TaskAttempt,
  ): Promise<{ held: number; keyHold: KeyHold | undefined }> {
    const hold = await transaction.query
      .selectFrom('credit_transactions')
      .select(['amount', 'api_key_id', 'created_at'])
      .where('entry_key', '=', keyOf(attempt, 'hold'))
      .executeTakeFirst();
    if (!hold) throw new Error(`no hold for task ${attempt.taskId} attempt ${attempt.attempt}`);
    const { amount, api_key_id, created_at } = hold;
    return {
      held: amount,
      keyHold: api_key_id === null ? undefined : { apiKeyId: api_key_id, at: created_at },
    };
  }

  /** Returns the moment of the entry. */
  async #append(transaction: Transaction, entry: Entry): Promise<string> {
    const isPositive = entry.amount > 0 || (entry.type === 'adjust' && entry.amount !== 0);
    if (!Number.isSafeInteger(entry.amount) || !isPositive) {
      throw new Error(`a ${entry.type} needs a positive whole amount, got ${entry.amount}`);
    }
    const effect = EFFECTS[entry.type];
    const after = await this.#moveBalance(transaction, entry);
    const at = timestamp(this.#clock);
    await insertEntry(transaction.query, {
      user_id: entry.userId,
      task_id: entry.taskId ?? null,
      attempt: entry.attempt ?? null,
      transaction_type: entry.type,
      amount: entry.amount,
      balance_before: after.credits - effect.credits * entry.amount,
      balance_after: after.credits,
      held_before: after.held - effect.held * entry.amount,
      held_after: after.held,
      entry_key: entry.entryKey,
      description: entry.description ?? null,
      metadata: entry.metadata ? JSON.stringify(entry.metadata) : null,
      created_at: at,
      api_key_id: entry.apiKeyId ?? null,
    });
    this.#events.append(transaction, {
      userId: entry.userId,
      taskId: null,
      type: 'credits.changed',
      data: { credits: after.credits, held: after.held, at },
    });
    return at;
  }

  async #moveBalance(transaction: Transaction, entry: Entry): Promise<{ credits: number; held: number }> {
    const { credits, held, earned, spent } = EFFECTS[entry.type];
    try {
      const moved = await moveBalance(transaction.query, {
        user_id: entry.userId,
        credits: credits * entry.amount,
        held: held * entry.amount,
        earned: earned * entry.amount,
        spent: spent * entry.amount,
        // PostgreSQL would end the whole transaction on a broken check, so a hold finds its shortfall by a condition.
        required: entry.type === 'hold' ? entry.amount : Math.max(0, -credits * entry.amount),
        updated_at: timestamp(this.#clock),
      });
      const [after] = moved.rows;
      if (after) return after;
    } catch (error) {
      if (!isCheckViolation(error)) throw error;
    }
    const account = await transaction.query
      .selectFrom('user_credits')
      .select('credits')
      .where('user_id', '=', entry.userId)
      .executeTakeFirst();
    if (!account) throw new Error(`user ${entry.userId} has no credit account`);
    throw new AppError('credits_insufficient', {
      required: Math.abs(entry.amount),
      available: account.credits,
    });
  }
}

const ofAttempt = ({ userId, taskId, attempt }: TaskAttempt): TaskAttempt => ({ userId, taskId, attempt });

const keyOf = ({ taskId, attempt }: TaskAttempt, kind: 'hold' | 'end' | 'rest'): string =>
  `${taskId}:${attempt}:${kind}`;
