import type { BatchFileOutcome } from '@atelier/shared/contracts/batch';
import type { ErrorCode } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';
import type { Payer } from '../credits/key-usage-reader.ts';
import type { BatchItemRow } from '../db/batch-tables.ts';
import type { Transaction } from '../db/database.ts';
import type { AssetRow } from '../db/tables.ts';
import { AppError, type ErrorValues } from '../lib/app-error.ts';
import { timestamp } from '../lib/clock.ts';
import type { LockedBatch } from './batch-cap.ts';
import { BatchFunds } from './batch-funds.ts';
import { refuseUnfitInputs } from './refuse-unfit-inputs.ts';
import { acceptTask, type TaskFactParts } from './task-facts.ts';
import type { Order } from './task-order.ts';

/** What became of one picture: a task, or the reason why not. Kept as JSON, so that a repeat gets the same. */
export interface Outcome {
  readonly position: number;
  readonly name: string;
  readonly taskId: string | null;
  readonly code: ErrorCode | null;
  readonly values: ErrorValues;
}

/** What each picture of a batch is ordered as, with what its parameters refer to. */
export type BatchOrder = Order & { readonly referenced: readonly AssetRow[] };

/** A stored picture that is to become a task. */
export interface Picture {
  readonly position: number;
  readonly name: string;
  readonly fingerprint: string;
  readonly asset: AssetRow;
  /** Whether the asset is not a row yet and becomes one together with the task. */
  readonly isUpload: boolean;
}

export function accepted({ position, name }: Pick<Outcome, 'position' | 'name'>, taskId: string): Outcome {
  return { position, name, taskId, code: null, values: {} };
}

export function refused({ position, name }: Pick<Outcome, 'position' | 'name'>, error: AppError): Outcome {
  return { position, name, taskId: null, code: error.code, values: error.values };
}

/** An outcome in the caller's language. */
export function presentOutcome(outcome: Outcome, locale: Locale): BatchFileOutcome {
  const { position, name, taskId, code, values } = outcome;
  const message = code === null ? null : new AppError(code, values).textIn(locale);
  return { position, name, taskId, code, message, details: { ...values } };
}

/** What an earlier request made of this place, for a repeat of it; undefined while the place is free. */
export function settledOutcome(item: BatchItemRow, fingerprint: string): Outcome | undefined {
  if (item.task_id === null) return undefined;
  if (item.fingerprint === fingerprint) return accepted(item, item.task_id);
  return refused(item, new AppError('batch_picture_differs', { position: item.position + 1 }));
}

/**
 * Makes a task of each picture, in their order, as long as the funds cover it; the others are refused with the
 * figures. The caller has locked the batch.
 */
export async function placePictures(
  parts: TaskFactParts,
  transaction: Transaction,
  request: {
    readonly batch: LockedBatch;
    readonly payer: Payer;
    readonly order: BatchOrder;
    readonly pictures: readonly Picture[];
  },
): Promise<Outcome[]> {
  const { batch, payer, order, pictures } = request;
  if (pictures.length === 0) return [];
  const funds = new BatchFunds(batch, await parts.ledger.lockAccount(transaction, payer));
  const outcomes: Outcome[] = [];
  for (const picture of pictures) {
    const refusal = unfitness(order, picture) ?? funds.refusalOf(order.priceCredits);
    if (refusal) {
      outcomes.push(refused(picture, refusal));
      continue;
    }
    if (picture.isUpload) await parts.assets.insertRows(transaction, [picture.asset]);
    const inputs = [picture.asset, ...order.referenced];
    const stored = picture.isUpload ? order.referenced : inputs;
    const task = await acceptTask(parts, transaction, {
      ...{ payer, order, inputs, stored },
      batchId: batch.row.id,
    });
    await fillPlace(parts, transaction, { batchId: batch.row.id, picture, taskId: task.id });
    outcomes.push(accepted(picture, task.id));
    funds.spend(order.priceCredits);
  }
  await noteRefusals(parts, transaction, batch.row.id, outcomes);
  return outcomes;
}

/** Why the model's vendor would not take this one picture; the others are not its affair. */
function unfitness(order: BatchOrder, { asset }: Picture): AppError | undefined {
  try {
    refuseUnfitInputs(order, [asset], order.referenced);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function fillPlace(
  { clock }: Pick<TaskFactParts, 'clock'>,
  { query }: Transaction,
  { batchId, picture, taskId }: { batchId: string; picture: Picture; taskId: string },
): Promise<void> {
  await query
    .updateTable('batch_items')
    .set({
      task_id: taskId,
      fingerprint: picture.fingerprint,
      error_code: null,
      error_values: null,
      updated_at: timestamp(clock),
    })
    .where('batch_id', '=', batchId)
    .where('position', '=', picture.position)
    .execute();
}

/** Keeps the reasons, so that they can be read in another tab; a place that became a task meanwhile stays one. */
export async function noteRefusals(
  { clock }: Pick<TaskFactParts, 'clock'>,
  { query }: Transaction,
  batchId: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  for (const { position, code, values } of outcomes) {
    if (code === null) continue;
    await query
      .updateTable('batch_items')
      .set({ error_code: code, error_values: JSON.stringify(values), updated_at: timestamp(clock) })
      .where('batch_id', '=', batchId)
      .where('position', '=', position)
      .where('task_id', 'is', null)
      .execute();
  }
}
