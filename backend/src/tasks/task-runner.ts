import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import type { AssetService } from '../assets/asset-service.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine, WakeUp } from '../engine/job-engine.ts';
import { AppError } from '../lib/app-error.ts';
import { backoffMs } from '../lib/backoff.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Json, OutputFile, ProviderFailure, RemoteFile } from '../providers/adapter.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { Transport } from '../providers/transport.ts';
import { claimTask } from './claim-task.ts';
import { fetchInputs } from './fetch-inputs.ts';
import type { Lanes } from './lanes.ts';
import { ProgressWriter, TaskLease, WorkAborted } from './task-lease.ts';
import type { TaskMover } from './task-mover.ts';
import type { TaskReader } from './task-reader.ts';

/** Starts of one attempt, the first included; crashes and "come back later" use them up. */
const MAX_STARTS = 5;
/** Checks of one attempt (design: 180 tries or the model's deadline, whichever comes first). */
const MAX_CHECKS = 180;
const CHECK_INTERVAL_MS = 5000;
/** What a check may take when it begins at or after the deadline, as the last question before giving up. */
const LATE_CHECK_MS = 30_000;
/** Downloads of one result in a row; after that a vendor that still has it is asked for it again later. */
const MAX_FETCHES = 3;
const FETCH_PAUSE_MS = 500;
/** The share of the bar that is left for copying results into the storage. */
const STORING_SHARE = 0.05;

interface Parts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly losses: VendorLosses;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly catalogue: Catalogue;
  readonly lanes: Lanes;
  readonly transport: Transport;
  readonly mover: TaskMover;
  readonly reader: TaskReader;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where each step gets a folder of its own. */
  readonly temporaryRoot: string;
}

/** A failure of the task itself, with what users and operators get to know. */
interface TaskFailure {
  readonly code: ErrorCode;
  readonly values?: AppError['values'];
  readonly detail: string;
}

/** One claimed task while a worker has it in hand. */
interface Work {
  readonly row: TaskRow;
  readonly entry: CatalogueEntry;
  readonly lease: TaskLease;
  readonly progress: ProgressWriter;
  readonly directory: string;
}

/**
 * Performs one step of one task: claim under a lease, talk to the provider outside any transaction, record the
 * outcome under the same lease. It may be killed at any line; what is committed decides how the next worker goes on.
 */
export class TaskRunner {
  readonly #parts: Parts;
  readonly #leases = new Map<string, TaskLease>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The engine's handler. */
  async run(wakeUp: WakeUp): Promise<void> {
    const { clock, temporaryRoot } = this.#parts;
    const lease = new TaskLease(this.#parts);
    const isInHand = (taskId: string): boolean => this.#leases.has(taskId);
    const claim = await claimTask({ ...this.#parts, isInHand }, wakeUp, lease);
    if (!claim) return;
    const taskId = claim.row.id;
    this.#leases.set(taskId, lease);
    lease.keep(taskId, claim.row.deadline_at, claim.row.phase === 'running' ? LATE_CHECK_MS : 0);
    const directory = await mkdtemp(path.join(temporaryRoot, 'task-'));
    const progress = new ProgressWriter(this.#parts, claim.row, lease);
    const work: Work = { ...claim, lease, progress, directory };
    try {
      if (claim.wasCutShort && !claim.entry.provider.isRepeatable) {
        // The vendor may have been heard, and paid. Never repeat that blindly.
        await this.#fail(work, {
          code: 'vendor_outcome_unknown',
          detail: 'the process ended during the start',
        });
      } else if (claim.row.start_count > MAX_STARTS) {
        await this.#fail(work, {
          code: 'task_interrupted',
          detail: `started ${claim.row.start_count} times`,
        });
      } else if (claim.row.phase === 'running') await this.#check(work);
      else await this.#start(work);
    } catch (error) {
      await this.#recover(work, error);
    } finally {
      this.#leases.delete(taskId);
      lease.end();
      await rm(directory, { recursive: true, force: true });
    }
    this.#parts.logger.debug({ taskId, at: timestamp(clock) }, 'task step done');
  }

  /** Stops the work on a task whose end was decided elsewhere, such as a cancel. */
  abortWork(taskId: string): void {
    this.#leases.get(taskId)?.abort('ended_elsewhere');
  }

  /** Puts all work under way back in line, for a stop that does not want to wait. */
  abortAll(): void {
    for (const lease of this.#leases.values()) lease.abort('worker_stops');
  }

  async #start(work: Work): Promise<void> {
    const { row, entry, lease, progress, directory } = work;
    const inputs = await fetchInputs(this.#parts, row, directory);
    const request = entry.provider.start(entry.model.vendorModel, {
      taskId: row.id,
      attempt: row.attempt,
      parameters: JSON.parse(row.input_parameters),
      inputs,
      workDirectory: directory,
    });
    const answer = await this.#parts.transport.send(request, {
      signal: lease.signal,
      onProgress: (step, fraction) => progress.report(step, fraction * (1 - STORING_SHARE)),
    });
    lease.signal.throwIfAborted();
    const outcome = entry.provider.readStart(answer);
    if (outcome.kind === 'done') await this.#finish(work, outcome.outputs);
    else if (outcome.kind === 'accepted') await this.#accept(work, outcome.handle, outcome.checkAfterMs);
    else await this.#afterFailure(work, outcome.failure);
  }

  async #accept({ row, lease }: Work, handle: Json, checkAfterMs = CHECK_INTERVAL_MS): Promise<void> {
    const { database, mover, engine, clock } = this.#parts;
    const dueAt = new Date(clock.now().getTime() + checkAfterMs);
    await database.transaction(async (transaction) => {
      const moved = await mover.move(transaction, 'accept', {
        taskId: row.id,
        leaseToken: lease.token,
        set: {
          provider_handle: JSON.stringify(handle),
          step: 'waiting',
          due_at: dueAt.toISOString(),
          ...NO_LEASE,
        },
      });
      if (moved) await engine.enqueue(transaction, wakeUpOf(row), dueAt);
    });
  }

  async #check(work: Work): Promise<void> {
    const { row, entry, lease } = work;
    const { provider } = entry;
    if (!provider.check || !provider.readCheck)
      throw new Error(`${provider.slug} gave a handle but cannot check it`);
    const answer = await this.#parts.transport.send(
      provider.check(JSON.parse(row.provider_handle ?? 'null')),
      {
        signal: lease.signal,
      },
    );
    lease.signal.throwIfAborted();
    const outcome = provider.readCheck(answer);
    if (outcome.kind === 'done') return this.#finish(work, outcome.outputs);
    if (outcome.kind === 'failed') return this.#afterFailure(work, outcome.failure);
    // This check was the last question before giving up; a result would have been taken.
    if (this.#isLate(row) || row.check_count >= MAX_CHECKS) {
      return this.#fail(work, {
        code: 'task_deadline_passed',
        detail: `still running after ${row.check_count} checks`,
      });
    }
    if (outcome.progress !== undefined) work.progress.report(outcome.step ?? 'waiting', outcome.progress);
    await work.progress.flush();
    await this.#checkLater(work, outcome.checkAfterMs ?? CHECK_INTERVAL_MS);
  }

  #isLate({ deadline_at }: TaskRow): boolean {
    return deadline_at !== null && deadline_at <= timestamp(this.#parts.clock);
  }

  async #checkLater({ row, lease }: Work, delayMs: number): Promise<void> {
    const { database, engine, clock } = this.#parts;
    const dueAt = new Date(clock.now().getTime() + delayMs);
    await database.transaction(async (transaction) => {
      const updated = await transaction.query
        .updateTable('ai_tasks')
        .set({ due_at: dueAt.toISOString(), ...NO_LEASE })
        .where('id', '=', row.id)
        .where('lease_token', '=', lease.token)
        .executeTakeFirst();
      if (updated.numUpdatedRows > 0n) await engine.enqueue(transaction, wakeUpOf(row), dueAt);
    });
  }

  /** Stores the outputs and only then, in one transaction, completes, settles and tells. */
  async #finish(work: Work, delivered: ReadonlyArray<OutputFile | RemoteFile>): Promise<void> {
    const { row, lease, progress } = work;
    const { database, mover, assets, ledger } = this.#parts;
    const promised = work.entry.model.outputCount(
      JSON.parse(row.input_parameters),
      JSON.parse(row.input_files).length,
    );
    if (delivered.length === 0) {
      return this.#fail(work, {
        code: 'result_incomplete',
        detail: `none of ${promised} results was delivered`,
      });
    }
    const isPartial = delivered.length < promised;
    const charged = isPartial
      ? priceOfPart(row.price_credits, delivered.length / promised)
      : row.price_credits;
    await progress.flush();
    const percent = Math.max(row.progress, Math.round((1 - STORING_SHARE) * 100));
    const collecting = await database.transaction((transaction) =>
      mover.move(transaction, 'collect', {
        taskId: row.id,
        leaseToken: lease.token,
        set: { step: 'storing', progress: percent },
      }),
    );
    if (!collecting) return;
    const outputs = await Promise.all(delivered.map((file) => this.#bring(work, file)));
    const stored = await assets.storeFiles(row.user_id, 'result', row.id, outputs);
    const completed = await database
      .transaction(async (transaction) => {
        const moved = await mover.move(transaction, 'complete', {
          taskId: row.id,
          leaseToken: lease.token,
          set: {
            progress: 100,
            result_urls: JSON.stringify(stored.map((asset) => asset.object_key)),
            charged_credits: charged,
            result_metadata: isPartial
              ? JSON.stringify({ delivered: delivered.length, ordered: promised })
              : null,
          },
        });
        if (!moved) return false;
        await assets.insertRows(transaction, stored);
        const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
        await ledger.settle(transaction, attempt, charged);
        return true;
      })
      .catch(async (error: unknown) => {
        await assets.discard(stored);
        throw error;
      });
    if (!completed) await assets.discard(stored);
  }

  /** A result that still lies with the vendor is brought here first. */
  async #bring({ lease, directory }: Work, file: OutputFile | RemoteFile): Promise<OutputFile> {
    if (!('url' in file)) return file;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#parts.transport.collect(file, directory, lease.signal);
      } catch (error) {
        const isPassing = error instanceof AppError && error.code === 'url_fetch_failed';
        if (!isPassing || tries >= MAX_FETCHES || lease.signal.aborted) throw error;
        await sleep(FETCH_PAUSE_MS * tries, undefined, { signal: lease.signal });
      }
    }
  }

  async #afterFailure(work: Work, failure: ProviderFailure): Promise<void> {
    if (failure.kind === 'rejected' || failure.kind === 'outcome_unknown') {
      return this.#fail(work, { code: failure.code, detail: failure.detail });
    }
    const delayMs = failure.retryAfterMs ?? backoffMs(work.row.start_count);
    if (work.row.phase === 'running') return this.#checkLater(work, delayMs);
    // "Come back later" is not a failed start, so it does not use one up.
    return this.#requeue(work, delayMs, { countsAsStart: false });
  }

  async #requeue({ row, lease }: Work, delayMs: number, options: { countsAsStart: boolean }): Promise<void> {
    const { database, mover, engine, clock } = this.#parts;
    const dueAt = new Date(clock.now().getTime() + delayMs);
    await database.transaction(async (transaction) => {
      const moved = await mover.move(transaction, 'requeue', {
        taskId: row.id,
        leaseToken: lease.token,
        set: {
          due_at: dueAt.toISOString(),
          step: 'queued',
          progress: 0,
          start_count: options.countsAsStart ? row.start_count : row.start_count - 1,
          ...NO_LEASE,
        },
      });
      if (moved) await engine.enqueue(transaction, wakeUpOf(row), dueAt);
    });
  }

  async #fail({ row, lease }: Work, failure: TaskFailure): Promise<void> {
    const { database, mover, ledger, losses, logger } = this.#parts;
    const values = failure.values ?? {};
    await database.transaction(async (transaction) => {
      const moved = await mover.move(transaction, 'fail', {
        taskId: row.id,
        leaseToken: lease.token,
        set: {
          error_code: failure.code,
          error_values: JSON.stringify(values),
          error_message: new AppError(failure.code, values).message,
          error_detail: failure.detail,
        },
      });
      if (!moved) return;
      const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
      await ledger.release(transaction, attempt, failure.code);
      if (failure.code === 'vendor_outcome_unknown') await losses.book(transaction, row, failure.detail);
      logger.warn(
        { taskId: row.id, code: failure.code, detail: failure.detail },
        'task failed and was refunded',
      );
    });
  }

  /** Decides what an exception means. Nothing is left half done: the task fails, waits, or is somebody else's now. */
  async #recover(work: Work, error: unknown): Promise<void> {
    await work.progress.flush();
    const aborted = work.lease.signal.aborted ? work.lease.signal.reason : error;
    if (aborted instanceof WorkAborted) {
      if (aborted.reason === 'deadline_passed') {
        return this.#fail(work, { code: 'task_deadline_passed', detail: `deadline ${work.row.deadline_at}` });
      }
      if (aborted.reason === 'worker_stops') return this.#requeue(work, 0, { countsAsStart: false });
      return;
    }
    const failure = toFailure(error);
    if (failure.code === 'url_fetch_failed' && work.row.provider_handle !== null && !this.#isLate(work.row)) {
      // The vendor made it and still has it; giving up now would waste what it cost.
      this.#parts.logger.warn({ err: error, taskId: work.row.id }, 'a result could not be fetched yet');
      return this.#checkLater(work, backoffMs(work.row.check_count));
    }
    const { retryable } = ERRORS[failure.code];
    const isStorage =
      failure.code === 'storage_failed' || failure.code === 'storage_full' || failure.code === 'server_busy';
    if (retryable && isStorage && work.entry.provider.isRepeatable && work.row.start_count < MAX_STARTS) {
      this.#parts.logger.warn({ err: error, taskId: work.row.id }, 'task step is tried again later');
      return this.#requeue(work, backoffMs(work.row.start_count), { countsAsStart: true });
    }
    this.#parts.logger.error({ err: error, taskId: work.row.id }, 'task step failed');
    return this.#fail(work, isStorage ? { code: 'result_not_stored', detail: failure.detail } : failure);
  }
}

/** The price of a part of what was ordered: rounded down in the user's favour, but not to nothing. */
const priceOfPart = (price: number, share: number): number => Math.max(1, Math.floor(price * share));

const wakeUpOf = (row: TaskRow): WakeUp => ({ taskId: row.id, lane: row.ai_provider });

const NO_LEASE = { lease_token: null, lease_until: null } as const;

function toFailure(error: unknown): TaskFailure {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof AppError) return { code: error.code, values: error.values, detail };
  return { code: 'picture_processing_failed', detail };
}
