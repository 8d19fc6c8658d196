import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import type { Lane } from '@atelier/shared/contracts/lane';
import { sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { actsAsSystem } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import type { Catalogue } from '../providers/catalogue.ts';

/** Wake-ups given to a lane without a common limit at once; each task that ends wakes one more. */
const WAKE_LIMIT = 32;

// Literals, not parameters: SQLite uses a partial index only when it can see its condition in the statement.
const QUEUED = sql.lit('queued' as const);
/** Phases in which a task occupies one of its provider's slots. */
export const OCCUPYING = sql<TaskPhase>`('submitting', 'running', 'collecting')`;

const nextInLine = reusableQuery<{ lane: string; now: string }, { id: string }>((db, value) =>
  db
    .selectFrom('ai_tasks')
    .select('id')
    .where('phase', '=', QUEUED)
    .where('ai_provider', '=', value('lane'))
    .where('due_at', '<=', value('now'))
    .orderBy('turn')
    .orderBy('queued_at')
    .limit(WAKE_LIMIT),
);

const pausedLanes = reusableQuery<object, { lane: string }>((db) =>
  db.selectFrom('lanes').select('lane').where('paused_at', 'is not', null),
);

interface Parts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/**
 * The lines of waiting tasks, one per provider. A wake-up is a token for its lane, not for one task: whoever gets it
 * serves the task whose turn it is. Users take turns, so a batch of two hundred does not keep anybody waiting for
 * more than one of its tasks per hand.
 */
export class Lanes {
  readonly #parts: Parts;
  readonly #providers: ReadonlyMap<string, ProviderAdapter>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#providers = new Map([...parts.catalogue.values()].map(({ provider }) => [provider.slug, provider]));
  }

  get names(): readonly string[] {
    return [...this.#providers.keys()];
  }

  /** How many steps of each lane this process performs at once. */
  hands(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#providers.values()].map(({ slug, maxConcurrent, limitPer }) => [
        slug,
        // Questions about work under way must not wait behind slow starts.
        limitPer === 'installation' ? 2 * maxConcurrent : maxConcurrent,
      ]),
    );
  }

  /** Makes the rows of lanes that are new in the catalogue. */
  async open(): Promise<void> {
    const rows = this.names.map((lane) => ({ lane }));
    if (rows.length === 0) return;
    await this.#parts.database.transaction(({ query }) =>
      query
        .insertInto('lanes')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  /**
   * Takes the place in the lane that this claim is for: the id of the task whose turn it is, or undefined when the
   * lane is paused, full or empty. Locks the lane's row where the limit counts over all processes, so that two claims
   * at once cannot both take the last slot.
   */
  async takeTurn(transaction: Transaction, lane: string): Promise<TaskRow | undefined> {
    const provider = this.#providers.get(lane);
    const isShared = provider?.limitPer === 'installation';
    const { query } = transaction;
    const isPostgres = this.#parts.database.dialect === 'postgres';
    const state = await query
      .selectFrom('lanes')
      .select('paused_at')
      .where('lane', '=', lane)
      .$if(isPostgres && isShared, (q) => q.forUpdate())
      .executeTakeFirst();
    if (state?.paused_at) return undefined;
    if (provider && isShared && (await this.#occupied(transaction, lane)) >= provider.maxConcurrent) {
      return undefined;
    }
    const row = await query
      .selectFrom('ai_tasks')
      .selectAll()
      .where('phase', '=', QUEUED)
      .where('ai_provider', '=', lane)
      .where('due_at', '<=', timestamp(this.#parts.clock))
      .orderBy('turn')
      .orderBy('queued_at')
      .limit(1)
      .$if(isPostgres, (q) => q.forUpdate().skipLocked())
      .executeTakeFirst();
    if (row) await this.#advance(transaction, lane, row.turn);
    return row;
  }

  /** Wakes the next in line after a slot became free: its own wake-up may have come while the lane was full. */
  async slotFreed(transaction: Transaction, task: TaskRow): Promise<void> {
    const { database, engine, clock } = this.#parts;
    if (database.dialect === 'sqlite' || actsAsSystem()) {
      return this.#wake(transaction, task.ai_provider, 1);
    }
    // A user who cancels does not see who is next. A wake-up of the task that has just ended serves its lane as well.
    if (task.started_at === null) return;
    await engine.enqueue(transaction, { taskId: task.id, lane: task.ai_provider }, clock.now());
  }

  /** Gives a lane as many wake-ups as it can use now; for resuming, for starting and against lost wake-ups. */
  async wakeLane(transaction: Transaction, lane: string): Promise<void> {
    const provider = this.#providers.get(lane);
    const free =
      provider?.limitPer === 'installation'
        ? provider.maxConcurrent - (await this.#occupied(transaction, lane))
        : WAKE_LIMIT;
    // A full lane goes on by itself: every task that ends wakes the next.
    if (free > 0) await this.#wake(transaction, lane, free);
  }

  /** How the lanes stand, for operators. */
  async overview(): Promise<Lane[]> {
    const { read } = this.#parts.database;
    const [states, counts] = await Promise.all([
      read.selectFrom('lanes').selectAll().execute(),
      read
        .selectFrom('ai_tasks')
        .select((eb) => [
          'ai_provider',
          'phase',
          eb.fn.countAll<number>().as('count'),
          eb.fn.min('queued_at').as('oldest'),
        ])
        .where('phase', '<>', sql.lit('ended' as const))
        .groupBy(['ai_provider', 'phase'])
        .execute(),
    ]);
    return [...this.#providers.values()].map(({ slug, maxConcurrent, limitPer }) => {
      const state = states.find(({ lane }) => lane === slug);
      const own = counts.filter(({ ai_provider }) => ai_provider === slug);
      const waiting = own.find(({ phase }) => phase === 'queued');
      const running = own.filter(({ phase }) => phase !== 'queued');
      return {
        lane: slug,
        waiting: Number(waiting?.count ?? 0),
        running: running.reduce((sum, { count }) => sum + Number(count), 0),
        limit: maxConcurrent,
        limitPer,
        oldestQueuedAt: waiting?.oldest ?? null,
        servedAt: state?.served_at ?? null,
        pause: state?.paused_at
          ? { at: state.paused_at, by: state.paused_by ?? '', reason: state.pause_reason ?? '' }
          : null,
      };
    });
  }

  /** Lanes that an operator paused. */
  async paused(): Promise<ReadonlySet<string>> {
    const { rows } = await pausedLanes(this.#parts.database.read, {});
    return new Set(rows.map(({ lane }) => lane));
  }

  /**
   * Lets nobody start in a lane until it is resumed; what is under way goes on to its end. A pause of a paused lane
   * keeps the first one's time. @throws AppError not_found
   */
  async pause(lane: string, pause: { by: string; reason: string }): Promise<void> {
    this.#assertKnown(lane);
    await this.#parts.database.transaction(({ query }) =>
      query
        .updateTable('lanes')
        .set({ paused_at: timestamp(this.#parts.clock), paused_by: pause.by, pause_reason: pause.reason })
        .where('lane', '=', lane)
        .where('paused_at', 'is', null)
        .execute(),
    );
  }

  /** Lets a lane go on where it stood. @throws AppError not_found */
  async resume(lane: string): Promise<void> {
    this.#assertKnown(lane);
    await this.#parts.database.transaction(async (transaction) => {
      await transaction.query
        .updateTable('lanes')
        // The ten-minute rule counts from now: nobody could have served the lane while it was paused.
        .set({
          paused_at: null,
          paused_by: null,
          pause_reason: null,
          served_at: timestamp(this.#parts.clock),
        })
        .where('lane', '=', lane)
        .where('paused_at', 'is not', null)
        .execute();
      // So does the patience with a vendor's "later": nobody asked while the lane was paused.
      await transaction.query
        .updateTable('ai_tasks')
        .set({ failing_since: null })
        .where('phase', '=', QUEUED)
        .where('ai_provider', '=', lane)
        .where('failing_since', 'is not', null)
        .execute();
      await this.wakeLane(transaction, lane);
    });
  }

  #assertKnown(lane: string): void {
    if (!this.#providers.has(lane)) throw new AppError('not_found');
  }

  async #wake(transaction: Transaction, lane: string, count: number): Promise<void> {
    const { engine, clock } = this.#parts;
    const { rows } = await nextInLine(transaction.query, { lane, now: timestamp(clock) });
    for (const { id } of rows.slice(0, count)) {
      await engine.enqueue(transaction, { taskId: id, lane }, clock.now());
    }
  }

  async #occupied(transaction: Transaction, lane: string): Promise<number> {
    const { count } = await transaction.query
      .selectFrom('ai_tasks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('ai_provider', '=', lane)
      .where('phase', 'in', OCCUPYING)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Moves the line's own time on: newcomers join at the turn that is being served, not at its beginning. */
  async #advance(transaction: Transaction, lane: string, turn: number): Promise<void> {
    await transaction.query
      .updateTable('lanes')
      .set((eb) => ({
        served_at: timestamp(this.#parts.clock),
        serving_turn: eb.case().when('serving_turn', '<', turn).then(turn).else(eb.ref('serving_turn')).end(),
      }))
      .where('lane', '=', lane)
      .execute();
  }
}
