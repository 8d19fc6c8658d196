import type { Updateable } from 'kysely';
import type { Transaction } from '../db/database.ts';
import type { AiTasksTable, TaskRow } from '../db/tables.ts';
import type { WakeUp } from '../engine/job-engine.ts';
import type { StartOutcome } from '../providers/adapter.ts';
import type { Json } from '../providers/http-messages.ts';
import type { Work } from './finish-task.ts';
import { CHECK_INTERVAL_MS } from './judge-failure.ts';
import { keepTrying } from './keep-trying.ts';
import { planCheck } from './plan-check.ts';
import type { RunnerParts } from './runner-parts.ts';
import { notesOf, withWarnings, writeNotes } from './task-notes.ts';

type Accepted = Extract<StartOutcome, { kind: 'accepted' }>;
type Parts = Pick<
  RunnerParts,
  'database' | 'mover' | 'engine' | 'clock' | 'losses' | 'relayedStarts' | 'stopVendor'
>;

const NO_LEASE = { lease_token: null, lease_until: null } as const;

const wakeUpOf = (row: TaskRow): WakeUp => ({ taskId: row.id, lane: row.ai_provider });

/** Keeps the vendor's handle, which nobody else knows. What was canceled meanwhile is told to the vendor instead. */
export async function recordAccepted(parts: Parts, { row, lease }: Work, accepted: Accepted): Promise<void> {
  const { database, mover, engine, clock } = parts;
  const { handle, vendorTaskId, checkAfterMs = CHECK_INTERVAL_MS, warnings } = accepted;
  const dueAt = new Date(clock.now().getTime() + checkAfterMs);
  const provider_handle = JSON.stringify(handle);
  const isRecorded = await keepTrying(() =>
    database.transaction(async (transaction) => {
      const moved = await mover.move(transaction, 'accept', {
        taskId: row.id,
        leaseToken: lease.token,
        set: {
          provider_handle,
          ai_task_id: vendorTaskId ?? null,
          result_metadata: writeNotes(withWarnings(notesOf(row), warnings)),
          step: 'waiting',
          due_at: dueAt.toISOString(),
          failing_since: null,
          ...NO_LEASE,
        },
      });
      if (moved) await planCheck({ engine, clock }, transaction, { before: row, now: moved, dueAt });
      return moved !== undefined;
    }),
  );
  if (isRecorded) return;
  const isLost = await recordLostWork(parts, row, 'the vendor accepted work that had ended here');
  if (isLost) parts.stopVendor({ ...row, provider_handle });
}

/**
 * Books what a vendor did, or may have done, for an attempt that ended meanwhile: canceled, say, by a process that
 * could not know. False when it goes on, with another worker or as this one recorded it.
 */
export async function recordLostWork(
  { database, losses }: Pick<RunnerParts, 'database' | 'losses'>,
  row: TaskRow,
  detail: string,
): Promise<boolean> {
  return keepTrying(() =>
    database.transaction(async (transaction) => {
      const now = await transaction.query
        .selectFrom('ai_tasks')
        .select(['phase', 'status', 'attempt'])
        .where('id', '=', row.id)
        .executeTakeFirst();
      const hasEnded = now?.phase === 'ended' && now.status !== 'completed';
      const isLost = now !== undefined && (hasEnded || now.attempt !== row.attempt);
      if (isLost) await losses.book(transaction, row, detail);
      return isLost;
    }),
  );
}

interface LaterCheck {
  readonly delayMs: number;
  readonly handle?: Json | undefined;
  /** Since when the vendor, or our own side, has had trouble; null when it answered what it was asked. */
  readonly failingSince: string | null;
}

/** Gives work that the vendor has out of hand until its next check. A check that met trouble is not counted. */
export async function recordCheckLater(
  { database, engine, clock }: Parts,
  { row, lease }: Work,
  { delayMs, handle, failingSince }: LaterCheck,
): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + delayMs);
  const set: Updateable<AiTasksTable> = {
    due_at: dueAt.toISOString(),
    failing_since: failingSince,
    ...NO_LEASE,
    ...(handle !== undefined && { provider_handle: JSON.stringify(handle) }),
    ...(failingSince !== null && { check_count: Math.max(0, row.check_count - 1) }),
  };
  await database.transaction(async (transaction) => {
    const updated = await transaction.query
      .updateTable('ai_tasks')
      .set(set)
      .where('id', '=', row.id)
      .where('lease_token', '=', lease.token)
      .returningAll()
      .executeTakeFirst();
    if (updated) await planCheck({ engine, clock }, transaction, { before: row, now: updated, dueAt });
  });
}

interface Requeued {
  readonly delayMs: number;
  readonly countsAsStart: boolean;
  readonly failingSince: string | null;
  /** The vendor asked to come later when a relay brought it the start: it has nothing of the work. */
  readonly isResubmit?: boolean;
}

/** Puts a task back in line that no vendor works on. */
export async function recordRequeue(
  { database, mover, engine, clock, relayedStarts }: Parts,
  { row, lease }: Work,
  { delayMs, countsAsStart, failingSince, isResubmit = false }: Requeued,
): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + delayMs);
  const write = async (transaction: Transaction): Promise<void> => {
    const moved = await mover.move(transaction, isResubmit ? 'resubmit' : 'requeue', {
      taskId: row.id,
      leaseToken: lease.token,
      set: {
        due_at: dueAt.toISOString(),
        step: 'queued',
        progress: 0,
        ...(isResubmit && { provider_handle: null }),
        start_count: countsAsStart ? row.start_count : row.start_count - 1,
        failing_since: failingSince,
        ...NO_LEASE,
      },
    });
    if (!moved) return;
    if (isResubmit) await relayedStarts.close(transaction, row);
    await engine.enqueue(transaction, wakeUpOf(row), dueAt);
  };
  await database.transaction(write);
}
