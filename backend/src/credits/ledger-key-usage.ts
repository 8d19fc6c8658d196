import type { Transaction } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { dayOf, monthOf } from './calendar.ts';

/** A hold that was ordered with an API key. */
export interface KeyHold {
  readonly apiKeyId: string;
  /** When it was made (ISO 8601 in UTC). */
  readonly at: string;
}

/**
 * Counts a new hold towards its key and refuses it when the key's limit does not cover it: what the key's attempts of
 * this month hold and have cost may not pass the limit. To be called after the account's row was changed in the same
 * transaction: that row is locked until the end, so parallel holds of one user (and a key has one) come here in turn.
 * @throws AppError api_key_credits_limited with both figures; api_key_revoked.
 */
export async function holdByKey(
  { query }: Transaction,
  { apiKeyId, userId, amount, at }: KeyHold & { readonly userId: string; readonly amount: number },
): Promise<void> {
  const limit = await limitOfKey(query, apiKeyId);
  await query
    .insertInto('api_key_usage')
    .values({ api_key_id: apiKeyId, day: dayOf(at), user_id: userId, tasks: 1, held: amount, spent: 0 })
    .onConflict((conflict) =>
      conflict.columns(['api_key_id', 'day']).doUpdateSet((eb) => ({
        tasks: eb('api_key_usage.tasks', '+', 1),
        held: eb('api_key_usage.held', '+', amount),
      })),
    )
    .execute();
  if (limit === null) return;
  const before = (await usedInMonth(query, { apiKeyId, at })) - amount;
  if (before + amount > limit) {
    throw new AppError('api_key_credits_limited', { limit, used: before, required: amount });
  }
}

/**
 * What the key's limit leaves this month, for a caller who has locked the account's row; undefined without a limit.
 * @throws AppError api_key_revoked
 */
export async function monthOfKey(
  { query }: Transaction,
  key: KeyHold,
): Promise<{ limit: number; used: number } | undefined> {
  const limit = await limitOfKey(query, key.apiKeyId);
  return limit === null ? undefined : { limit, used: await usedInMonth(query, key) };
}

/** @throws AppError api_key_revoked */
async function limitOfKey(query: Transaction['query'], apiKeyId: string): Promise<number | null> {
  const key = await query
    .selectFrom('api_keys')
    .select(['credits_per_month', 'revoked_at'])
    .where('id', '=', apiKeyId)
    .executeTakeFirst();
  if (!key || key.revoked_at !== null) throw new AppError('api_key_revoked');
  return key.credits_per_month;
}

/** What the key's attempts of the month hold and have cost. */
async function usedInMonth(query: Transaction['query'], { apiKeyId, at }: KeyHold): Promise<number> {
  const month = monthOf(at);
  const { used } = await query
    .selectFrom('api_key_usage')
    .select((eb) => eb.fn.sum<number | null>(eb('held', '+', eb.ref('spent'))).as('used'))
    .where('api_key_id', '=', apiKeyId)
    .where('day', '>=', month.firstDay)
    .where('day', '<=', month.lastDay)
    .executeTakeFirstOrThrow();
  return Number(used ?? 0);
}

/**
 * Follows the end of a hold. It is booked on the day of the hold, whenever the end comes: what is given back makes room
 * in the month it was taken from and in no other.
 */
export async function moveKeyUsage(
  { query }: Transaction,
  { apiKeyId, at }: KeyHold,
  move: { readonly held: number; readonly spent: number },
): Promise<void> {
  await query
    .updateTable('api_key_usage')
    .set((eb) => ({ held: eb('held', '+', move.held), spent: eb('spent', '+', move.spent) }))
    .where('api_key_id', '=', apiKeyId)
    .where('day', '=', dayOf(at))
    .execute();
}
