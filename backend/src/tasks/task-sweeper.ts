import { PENDING_TIMEOUT_MS } from '@atelier/shared/limits';
import type { AssetService } from '../assets/asset-service.ts';
import type { LooseUploads } from '../assets/loose-uploads.ts';
import type { Database } from '../db/database.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { endAsFailed, type FailParts } from './fail-task.ts';
import { type Lanes, OCCUPYING } from './lanes.ts';
import type { RelayedStarts } from './relayed-starts.ts';
import type { TaskFailure } from './task-failure.ts';

interface Parts extends FailParts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly looseUploads: Pick<LooseUploads, 'sweep'>;
  readonly lanes: Lanes;
  readonly relayedStarts: RelayedStarts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A check that is late by less than this is still on its way. */
const OVERDUE_MS = 3000;
/** No vendor is waited for longer than this, so a task due later than that was dated by a clock that ran ahead. */
const LATEST_DUE_MS = 3_700_000;

/** Rows one sweep touches at most; the next sweep takes the rest. */
const SWEEP_LIMIT = 500;

/** Finds what fell through: lost wake-ups, dead leases, tasks nobody takes, objects nobody claims, uploads nobody orders with. */
export class TaskSweeper {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * For the start of a process that is alone on its database: whoever held a lease is gone, so their tasks go on at
   * once instead of after the lease has run out.
   */
  async adoptAll(): Promise<number> {
    const freed = await this.#parts.database.transaction(({ query }) =>
      query
        .updateTable('ai_tasks')
        .set({ lease_token: null, lease_until: null, due_at: timestamp(this.#parts.clock) })
        .where('phase', '<>', 'ended')
        .where('lease_token', 'is not', null)
        .executeTakeFirst(),
    );
    await this.wakeDue(0);
    return Number(freed.numUpdatedRows);
  }

  /** What need not be done every few seconds. */
  async sweep(): Promise<void> {
    await this.failUntaken();
    await this.failAbandoned();
    await this.#correctDates();
    await this.#parts.assets.sweepOrphans();
    await this.#parts.looseUploads.sweep();
    await this.#parts.relayedStarts.sweep();
  }

  /**
   * Asks again where nobody else will: tasks under way whose worker is gone or whose check is overdue, and lanes with
   * waiting tasks. What already has a wake-up is at worst woken once more for nothing.
   */
  async wakeDue(overdueMs = OVERDUE_MS): Promise<void> {
    const { database, engine, clock, lanes } = this.#parts;
    const now = timestamp(clock);
    const forgotten = await database.read
      .selectFrom('ai_tasks')
      .select(['id', 'ai_provider'])
      .where('phase', '<>', 'ended')
      .where('phase', '<>', 'queued')
      .where('due_at', '<=', timestamp(clock, -overdueMs))
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
      .orderBy('due_at')
      .limit(SWEEP_LIMIT)
      .execute();
    for (const { id, ai_provider } of forgotten) {
      await database.transaction((transaction) =>
        engine.enqueue(transaction, { taskId: id, lane: ai_provider }, clock.now()),
      );
    }
    for (const lane of lanes.names) {
      await database.transaction((transaction) => lanes.wakeLane(transaction, lane));
    }
  }

  /**
   * The ten-minute rule (seed B): a task that waited ten minutes while no worker attended its lane fails and is
   * refunded. A long line that moves is not a timeout, and neither is a lane that an operator paused or whose places are
   * all taken by work that somebody looks after: those tasks are waiting for their turn, and their position is shown.
   */
  async failUntaken(): Promise<number> {
    const limit = timestamp(this.#parts.clock, -PENDING_TIMEOUT_MS);
    const untaken = await this.#parts.database.read
      .selectFrom('ai_tasks')
      .leftJoin('lanes', 'lanes.lane', 'ai_tasks.ai_provider')
      .select(['ai_tasks.id', 'lanes.served_at'])
      .where('ai_tasks.phase', '=', 'queued')
      .where('ai_tasks.queued_at', '<=', limit)
      .where('ai_tasks.due_at', '<=', limit)
      .where('lanes.paused_at', 'is', null)
      .where((eb) => eb.or([eb('lanes.served_at', 'is', null), eb('lanes.served_at', '<=', limit)]))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('ai_tasks as attended')
              .select('attended.id')
              .whereRef('attended.ai_provider', '=', 'ai_tasks.ai_provider')
              .where('attended.phase', 'in', OCCUPYING)
              // Its next step lies ahead, or a worker has it in hand.
              .where((its) =>
                its.or([its('attended.due_at', '>', limit), its('attended.lease_until', '>', limit)]),
              ),
          ),
        ),
      )
      .limit(SWEEP_LIMIT)
      .execute();
    for (const { id, served_at } of untaken) {
      const detail = `no worker took a task of the lane since ${served_at ?? 'the beginning'}`;
      await this.#fail({ code: 'task_timed_out_pending', detail }, { taskId: id, onlyWhilePending: true });
    }
    return untaken.length;
  }

  /**
   * Work under way with a provider that this process does not know and that nobody has touched for ten minutes: its
   * endpoint was taken out. The vendor was or may have been asked, so the outcome is unknown.
   */
  async failAbandoned(): Promise<number> {
    const { database, clock, lanes } = this.#parts;
    const limit = timestamp(clock, -PENDING_TIMEOUT_MS);
    const abandoned = await database.read
      .selectFrom('ai_tasks')
      .select('id')
      .where('phase', 'in', OCCUPYING)
      .where('ai_provider', 'not in', [...lanes.names])
      .where('due_at', '<=', limit)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', limit)]))
      .limit(SWEEP_LIMIT)
      .execute();
    const detail = 'its provider is not known here any more';
    for (const { id } of abandoned) {
      await this.#fail({ code: 'vendor_outcome_unknown', detail }, { taskId: id });
    }
    return abandoned.length;
  }

  async #fail(
    failure: TaskFailure,
    which: { readonly taskId: string; readonly onlyWhilePending?: true },
  ): Promise<void> {
    await this.#parts.database.transaction(async (transaction) => {
      if (!(await endAsFailed(this.#parts, transaction, failure, which))) return;
      this.#parts.logger.warn({ ...which, ...failure }, 'a task that nobody works on was refunded');
    });
  }

  /** Tasks dated by a clock that ran ahead and was set right since would wait for hours for nothing. */
  async #correctDates(): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction(({ query }) =>
      query
        .updateTable('ai_tasks')
        .set({ due_at: timestamp(clock) })
        .where('phase', '<>', 'ended')
        .where('due_at', '>', timestamp(clock, LATEST_DUE_MS))
        .execute(),
    );
  }
}
