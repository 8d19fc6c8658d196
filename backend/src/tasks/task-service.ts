import type { Quote } from '@atelier/shared/contracts/catalogue';
import { MAX_RETRIES } from '@atelier/shared/limits';
import type { KeyUsageReader, Payer } from '../credits/key-usage-reader.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { AssetRow, NewAssetRow, TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { capReached, lockBatch } from './batch-cap.ts';
import type { IdempotencyRecords, RepeatableRequest } from './idempotency.ts';
import { resolveReferences } from './referenced-inputs.ts';
import { refuseUnfitInputs } from './refuse-unfit-inputs.ts';
import {
  acceptTask,
  cancelLiveTask,
  deleteEndedTasks,
  startNewAttempt,
  type TaskFactParts,
} from './task-facts.ts';
import type { Order, OrderDesk, OrderRequest } from './task-order.ts';
import type { TaskReader } from './task-reader.ts';
import type { TypicalTimes } from './typical-seconds.ts';

export interface NewTask extends Payer {
  readonly request: OrderRequest;
  /** Whether this door takes orders of members alone, whatever the recipe says. */
  readonly membersOnly?: boolean | undefined;
  /** The price the caller agreed to; a different real price is refused. */
  readonly expectedPrice?: number | undefined;
  /** Existing assets of the same user, in order. */
  readonly inputs: readonly AssetRow[];
  /** Uploaded assets that are stored but not yet rows; they become rows together with the task. */
  readonly uploads: readonly NewAssetRow[];
  readonly repeatable?: RepeatableRequest | undefined;
}

interface Parts extends TaskFactParts {
  readonly database: Database;
  readonly keyUsage: KeyUsageReader;
  readonly orders: OrderDesk;
  readonly reader: TaskReader;
  readonly typicalTimes: TypicalTimes;
  readonly idempotency: IdempotencyRecords;
}

/** What users do to tasks. Each verb is one transaction that moves the task and its money together. */
export class TaskService {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The price of an order and whether the caller can pay it. Changes nothing. */
  async quote({ userId, apiKeyId }: Payer, request: OrderRequest): Promise<Quote> {
    const order = this.#parts.orders.take(request);
    const balance = await this.#balanceOf(userId);
    const month = apiKeyId === null ? undefined : await this.#parts.keyUsage.limitOf(apiKeyId);
    const isWithinLimit = !month || month.used + order.priceCredits <= month.limit;
    return {
      taskType: order.taskType,
      model: order.entry.model.slug,
      credits: order.priceCredits,
      balance,
      affordable: balance >= order.priceCredits && isWithinLimit,
      typicalSeconds: await this.#parts.typicalTimes.secondsOf(order.entry.model.slug),
    };
  }

  /**
   * Refuses early what would be refused anyway, before bytes are decoded and stored. The transaction of `create`
   * decides; this only saves work.
   */
  async precheck(task: Payer & Pick<NewTask, 'request' | 'expectedPrice' | 'membersOnly'>): Promise<void> {
    const order = this.#order(task);
    const { database, memberships } = this.#parts;
    if (order.needsMembership) await memberships.assertRunning(database.read, task.userId);
    const available = await this.#balanceOf(task.userId);
    if (available < order.priceCredits) {
      throw new AppError('credits_insufficient', { required: order.priceCredits, available });
    }
    if (task.apiKeyId !== null) await this.#parts.keyUsage.assertRoom(task.apiKeyId, order.priceCredits);
  }

  /**
   * Accepts a task: row, hold, first event, idempotency record and wake-up in one transaction.
   * @throws AppError membership_required, credits_insufficient, api_key_credits_limited, api_key_revoked, price_changed,
   * idempotency_key_reused, and those of OrderDesk.take and refuseUnfitInputs.
   */
  async create(task: NewTask): Promise<TaskRow> {
    const order = this.#order(task);
    const referenced = await resolveReferences(this.#parts, task.userId, order);
    try {
      refuseUnfitInputs(order, [...task.inputs, ...task.uploads], referenced);
      return await this.#parts.database.transaction((transaction) =>
        this.#insert(transaction, task, { ...order, referenced }),
      );
    } catch (error) {
      await this.#parts.assets.discard(task.uploads, error);
      // A parallel repeat may have been first, and may have taken the last credits.
      const earlier = await this.replayOf(task.repeatable);
      if (earlier) return earlier;
      throw error;
    }
  }

  /**
   * The task an identical earlier request led to; undefined when there was none.
   * @throws AppError idempotency_key_reused, task_deleted when that task is gone: it was made, so it is not made again.
   */
  async replayOf(repeatable: RepeatableRequest | undefined): Promise<TaskRow | undefined> {
    if (!repeatable) return undefined;
    const taskId = await this.#parts.idempotency.findTaskId(repeatable);
    if (taskId === undefined) return undefined;
    const row = await this.#parts.reader.find(repeatable.userId, taskId);
    if (!row) throw new AppError('task_deleted');
    return row;
  }

  /**
   * Starts a paid new attempt of a failed task with the same inputs and parameters, at today's price.
   * @throws AppError task_not_retryable, task_retries_exhausted, credits_insufficient, api_key_credits_limited,
   * api_key_revoked, not_found.
   */
  async retry({ userId, apiKeyId }: Payer, taskId: string, repeatable?: RepeatableRequest): Promise<TaskRow> {
    const earlier = await this.replayOf(repeatable);
    if (earlier) return earlier;
    const found = await this.#parts.reader.get(userId, taskId);
    if (found.retry_count >= MAX_RETRIES)
      throw new AppError('task_retries_exhausted', { limit: MAX_RETRIES });
    const order = this.#parts.orders.take({
      taskType: found.task_type,
      model: found.ai_model,
      parameters: JSON.parse(found.input_parameters),
      inputCount: this.#parts.orders.inputCountOf(found),
    });
    try {
      return await this.#parts.database.transaction(async (transaction) => {
        if (found.batch_id !== null) await this.#assertRoomInBatch(transaction, found.batch_id, order);
        const row = await startNewAttempt(this.#parts, transaction, { found, order, apiKeyId });
        if (!row) throw new AppError('task_not_retryable');
        if (repeatable) await this.#parts.idempotency.insert(transaction, repeatable, taskId);
        return row;
      });
    } catch (error) {
      const replay = await this.replayOf(repeatable);
      if (replay) return replay;
      throw error;
    }
  }

  /** Ends a live task at the user's wish and returns its credits. @throws AppError task_not_cancelable, not_found. */
  async cancel(userId: string, taskId: string): Promise<TaskRow> {
    const found = await this.#parts.reader.get(userId, taskId);
    const canceled = await this.#parts.database.transaction((transaction) =>
      cancelLiveTask(this.#parts, transaction, { userId, taskId, by: 'owner' }),
    );
    if (canceled) return canceled;
    // Canceling twice is what an impatient finger does; the answer is the same.
    const current = await this.#parts.reader.get(userId, found.id);
    if (current.status === 'canceled') return current;
    throw new AppError('task_not_cancelable');
  }

  /**
   * Removes an ended task from the user's sight and its files from the storage; its ledger entries stay. Inputs that
   * another task of the user refers to are kept. @throws AppError task_not_ended, not_found.
   */
  async delete(userId: string, taskId: string): Promise<void> {
    const found = await this.#parts.reader.get(userId, taskId);
    if (found.phase !== 'ended') throw new AppError('task_not_ended');
    await this.#parts.database.transaction((transaction) =>
      deleteEndedTasks(this.#parts, transaction, [found]),
    );
  }

  #order(task: Pick<NewTask, 'request' | 'expectedPrice' | 'membersOnly'>): Order {
    const order = this.#parts.orders.take(task.request);
    if (task.expectedPrice !== undefined && task.expectedPrice !== order.priceCredits) {
      throw new AppError('price_changed', { price: order.priceCredits });
    }
    return task.membersOnly ? { ...order, needsMembership: true } : order;
  }

  async #insert(
    transaction: Transaction,
    task: NewTask,
    order: Order & { readonly referenced: readonly AssetRow[] },
  ): Promise<TaskRow> {
    const { assets, idempotency } = this.#parts;
    await assets.insertRows(transaction, task.uploads);
    const { userId, apiKeyId } = task;
    const stored = [...task.inputs, ...order.referenced];
    const row = await acceptTask(this.#parts, transaction, {
      payer: { userId, apiKeyId },
      order,
      inputs: [...task.inputs, ...task.uploads, ...order.referenced],
      stored,
      batchId: null,
    });
    if (task.repeatable) await idempotency.insert(transaction, task.repeatable, row.id);
    return row;
  }

  /** The agreed limit of a batch also binds whoever tries one of its tasks again. */
  async #assertRoomInBatch(transaction: Transaction, batchId: string, order: Order): Promise<void> {
    const batch = await lockBatch(transaction, batchId, this.#parts.clock);
    if (!batch) throw new AppError('not_found');
    if (order.priceCredits > batch.leftCredits) throw capReached(batch, order.priceCredits);
  }

  async #balanceOf(userId: string): Promise<number> {
    const account = await this.#parts.database.read
      .selectFrom('user_credits')
      .select('credits')
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return account?.credits ?? 0;
  }
}
