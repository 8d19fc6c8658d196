import { createHash } from 'node:crypto';
import { MAX_IDEMPOTENCY_KEY_CHARACTERS } from '@atelier/shared/limits';
import type { Database, Transaction } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

const KEY_FORM = new RegExp(`^[\\x21-\\x7e]{1,${MAX_IDEMPOTENCY_KEY_CHARACTERS}}$`);

/** A request that may arrive twice: whose it is, the caller's key, and a hash of everything that matters in it. */
export interface RepeatableRequest {
  readonly userId: string;
  readonly key: string;
  readonly requestHash: string;
}

/** @throws AppError idempotency_key_invalid */
export function assertIdempotencyKey(key: string): void {
  if (!KEY_FORM.test(key)) throw new AppError('idempotency_key_invalid');
}

/** Hash of a request's meaning; object keys are sorted, so their order does not matter. */
export function hashRequest(meaning: unknown): string {
  return createHash('sha256').update(canonicalJson(meaning)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Writes what is answered, in the transaction of the fact that the answer is about. */
export type Remember<Answer> = (transaction: Transaction, answer: Answer) => Promise<void>;

/** What a key led to: a task, a batch with what was answered, or an answer alone. */
interface KeyRecord {
  readonly taskId: string | null;
  readonly batchId: string | null;
  /** JSON; null where the task or the batch is the whole answer. */
  readonly answer: string | null;
}

/**
 * Remembers for ever what a key led to. The record commits together with what was made (and the holds of tasks), so
 * there is no moment at which a repeat could slip through; refused requests leave no record and may be corrected and sent again.
 */
export class IdempotencyRecords {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * The task an earlier identical request led to; undefined when the key is new.
   * @throws AppError idempotency_key_reused when the key belongs to a different request.
   */
  async findTaskId(request: RepeatableRequest): Promise<string | undefined> {
    return (await this.#find(request))?.taskId ?? undefined;
  }

  /**
   * The batch an earlier identical request was about, with what was answered.
   * @throws AppError idempotency_key_reused when the key belongs to a different request.
   */
  async findBatchAnswer(
    request: RepeatableRequest,
  ): Promise<{ batchId: string; answer: string } | undefined> {
    const record = await this.#find(request);
    if (!record || record.batchId === null) return undefined;
    return { batchId: record.batchId, answer: record.answer ?? 'null' };
  }

  /** Writes the record; a unique violation means that a parallel repeat was first. */
  async insert(transaction: Transaction, request: RepeatableRequest, taskId: string): Promise<void> {
    await this.#insert(transaction, request, { taskId, batchId: null, answer: null });
  }

  /** As `insert`, for a request about a batch. `answer` is JSON. */
  async insertForBatch(
    transaction: Transaction,
    request: RepeatableRequest,
    batch: { batchId: string; answer: string },
  ): Promise<void> {
    await this.#insert(transaction, request, { taskId: null, ...batch });
  }

  /**
   * Does something that is neither a task nor a batch once per key, and answers repeats as the first time. `work` calls
   * `remember` in the transaction that does it; without a key it is done each time. The answer is kept as JSON.
   * @throws AppError idempotency_key_reused when the key belongs to a different request, and what `work` throws.
   */
  async once<Answer>(
    request: RepeatableRequest | undefined,
    work: (remember: Remember<Answer>) => Promise<Answer>,
  ): Promise<{ answer: Answer; isReplay: boolean }> {
    if (!request) return { answer: await work(async () => undefined), isReplay: false };
    const earlier = await this.#find(request);
    if (earlier) return { answer: JSON.parse(earlier.answer ?? 'null'), isReplay: true };
    const remember: Remember<Answer> = (transaction, answer) =>
      this.#insert(transaction, request, { taskId: null, batchId: null, answer: JSON.stringify(answer) });
    try {
      return { answer: await work(remember), isReplay: false };
    } catch (error) {
      // A parallel repeat may have been first.
      const first = await this.#find(request);
      if (!first) throw error;
      return { answer: JSON.parse(first.answer ?? 'null'), isReplay: true };
    }
  }

  async #find(request: RepeatableRequest): Promise<KeyRecord | undefined> {
    const record = await this.#database.read
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'task_id', 'batch_id', 'answer'])
      .where('user_id', '=', request.userId)
      .where('key', '=', request.key)
      .executeTakeFirst();
    if (!record) return undefined;
    if (record.request_hash !== request.requestHash) throw new AppError('idempotency_key_reused');
    return { taskId: record.task_id, batchId: record.batch_id, answer: record.answer };
  }

  async #insert(transaction: Transaction, request: RepeatableRequest, record: KeyRecord): Promise<void> {
    await transaction.query
      .insertInto('idempotency_keys')
      .values({
        user_id: request.userId,
        key: request.key,
        request_hash: request.requestHash,
        task_id: record.taskId,
        created_at: timestamp(this.#clock),
        batch_id: record.batchId,
        answer: record.answer,
      })
      .execute();
  }
}
