import type { Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

interface PlannedCheck {
  /** As the worker claimed it. */
  readonly before: TaskRow;
  /** As it was just written, with `dueAt` as its due date. */
  readonly now: TaskRow;
  readonly dueAt: Date;
}

/**
 * Asks for the next check of work that a vendor has. When the vendor called back while the worker had the task in hand,
 * the answer the worker got may be older than the callback, so the vendor is asked again sooner than planned.
 */
export async function planCheck(
  { engine, clock }: { engine: JobEngine; clock: Clock },
  transaction: Transaction,
  { before, now, dueAt }: PlannedCheck,
): Promise<void> {
  const wakeUp = { taskId: now.id, lane: now.ai_provider };
  const calledFor = now.called_back_at;
  // One that lies ahead stands for every callback until then, whenever it was set.
  const isNews = calledFor !== null && (calledFor !== before.called_back_at || calledFor > timestamp(clock));
  if (!isNews || calledFor >= dueAt.toISOString()) return engine.enqueue(transaction, wakeUp, dueAt);
  const soonerAt = new Date(Math.max(Date.parse(calledFor), clock.now().getTime()));
  const at = soonerAt.toISOString();
  await transaction.query
    .updateTable('ai_tasks')
    .set({ due_at: at, called_back_at: at })
    .where('id', '=', now.id)
    .execute();
  await engine.enqueue(transaction, wakeUp, soonerAt);
}
