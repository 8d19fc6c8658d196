import type { RetentionOutcome, RetentionPreview } from '@atelier/shared/contracts/retention';
import type { AssetService } from '../assets/asset-service.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { RetentionRuleRow } from '../db/retention-tables.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { assetsOnlyOf, lockAssetsOnlyOf } from './own-assets.ts';
import { inputIdsOf } from './task-reader.ts';

/** Tasks one run erases at most; the next run takes the rest. */
const RUN_LIMIT = 500;
/** Tasks a dry run looks at and names. */
const PREVIEW_LIMIT = 500;
const NAMED_LIMIT = 20;
const DAY_MS = 24 * 60 * 60_000;

interface Parts {
  readonly database: Database;
  readonly assets: AssetService;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Erases tasks that the operator's rules no longer keep: their files, what was asked and answered, their events. What
 * stays of a task is its number, its recipe, how it ended and what it cost, so that its receipt can be read for ever.
 */
export class TaskRetention {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What a run would erase now. Changes nothing. */
  async preview(): Promise<RetentionPreview> {
    const { rows, hasMore } = await this.#expired(PREVIEW_LIMIT);
    const items: RetentionPreview['items'] = [];
    let [files, bytes] = [0, 0];
    for (const row of rows) {
      const assets = await assetsOnlyOf(this.#parts.database.read, [row]);
      files += assets.length;
      bytes += sizeOf(assets);
      if (items.length < NAMED_LIMIT) {
        items.push({
          taskNo: row.task_no,
          taskType: row.task_type,
          userId: row.user_id,
          completedAt: row.completed_at ?? row.updated_at,
          files: assets.length,
        });
      }
    }
    return { tasks: rows.length, files, bytes, hasMore, items };
  }

  /** Erases what has expired, each task in a transaction of its own. One that cannot be erased now is tried again. */
  async run(): Promise<RetentionOutcome> {
    const { rows, hasMore } = await this.#expired(RUN_LIMIT);
    const outcome = { tasks: 0, files: 0, bytes: 0 };
    for (const row of rows) {
      try {
        const assets = await this.#erase(row);
        if (!assets) continue;
        outcome.tasks += 1;
        outcome.files += assets.length;
        outcome.bytes += sizeOf(assets);
      } catch (error) {
        this.#parts.logger.error({ err: error, taskId: row.id }, 'an expired task could not be erased');
      }
    }
    if (outcome.tasks > 0) this.#parts.logger.info(outcome, 'expired tasks were erased');
    return { ...outcome, hasMore };
  }

  /** Ended tasks past the time of the most specific rule that is about them, oldest first within each rule. */
  async #expired(limit: number): Promise<{ rows: TaskRow[]; hasMore: boolean }> {
    const rules = await this.#parts.database.read
      .selectFrom('retention_rules')
      .selectAll()
      .where('keep_days', 'is not', null)
      .orderBy('specificity', 'desc')
      .execute();
    const rows: TaskRow[] = [];
    for (const rule of rules) {
      if (rows.length <= limit) rows.push(...(await this.#expiredBy(rule, limit + 1 - rows.length)));
    }
    return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
  }

  #expiredBy(rule: RetentionRuleRow, limit: number): Promise<TaskRow[]> {
    const { task_type, user_id, specificity, keep_days } = rule;
    const endedBefore = timestamp(this.#parts.clock, -(keep_days ?? 0) * DAY_MS);
    return (
      this.#parts.database.read
        .selectFrom('ai_tasks as task')
        .selectAll()
        .where('task.phase', '=', 'ended')
        .where('task.erased_at', 'is', null)
        .where('task.completed_at', '<', endedBefore)
        .$if(task_type !== null, (query) => query.where('task.task_type', '=', task_type ?? ''))
        .$if(user_id !== null, (query) => query.where('task.user_id', '=', user_id ?? ''))
        // A closer rule decides alone, also when it keeps for longer or for ever.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('retention_rules as closer')
                .select('closer.id')
                .where('closer.specificity', '>', specificity)
                .where((eb) =>
                  eb.or([
                    eb('closer.user_id', 'is', null),
                    eb('closer.user_id', '=', eb.ref('task.user_id')),
                  ]),
                )
                .where((eb) =>
                  eb.or([
                    eb('closer.task_type', 'is', null),
                    eb('closer.task_type', '=', eb.ref('task.task_type')),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('task.completed_at')
        .orderBy('task.id')
        .limit(limit)
        .execute()
    );
  }

  /** The files that went with it; undefined when the task was tried again or erased meanwhile. */
  async #erase(row: TaskRow): Promise<readonly AssetRow[] | undefined> {
    const { database, assets } = this.#parts;
    return database.transaction(async (transaction) => {
      const at = timestamp(this.#parts.clock);
      const erased = await transaction.query
        .updateTable('ai_tasks')
        .set((eb) => ({ ...ERASED, erased_at: at, deleted_at: eb.fn.coalesce('deleted_at', eb.val(at)) }))
        .where('id', '=', row.id)
        .where('phase', '=', 'ended')
        .where('attempt', '=', row.attempt)
        .where('erased_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!erased) return undefined;
      const owned = await lockAssetsOnlyOf(transaction, database.dialect, [row]);
      await assets.deleteRows(transaction, owned);
      await assets.eraseDeletedRows(transaction, { taskId: row.id, ids: inputIdsOf(row) });
      await transaction.query.deleteFrom('events').where('task_id', '=', row.id).execute();
      await transaction.query.deleteFrom('relayed_starts').where('task_id', '=', row.id).execute();
      if (row.batch_id !== null) await this.#eraseEmptyBatch(transaction, row.batch_id, at);
      return owned;
    });
  }

  /** A batch goes with the last of its tasks. */
  async #eraseEmptyBatch({ query }: Transaction, batchId: string, at: string): Promise<void> {
    const emptied = await query
      .updateTable('batches')
      .set((eb) => ({
        input_parameters: '{}',
        deleted_at: eb.fn.coalesce('deleted_at', eb.val(at)),
        closed_at: eb.fn.coalesce('closed_at', eb.val(at)),
      }))
      .where('id', '=', batchId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('ai_tasks')
              .select('id')
              .where('batch_id', '=', batchId)
              .where('erased_at', 'is', null),
          ),
        ),
      )
      .returning('id')
      .executeTakeFirst();
    if (!emptied) return;
    await query.updateTable('batch_items').set({ name: '' }).where('batch_id', '=', batchId).execute();
  }
}

/** The event log of the task goes, so its count begins anew. */
const ERASED = {
  input_files: '[]',
  input_parameters: '{}',
  prompt: null,
  result_urls: null,
  result_metadata: null,
  error_values: null,
  error_message: null,
  error_detail: null,
  provider_handle: null,
  ai_task_id: null,
  event_count: 0,
} as const;

const sizeOf = (assets: readonly AssetRow[]): number =>
  assets.reduce((total, { size_bytes }) => total + size_bytes, 0);
