import type { Quote } from '@atelier/shared/contracts/catalogue';
import { MAX_RETRIES } from '@atelier/shared/limits';
import type { AssetService } from '../assets/asset-service.ts';
import type { KeyUsageReader, Payer } from '../credits/key-usage-reader.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import { isUniqueViolation } from '../db/database-errors.ts';
import type { AssetRow, NewAssetRow, TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId, newTaskNumber } from '../lib/new-id.ts';
import type { Connections } from '../providers/connection.ts';
import type { IdempotencyRecords, RepeatableRequest } from './idempotency.ts';
import { insertTask, nextTurn } from './insert-task.ts';
import { resolveReferences } from './referenced-inputs.ts';
import type { TaskMover } from './task-mover.ts';
import type { Order, OrderDesk, OrderRequest } from './task-order.ts';
import type { TaskReader } from './task-reader.ts';
import { typicalSeconds } from './typical-seconds.ts';

export interface NewTask extends Payer {
  readonly request: OrderRequest;
  /** The price the caller agreed to; a different real price is refused. */
  readonly expectedPrice?: number | undefined;
  /** Existing assets of the same user, in order. */
  readonly inputs: readonly AssetRow[];
  /** Uploaded assets that are stored but not yet rows; they become rows together with the task. */
  readonly uploads: readonly NewAssetRow[];
  readonly repeatable?: RepeatableRequest | undefined;
}

interface Parts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly keyUsage: KeyUsageReader;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly orders: OrderDesk;
  readonly mover: TaskMover;
  readonly reader: TaskReader;
  readonly idempotency: IdempotencyRecords;
  readonly connections: Pick<Connections, 'noteOrder'>;
  readonly clock: Clock;
  /** Stops the work on a task whose end was decided elsewhere, here and at its vendor. */
  readonly stopWork: (row: TaskRow) => void;
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
      typicalSeconds: await typicalSeconds(this.#parts.database, order.entry.model.slug),
    };
  }

  /**
   * Refuses early what would be refused anyway, before bytes are decoded and stored. The transaction of `create`
   * decides; this only saves work.
   */
  async precheck(task: Payer & Pick<NewTask, 'request' | 'expectedPrice'>): Promise<void> {
    const order = this.#order(task);
    const available = await this.#balanceOf(task.userId);
    if (available < order.priceCredits) {
      throw new AppError('credits_insufficient', { required: order.priceCredits, available });
    }
    if (task.apiKeyId !== null) await this.#parts.keyUsage.assertRoom(task.apiKeyId, order.priceCredits);
  }

  /**
   * Accepts a task: row, hold, first event, idempotency record and wake-up in one transaction.
   * @throws AppError credits_insufficient, api_key_credits_limited, api_key_revoked, price_changed,
   * idempotency_key_reused, and those of OrderDesk.take.
   */
  async create(task: NewTask): Promise<TaskRow> {
    const order = this.#order(task);
    const referenced = await resolveReferences(this.#parts, task.userId, order);
    try {
      return await this.#parts.database.transaction((transaction) =>
        this.#insert(transaction, task, { ...order, referenced }),
      );
    } catch (error) {
      await this.#parts.assets.discard(task.uploads);
      const isRepeat = task.repeatable !== undefined && isUniqueViolation(error);
      const earlier = isRepeat ? await this.replayOf(task.repeatable) : undefined;
      if (earlier) return earlier;
      throw error;
    }
  }

  /** The task an identical earlier request led to. @throws AppError idempotency_key_reused */
  async replayOf(repeatable: RepeatableRequest | undefined): Promise<TaskRow | undefined> {
    if (!repeatable) return undefined;
    const taskId = await this.#parts.idempotency.findTaskId(repeatable);
    return taskId === undefined ? undefined : this.#parts.reader.find(repeatable.userId, taskId);
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
        const at = timestamp(this.#parts.clock);
        const row = await this.#parts.mover.move(transaction, 'retry', {
          taskId,
          expectedAttempt: found.attempt,
          set: {
            attempt: found.attempt + 1,
            retry_count: found.retry_count + 1,
            price_credits: order.priceCredits,
            ...CLEARED_FOR_NEW_ATTEMPT,
            due_at: at,
            queued_at: at,
            turn: await nextTurn(transaction, found),
          },
        });
        if (!row) throw new AppError('task_not_retryable');
        if (repeatable) await this.#parts.idempotency.insert(transaction, repeatable, taskId);
        await this.#parts.ledger.hold(
          transaction,
          { userId, taskId, attempt: row.attempt },
          order.priceCredits,
          apiKeyId,
        );
        await this.#parts.engine.enqueue(
          transaction,
          { taskId, lane: row.ai_provider },
          this.#parts.clock.now(),
        );
        return row;
      });
    } catch (error) {
      const replay = repeatable && isUniqueViolation(error) ? await this.replayOf(repeatable) : undefined;
      if (replay) return replay;
      throw error;
    }
  }

  /** Ends a live task at the user's wish and returns its credits. @throws AppError task_not_cancelable, not_found. */
  async cancel(userId: string, taskId: string): Promise<TaskRow> {
    const found = await this.#parts.reader.get(userId, taskId);
    const canceled = await this.#parts.database.transaction(async (transaction) => {
      const row = await this.#parts.mover.move(transaction, 'cancel', { taskId });
      if (!row) return undefined;
      await this.#parts.ledger.release(transaction, { userId, taskId, attempt: row.attempt }, 'canceled');
      transaction.afterCommit(() => this.#parts.stopWork(row));
      return row;
    });
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
    const assets = await this.#parts.reader.assetsOnlyOf(found);
    await this.#parts.database.transaction(async (transaction) => {
      const deleted = await transaction.query
        .updateTable('ai_tasks')
        .set({ deleted_at: timestamp(this.#parts.clock), result_urls: null })
        .where('id', '=', taskId)
        .where('phase', '=', 'ended')
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (deleted.numUpdatedRows > 0n) await this.#parts.assets.deleteRows(transaction, assets);
    });
  }

  #order(task: Pick<NewTask, 'request' | 'expectedPrice'>): Order {
    const order = this.#parts.orders.take(task.request);
    if (task.expectedPrice !== undefined && task.expectedPrice !== order.priceCredits) {
      throw new AppError('price_changed', { price: order.priceCredits });
    }
    return order;
  }

  async #insert(
    transaction: Transaction,
    task: NewTask,
    order: Order & { readonly referenced: readonly AssetRow[] },
  ): Promise<TaskRow> {
    const { assets, ledger, engine, mover, idempotency, clock } = this.#parts;
    const at = timestamp(clock);
    const inputIds = [...task.inputs, ...task.uploads, ...order.referenced].map((asset) => asset.id);
    await assets.insertRows(transaction, task.uploads);
    const row = await insertTask(transaction, {
      id: newId('task', clock),
      task_no: newTaskNumber(clock),
      user_id: task.userId,
      task_type: order.taskType,
      ai_provider: order.entry.provider.slug,
      ai_model: order.entry.model.slug,
      input_files: JSON.stringify(inputIds),
      input_parameters: JSON.stringify(order.parameters),
      prompt: promptOf(order.parameters),
      price_credits: order.priceCredits,
      api_key_id: task.apiKeyId,
      at,
    });
    if (task.repeatable) await idempotency.insert(transaction, task.repeatable, row.id);
    const attempt = { userId: task.userId, taskId: row.id, attempt: 1 };
    await ledger.hold(transaction, attempt, order.priceCredits, task.apiKeyId);
    mover.appendEvent(transaction, row, 'task.created');
    await engine.enqueue(transaction, { taskId: row.id, lane: row.ai_provider }, clock.now());
    transaction.afterCommit(() => this.#parts.connections.noteOrder(row.ai_provider));
    return row;
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

/** What the task was asked for in words, so that people can search for it. */
function promptOf({ prompt, text }: Order['parameters']): string | null {
  if (typeof prompt === 'string') return prompt;
  return typeof text === 'string' ? text : null;
}

const CLEARED_FOR_NEW_ATTEMPT = {
  progress: 0,
  step: 'queued',
  error_code: null,
  error_values: null,
  error_message: null,
  error_detail: null,
  provider_handle: null,
  ai_task_id: null,
  start_count: 0,
  check_count: 0,
  started_at: null,
  completed_at: null,
  deadline_at: null,
  result_metadata: null,
} as const;
