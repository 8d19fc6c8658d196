import type { Kysely } from 'kysely';
import type { BatchItemRow, BatchRow } from '../db/batch-tables.ts';
import type { Transaction } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newBatchNumber, newId } from '../lib/new-id.ts';
import type { Order } from './task-order.ts';

export interface NewBatchRow {
  readonly userId: string;
  readonly order: Order;
  readonly maxCredits: number;
  /** One per picture, in their order. */
  readonly places: ReadonlyArray<Pick<BatchItemRow, 'name' | 'announced_bytes'>>;
}

/** Writes a new, open batch and its places, all of them missing. */
export async function insertBatch(
  { query }: Transaction,
  clock: Clock,
  { userId, order, maxCredits, places }: NewBatchRow,
): Promise<BatchRow> {
  const at = timestamp(clock);
  const batch = await query
    .insertInto('batches')
    .values({
      id: newId('batch', clock),
      batch_no: newBatchNumber(clock),
      user_id: userId,
      task_type: order.taskType,
      ai_model: order.entry.model.slug,
      input_parameters: JSON.stringify(order.parameters),
      price_credits: order.priceCredits,
      max_credits: maxCredits,
      file_count: places.length,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const rows = places.map((place, position) => ({
    ...place,
    batch_id: batch.id,
    position,
    user_id: userId,
    updated_at: at,
  }));
  await query.insertInto('batch_items').values(rows).execute();
  return batch;
}

/** The places that pictures are sent to, by position; those that do not exist are missing. */
export async function itemsOf(
  query: Kysely<Tables>,
  batch: BatchRow,
  sent: ReadonlyArray<{ readonly position: number }>,
): Promise<ReadonlyMap<number, BatchItemRow>> {
  const positions = sent.map(({ position }) => position);
  const items = await query
    .selectFrom('batch_items')
    .selectAll()
    .where('batch_id', '=', batch.id)
    .where('position', 'in', positions)
    .execute();
  return new Map(items.map((item) => [item.position, item]));
}

/** @throws AppError request_invalid when the batch has no such place. */
export function itemAt(
  items: ReadonlyMap<number, BatchItemRow>,
  { position }: { readonly position: number },
): BatchItemRow {
  const item = items.get(position);
  if (!item) throw new AppError('request_invalid', { detail: `positions: there is no place ${position}` });
  return item;
}
