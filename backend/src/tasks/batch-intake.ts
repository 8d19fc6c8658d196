import type { createBatchSchema } from '@atelier/shared/contracts/batch';
import type { z } from 'zod';
import type { KeyUsageReader, Payer } from '../credits/key-usage-reader.ts';
import type { BatchRow } from '../db/batch-tables.ts';
import type { Database, Transaction } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { cleanFileName } from '../lib/file-name.ts';
import { type LockedBatch, lockBatch } from './batch-cap.ts';
import { BatchFunds } from './batch-funds.ts';
import {
  type BatchOrder,
  noteRefusals,
  type Outcome,
  placePictures,
  settledOutcome,
} from './batch-pictures.ts';
import {
  discardPictures,
  findPictures,
  fingerprintOf,
  type Prepared,
  preparePictures,
  type SentPicture,
} from './batch-preparation.ts';
import type { BatchReader } from './batch-reader.ts';
import { insertBatch, itemAt, itemsOf } from './batch-rows.ts';
import type { IdempotencyRecords, RepeatableRequest } from './idempotency.ts';
import { resolveReferences } from './referenced-inputs.ts';
import type { TaskFactParts } from './task-facts.ts';
import type { Order, OrderDesk, OrderRequest } from './task-order.ts';
import type { TaskReader } from './task-reader.ts';

interface Parts extends TaskFactParts {
  readonly database: Database;
  readonly orders: OrderDesk;
  readonly reader: TaskReader;
  readonly keyUsage: KeyUsageReader;
  readonly batches: BatchReader;
  readonly idempotency: IdempotencyRecords;
}

/** What became of the pictures of one request; a repeat of it gets the same outcomes. */
export interface IntakeAnswer {
  readonly batch: BatchRow;
  readonly outcomes: readonly Outcome[];
  readonly isReplay: boolean;
}

/**
 * The way of pictures into batches. A batch is announced first, with its recipe, its limit and a place for each
 * picture; then the pictures come in whatever pieces and order the line allows, each to its place, and are worked on
 * from the moment they are here. A place is filled once: the same picture again changes nothing, another one is
 * refused, so every request may be repeated.
 */
export class BatchIntake {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Makes a batch. Pictures named by asset become tasks in the same transaction, as far as limit and balance go.
   * @throws AppError credits_insufficient, api_key_credits_limited and batch_cap_reached when not even one picture is
   * covered; membership_required, price_changed, not_found, idempotency_key_reused, and those of OrderDesk.take and
   * resolveReferences.
   */
  async create(
    payer: Payer,
    wanted: z.output<typeof createBatchSchema>,
    repeatable?: RepeatableRequest,
  ): Promise<IntakeAnswer> {
    const { userId } = payer;
    const earlier = await this.#replayOf(userId, repeatable);
    if (earlier) return earlier;
    const order = await this.#take(userId, wanted);
    const { database, memberships } = this.#parts;
    if (order.needsMembership) await memberships.assertRunning(database.read, userId);
    const { maxCredits, expectedPrice, inputAssetIds, files } = wanted;
    if (expectedPrice !== undefined) assertPrice(order, expectedPrice);
    const sent = inputAssetIds.map((assetId, position) => ({ position, assetId }));
    const pictures = await findPictures(this.#parts, userId, sent);
    const places = [
      ...pictures.map(({ name }) => ({ name, announced_bytes: null })),
      ...files.map(({ name, sizeBytes }) => ({
        name: cleanFileName(name),
        announced_bytes: sizeBytes ?? null,
      })),
    ];
    return this.#inTransaction(userId, repeatable, async (transaction) => {
      const row = await insertBatch(transaction, this.#parts.clock, { userId, order, maxCredits, places });
      const batch: LockedBatch = { row, leftCredits: maxCredits };
      const spendable = await this.#parts.ledger.lockAccount(transaction, payer);
      const refusal = new BatchFunds(batch, spendable).refusalOf(order.priceCredits);
      if (refusal) throw refusal;
      const outcomes = await placePictures(this.#parts, transaction, { batch, payer, order, pictures });
      return { batch: row, outcomes, isWorthKeeping: true };
    });
  }

  /**
   * Takes pictures for places of a batch. Each is judged by itself: a damaged one or one that is not covered is
   * refused with its reason, and the others become tasks, in one transaction. `directory` is for files on the way.
   * @throws AppError batch_closed, price_changed, request_invalid for a place that is not there, not_found,
   * idempotency_key_reused; storage_full and storage_failed, after which nothing was kept.
   */
  async add(
    payer: Payer,
    batchId: string,
    request: {
      sent: readonly SentPicture[];
      directory: () => string;
      repeatable?: RepeatableRequest | undefined;
    },
  ): Promise<IntakeAnswer> {
    const { sent, directory, repeatable } = request;
    const { userId } = payer;
    const earlier = await this.#replayOf(userId, repeatable);
    if (earlier) return earlier;
    const batch = await this.#parts.batches.get(userId, batchId);
    const items = await itemsOf(this.#parts.database.read, batch, sent);
    const free = sent.filter((one) => !settledOutcome(itemAt(items, one), fingerprintOf(one)));
    if (free.length > 0 && batch.closed_at !== null) throw new AppError('batch_closed');
    const order = await this.#take(userId, {
      taskType: batch.task_type,
      model: batch.ai_model,
      parameters: JSON.parse(batch.input_parameters),
    });
    assertPrice(order, batch.price_credits);
    const prepared: Prepared = { pictures: [], refusals: [] };
    const used = new Set<string>();
    let failure: unknown;
    try {
      const required = order.priceCredits;
      await preparePictures(this.#parts, prepared, {
        batch,
        payer,
        required,
        items,
        sent: free,
        directory,
      });
      const answer = await this.#inTransaction(userId, repeatable, (transaction) =>
        this.#place(transaction, { batchId, payer, order, sent, prepared, used }),
      );
      if (answer.isReplay) used.clear();
      return answer;
    } catch (error) {
      used.clear();
      failure = error;
      throw error;
    } finally {
      const unused = prepared.pictures.filter(({ asset }) => !used.has(asset.id));
      await discardPictures(this.#parts, unused, failure);
    }
  }

  async #place(
    transaction: Transaction,
    request: {
      batchId: string;
      payer: Payer;
      order: BatchOrder;
      sent: readonly SentPicture[];
      prepared: Prepared;
      used: Set<string>;
    },
  ): Promise<Made> {
    const { batchId, payer, order, sent, prepared, used } = request;
    // The database may have broken off an earlier run.
    used.clear();
    const batch = await lockBatch(transaction, batchId, this.#parts.clock);
    if (!batch) throw new AppError('not_found');
    // A parallel repeat may have filled a place since it was looked at.
    const items = await itemsOf(transaction.query, batch.row, sent);
    const settled = sent.flatMap((one) => settledOutcome(itemAt(items, one), fingerprintOf(one)) ?? []);
    const isFree = ({ position }: { position: number }) => !settled.some((one) => one.position === position);
    const pictures = prepared.pictures.filter(isFree);
    const refusals = prepared.refusals.filter(isFree);
    if (pictures.length + refusals.length > 0 && batch.row.closed_at !== null) {
      throw new AppError('batch_closed');
    }
    const placed = await placePictures(this.#parts, transaction, { batch, payer, order, pictures });
    await noteRefusals(this.#parts, transaction, batchId, refusals);
    for (const [index, { taskId }] of placed.entries()) {
      const picture = pictures[index];
      if (taskId !== null && picture) used.add(picture.asset.id);
    }
    const outcomes = new Map([...settled, ...placed, ...refusals].map((one) => [one.position, one]));
    return {
      batch: batch.row,
      outcomes: sent.flatMap(({ position }) => outcomes.get(position) ?? []),
      // Refused requests leave no record and may be sent again.
      isWorthKeeping: used.size > 0,
    };
  }

  /** What each picture is ordered as. */
  async #take(userId: string, wanted: Omit<OrderRequest, 'inputCount'>): Promise<BatchOrder> {
    const { taskType, model, parameters } = wanted;
    const order = this.#parts.orders.take({ taskType, model, parameters, inputCount: 1 });
    return { ...order, referenced: await resolveReferences(this.#parts, userId, order) };
  }

  async #inTransaction(
    userId: string,
    repeatable: RepeatableRequest | undefined,
    work: (transaction: Transaction) => Promise<Made>,
  ): Promise<IntakeAnswer> {
    try {
      return await this.#parts.database.transaction(async (transaction) => {
        const { batch, outcomes, isWorthKeeping } = await work(transaction);
        if (repeatable && isWorthKeeping) {
          const answer = JSON.stringify(outcomes);
          await this.#parts.idempotency.insertForBatch(transaction, repeatable, {
            batchId: batch.id,
            answer,
          });
        }
        return { batch, outcomes, isReplay: false };
      });
    } catch (error) {
      const replay = await this.#replayOf(userId, repeatable);
      if (replay) return replay;
      throw error;
    }
  }

  async #replayOf(
    userId: string,
    repeatable: RepeatableRequest | undefined,
  ): Promise<IntakeAnswer | undefined> {
    const earlier = repeatable && (await this.#parts.idempotency.findBatchAnswer(repeatable));
    if (!earlier) return undefined;
    const batch = await this.#parts.batches.get(userId, earlier.batchId);
    return { batch, outcomes: JSON.parse(earlier.answer), isReplay: true };
  }
}

interface Made {
  readonly batch: BatchRow;
  readonly outcomes: readonly Outcome[];
  /** Whether a repeat must get this answer rather than another try. */
  readonly isWorthKeeping: boolean;
}

function assertPrice(order: Order, agreed: number): void {
  if (order.priceCredits !== agreed) throw new AppError('price_changed', { price: order.priceCredits });
}
