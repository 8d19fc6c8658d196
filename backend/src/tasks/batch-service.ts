import { MAX_RETRIES } from '@atelier/shared/limits';
import type { Payer } from '../credits/key-usage-reader.ts';
import type { BatchRow } from '../db/batch-tables.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { timestamp } from '../lib/clock.ts';
import { type LockedBatch, lockBatch } from './batch-cap.ts';
import { BatchFunds } from './batch-funds.ts';
import type { Outcome } from './batch-pictures.ts';
import type { BatchReader } from './batch-reader.ts';
import type { IdempotencyRecords, RepeatableRequest } from './idempotency.ts';
import { cancelLiveTask, deleteEndedTasks, startNewAttempt, type TaskFactParts } from './task-facts.ts';
import type { Order, OrderDesk } from './task-order.ts';
import type { TaskReader } from './task-reader.ts';

interface Parts extends TaskFactParts {
  readonly database: Database;
  readonly orders: OrderDesk;
  readonly reader: TaskReader;
  readonly batches: BatchReader;
  readonly idempotency: IdempotencyRecords;
}

/** How many failed tasks were started again, and which were left for what reason. */
export interface RetryOutcome {
  readonly retriedCount: number;
  readonly notRetried: readonly Outcome[];
}

/** What users do to whole batches, each verb in one transaction. Pictures come in through `BatchIntake`. */
export class BatchService {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes no more pictures: what is missing stays missing. May be repeated. @throws AppError not_found */
  async close(userId: string, batchId: string): Promise<BatchRow> {
    await this.#parts.batches.get(userId, batchId);
    return this.#parts.database.transaction((transaction) => this.#close(transaction, batchId));
  }

  /**
   * Closes the batch and cancels every live task of it; ended ones stay as they are. May be repeated.
   * @throws AppError not_found
   */
  async cancel(userId: string, batchId: string): Promise<BatchRow> {
    await this.#parts.batches.get(userId, batchId);
    return this.#parts.database.transaction(async (transaction) => {
      const batch = await this.#close(transaction, batchId);
      for (const { id, phase } of await this.#lockTasks(transaction, batchId)) {
        if (phase !== 'ended')
          await cancelLiveTask(this.#parts, transaction, { userId, taskId: id, by: 'owner' });
      }
      return batch;
    });
  }

  /**
   * Starts a paid new attempt of each failed task, at today's price, as far as limit and balance go.
   * @throws AppError not_found, model_unavailable, idempotency_key_reused
   */
  async retry(payer: Payer, batchId: string, repeatable?: RepeatableRequest): Promise<RetryOutcome> {
    const earlier = await this.#replayOf(repeatable);
    if (earlier) return earlier;
    const batch = await this.#parts.batches.get(payer.userId, batchId);
    const order = this.#parts.orders.take({
      taskType: batch.task_type,
      model: batch.ai_model,
      parameters: JSON.parse(batch.input_parameters),
      inputCount: 1,
    });
    try {
      return await this.#parts.database.transaction(async (transaction) => {
        const locked = await lockBatch(transaction, batchId, this.#parts.clock);
        if (!locked) throw new AppError('not_found');
        const outcome = await this.#retryFailed(transaction, { batch: locked, payer, order });
        if (repeatable && outcome.retriedCount > 0) {
          const answer = JSON.stringify(outcome);
          await this.#parts.idempotency.insertForBatch(transaction, repeatable, { batchId, answer });
        }
        return outcome;
      });
    } catch (error) {
      const replay = await this.#replayOf(repeatable);
      if (replay) return replay;
      throw error;
    }
  }

  /**
   * Removes a batch without live tasks, its tasks and their files; ledger entries stay. Pictures that another task of
   * the user refers to are kept. @throws AppError batch_not_ended, not_found
   */
  async delete(userId: string, batchId: string): Promise<void> {
    await this.#parts.batches.get(userId, batchId);
    await this.#parts.database.transaction(async (transaction) => {
      await this.#close(transaction, batchId);
      const tasks = await this.#lockTasks(transaction, batchId);
      if (tasks.some(({ phase }) => phase !== 'ended')) throw new AppError('batch_not_ended');
      await transaction.query
        .updateTable('batches')
        .set({ deleted_at: timestamp(this.#parts.clock) })
        .where('id', '=', batchId)
        .execute();
      await deleteEndedTasks(this.#parts, transaction, tasks);
    });
  }

  async #replayOf(repeatable: RepeatableRequest | undefined): Promise<RetryOutcome | undefined> {
    const earlier = repeatable && (await this.#parts.idempotency.findBatchAnswer(repeatable));
    return earlier && JSON.parse(earlier.answer);
  }

  async #close({ query }: Transaction, batchId: string): Promise<BatchRow> {
    const at = timestamp(this.#parts.clock);
    const row = await query
      .updateTable('batches')
      .set((eb) => ({ closed_at: eb.fn.coalesce('closed_at', eb.val(at)), updated_at: at }))
      .where('id', '=', batchId)
      .where('deleted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** Takes the tasks of a batch all at once, so that workers who finish them cannot be waited for in a ring. */
  #lockTasks({ query }: Transaction, batchId: string): Promise<TaskRow[]> {
    return query
      .selectFrom('ai_tasks')
      .selectAll()
      .where('batch_id', '=', batchId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .$if(this.#parts.database.dialect === 'postgres', (q) => q.forUpdate())
      .execute();
  }

  async #retryFailed(
    transaction: Transaction,
    { batch, payer, order }: { batch: LockedBatch; payer: Payer; order: Order },
  ): Promise<RetryOutcome> {
    const tasks = new Map((await this.#lockTasks(transaction, batch.row.id)).map((task) => [task.id, task]));
    const places = await transaction.query
      .selectFrom('batch_items')
      .select(['position', 'name', 'task_id'])
      .where('batch_id', '=', batch.row.id)
      .orderBy('position')
      .execute();
    const funds = new BatchFunds(batch, await this.#parts.ledger.lockAccount(transaction, payer));
    let retriedCount = 0;
    const notRetried: Outcome[] = [];
    for (const { position, name, task_id } of places) {
      const found = tasks.get(task_id ?? '');
      if (found?.status !== 'failed') continue;
      const refusal =
        found.retry_count >= MAX_RETRIES
          ? new AppError('task_retries_exhausted', { limit: MAX_RETRIES })
          : funds.refusalOf(order.priceCredits);
      if (refusal) {
        notRetried.push({ position, name, taskId: found.id, code: refusal.code, values: refusal.values });
        continue;
      }
      await startNewAttempt(this.#parts, transaction, { found, order, apiKeyId: payer.apiKeyId });
      funds.spend(order.priceCredits);
      retriedCount += 1;
    }
    return { retriedCount, notRetried };
  }
}
