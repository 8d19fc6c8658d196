import { type Kysely, sql } from 'kysely';
import type { BatchRow } from '../db/batch-tables.ts';
import type { Transaction } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

/** A batch whose row belongs to the caller's transaction alone, and what may still be spent in it. */
export interface LockedBatch {
  readonly row: BatchRow;
  /** Of the agreed limit, what no task of the batch holds or was charged. */
  readonly leftCredits: number;
}

/**
 * Takes a batch for the rest of the transaction, so that nobody else can spend of its limit meanwhile; undefined when
 * it is not there any more. A failed task counts nothing, since it was refunded, until somebody pays for another try.
 * Batches are locked before tasks and tasks before balances, so that transactions cannot wait for each other in a ring.
 */
export async function lockBatch(
  { query }: Transaction,
  batchId: string,
  clock: Clock,
): Promise<LockedBatch | undefined> {
  const row = await query
    .updateTable('batches')
    .set({ updated_at: timestamp(clock) })
    .where('id', '=', batchId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && { row, leftCredits: await leftCreditsOf(query, row) };
}

/** What is left of a batch's limit. Only behind `lockBatch` is it still so a moment later. */
export async function leftCreditsOf(query: Kysely<Tables>, batch: BatchRow): Promise<number> {
  const { committed } = await query
    .selectFrom('ai_tasks')
    .select((eb) =>
      eb.fn
        .sum<number | null>(
          eb
            .case()
            .when('phase', '=', sql.lit('ended' as const))
            .then(eb.ref('charged_credits'))
            .else(eb.ref('price_credits'))
            .end(),
        )
        .as('committed'),
    )
    .where('batch_id', '=', batch.id)
    .executeTakeFirstOrThrow();
  return batch.max_credits - Number(committed ?? 0);
}

/** The refusal to spend beyond the limit, with its figures. */
export function capReached({ row, leftCredits }: LockedBatch, required: number): AppError {
  return new AppError('batch_cap_reached', { limit: row.max_credits, left: leftCredits, required });
}
