import { PENDING_TIMEOUT_MS } from '@atelier/shared/limits';
import { sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine, WakeUp } from '../engine/job-engine.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import { endAsFailed, type FailParts } from './fail-task.ts';
import { failingMsOf } from './judge-failure.ts';
import type { Lanes } from './lanes.ts';
import type { TaskLease } from './task-lease.ts';
import type { TypicalTimes } from './typical-seconds.ts';

/** Clocks of several machines differ a little; a wake-up that is early by no more than this comes again in time. */
const CLOCK_DIFFERENCE_MS = 2000;
/** After this a task whose model is not known here is offered again, to whoever takes it first. */
const OTHERS_TURN_MS = 10_000;

interface Parts extends FailParts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly catalogue: Catalogue;
  readonly lanes: Lanes;
  readonly typicalTimes: TypicalTimes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this process has the task in hand, whatever the clock says about its lease. */
  readonly isInHand: (taskId: string) => boolean;
}

/** A task in hand. */
export interface Claim {
  readonly row: TaskRow;
  readonly entry: CatalogueEntry;
  /** An earlier start was begun and its outcome never recorded: the process ended in the middle of it. */
  readonly wasCutShort: boolean;
}

/**
 * Takes what a wake-up stands for: the next step of its own task when that task is under way, otherwise the task whose
 * turn it is in the lane. Commits `submitting` before anybody outside hears of the task. Undefined when there is
 * nothing to do now.
 */
export async function claimTask(parts: Parts, wakeUp: WakeUp, lease: TaskLease): Promise<Claim | undefined> {
  return parts.database.transaction(async (transaction) => {
    const row =
      (await findUnderWay(parts, transaction, wakeUp)) ??
      (await parts.lanes.takeTurn(transaction, wakeUp.lane));
    if (!row) return undefined;
    const entry = parts.catalogue.get(row.ai_model);
    if (!entry) {
      await leaveToOthers(parts, transaction, row);
      return undefined;
    }
    const isWithVendor =
      row.phase === 'running' || (row.phase === 'collecting' && row.provider_handle !== null);
    if (isWithVendor) return { row: await resume(transaction, row, lease), entry, wasCutShort: false };
    const submitted = await parts.mover.move(transaction, 'submit', {
      taskId: row.id,
      set: {
        ...lease.columns(),
        step: 'submitting',
        start_count: row.start_count + 1,
        started_at: row.started_at ?? timestamp(parts.clock),
        deadline_at: timestamp(parts.clock, entry.model.deadlineMs),
        estimated_completion_at: await parts.typicalTimes.endOfStart(transaction, row.ai_model),
      },
    });
    return submitted ? { row: submitted, entry, wasCutShort: row.phase !== 'queued' } : undefined;
  });
}

/** The wake-up's own task if it is past the line, due and nobody has it in hand. Locked on PostgreSQL. */
async function findUnderWay(
  parts: Parts,
  transaction: Transaction,
  wakeUp: WakeUp,
): Promise<TaskRow | undefined> {
  if (parts.isInHand(wakeUp.taskId)) return undefined;
  const row = await transaction.query
    .selectFrom('ai_tasks')
    .selectAll()
    .where('id', '=', wakeUp.taskId)
    .where('phase', 'in', ['submitting', 'running', 'collecting'])
    .$if(parts.database.dialect === 'postgres', (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  const now = parts.clock.now();
  if (!row || row.due_at === null || (row.lease_until !== null && row.lease_until > now.toISOString())) {
    return undefined;
  }
  const earlyMs = Date.parse(row.due_at) - now.getTime();
  if (earlyMs <= 0) return row;
  // Much too early means that this wake-up is one too many: another one is on its way.
  if (earlyMs <= CLOCK_DIFFERENCE_MS) await parts.engine.enqueue(transaction, wakeUp, new Date(row.due_at));
  return undefined;
}

/**
 * The vendor still has the work; it is asked again rather than started anew. A check that a callback brought forward is
 * not counted, or a vendor that calls back often would use up the checks its work may take.
 */
function resume({ query }: Transaction, { id }: TaskRow, lease: TaskLease): Promise<TaskRow> {
  return query
    .updateTable('ai_tasks')
    .set((eb) => {
      const isCalledFor = eb('due_at', '=', eb.ref('called_back_at'));
      const counts = eb.case().when(isCalledFor).then(sql.lit(0)).else(sql.lit(1)).end();
      return { ...lease.columns(), phase: 'running', check_count: eb('check_count', '+', counts) };
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * This process does not know the model: during an upgrade another one does. Once nobody has taken the task for ten
 * minutes, the model is gone, and what its vendor made of a start is not to be learned any more.
 */
async function leaveToOthers(parts: Parts, transaction: Transaction, row: TaskRow): Promise<void> {
  const { clock, engine, logger } = parts;
  const facts = { taskId: row.id, model: row.ai_model };
  if (failingMsOf(row, clock.now()) >= PENDING_TIMEOUT_MS) {
    const code = row.phase === 'queued' ? 'model_unavailable' : 'vendor_outcome_unknown';
    const failure = { code, detail: `no model ${row.ai_model}` } as const;
    if (!(await endAsFailed(parts, transaction, failure, { taskId: row.id }))) return;
    return logger.error(facts, 'a live task named a model that is gone');
  }
  const dueAt = new Date(clock.now().getTime() + OTHERS_TURN_MS);
  await transaction.query
    .updateTable('ai_tasks')
    .set({ due_at: dueAt.toISOString(), failing_since: row.failing_since ?? timestamp(clock) })
    .where('id', '=', row.id)
    .execute();
  await engine.enqueue(transaction, { taskId: row.id, lane: row.ai_provider }, dueAt);
  logger.warn(facts, 'a task is left to processes that know its model');
}
