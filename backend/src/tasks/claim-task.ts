import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { TaskLease } from './task-lease.ts';
import type { TaskMover } from './task-mover.ts';

/** How soon a task that found its provider busy asks again. */
const SLOT_RETRY_MS = 500;

interface Parts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  readonly mover: TaskMover;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A task in hand. */
export interface Claim {
  readonly row: TaskRow;
  readonly entry: CatalogueEntry;
  /** An earlier start was begun and its outcome never recorded: the process ended in the middle of it. */
  readonly wasCutShort: boolean;
}

/**
 * Takes a live task whose lease is free, counting it against its provider's limit in the same transaction, and
 * commits `submitting` before anybody outside hears of it. Undefined when there is nothing to do now.
 */
export async function claimTask(parts: Parts, taskId: string, lease: TaskLease): Promise<Claim | undefined> {
  return parts.database.transaction(async (transaction) => {
    const { query } = transaction;
    const now = timestamp(parts.clock);
    const row = await query.selectFrom('ai_tasks').selectAll().where('id', '=', taskId).executeTakeFirst();
    if (!row || row.phase === 'ended' || (row.lease_until !== null && row.lease_until > now))
      return undefined;
    const entry = parts.catalogue.get(row.ai_model);
    if (!entry) {
      await failWithoutModel(parts, transaction, row);
      return undefined;
    }

    if (row.phase === 'queued') {
      const { count } = await query
        .selectFrom('ai_tasks')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('ai_provider', '=', row.ai_provider)
        .where('phase', 'in', ['submitting', 'running', 'collecting'])
        .executeTakeFirstOrThrow();
      if (Number(count) >= entry.provider.maxConcurrent) {
        await parts.engine.enqueue(
          transaction,
          taskId,
          new Date(parts.clock.now().getTime() + SLOT_RETRY_MS),
        );
        return undefined;
      }
    }

    const hasHandle = row.provider_handle !== null;
    if (row.phase === 'running' || (row.phase === 'collecting' && hasHandle)) {
      // The vendor still has the work; ask it again rather than starting anew.
      const checking = await query
        .updateTable('ai_tasks')
        .set((eb) => ({ ...lease.columns(), phase: 'running', check_count: eb('check_count', '+', 1) }))
        .where('id', '=', taskId)
        .returningAll()
        .executeTakeFirstOrThrow();
      return { row: checking, entry, wasCutShort: false };
    }
    const submitted = await parts.mover.move(transaction, 'submit', {
      taskId,
      set: {
        ...lease.columns(),
        step: 'submitting',
        start_count: row.start_count + 1,
        started_at: row.started_at ?? now,
        deadline_at: timestamp(parts.clock, entry.model.deadlineMs),
      },
    });
    return submitted ? { row: submitted, entry, wasCutShort: row.phase !== 'queued' } : undefined;
  });
}

/** An upgrade took the model away while the task was waiting. */
async function failWithoutModel(parts: Parts, transaction: Transaction, row: TaskRow): Promise<void> {
  const failed = await parts.mover.move(transaction, 'fail', {
    taskId: row.id,
    set: { error_code: 'model_unavailable', error_values: '{}', error_detail: `no model ${row.ai_model}` },
  });
  if (!failed) return;
  const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
  await parts.ledger.release(transaction, attempt, 'model_unavailable');
  parts.logger.error({ taskId: row.id, model: row.ai_model }, 'a live task named a model that is gone');
}
