import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ERRORS } from '@atelier/shared/errors';
import type { TaskRow } from '../db/tables.ts';
import type { WakeUp } from '../engine/job-engine.ts';
import { backoffMs } from '../lib/backoff.ts';
import { timestamp } from '../lib/clock.ts';
import type { ProviderFailure, StartInput, StartOutcome } from '../providers/adapter.ts';
import type { Json } from '../providers/http-messages.ts';
import { checkContext } from './check-context.ts';
import { type Claim, claimTask } from './claim-task.ts';
import { failTask } from './fail-task.ts';
import { fetchInputs } from './fetch-inputs.ts';
import { finishTask, orderedCount, STORING_SHARE, type Work } from './finish-task.ts';
import { keepTrying } from './keep-trying.ts';
import { planCheck } from './plan-check.ts';
import { readStart } from './read-start.ts';
import { referencesIn } from './referenced-inputs.ts';
import { isRelayed, RELAY_CHECK_MS } from './relayed-starts.ts';
import type { RunnerParts } from './runner-parts.ts';
import { isPassing, isStorageTrouble, type TaskFailure, toFailure } from './task-failure.ts';
import { type AbortReason, ProgressWriter, TaskLease, WorkAborted } from './task-lease.ts';
import { notesOf, withWarnings, writeNotes } from './task-notes.ts';

/** Starts of one attempt, the first included; crashes and "come back later" use them up. */
const MAX_STARTS = 5;
/** Checks of one attempt (design: 180 tries or the model's deadline, whichever comes first). */
const MAX_CHECKS = 180;
const CHECK_INTERVAL_MS = 5000;
/** What a check may take when it begins at or after the deadline, as the last question before giving up. */
const LATE_CHECK_MS = 30_000;

type AcceptedOutcome = Extract<StartOutcome, { kind: 'accepted' }>;
type DoneOutcome = Extract<StartOutcome, { kind: 'done' }>;

/**
 * Performs one step of one task: claim under a lease, talk to the provider outside any transaction, record the
 * outcome under the same lease. It may be killed at any line; what is committed decides how the next worker goes on.
 */
export class TaskRunner {
  readonly #parts: RunnerParts;
  readonly #leases = new Map<string, TaskLease>();
  /** Tasks whose start a vendor may be hearing right now and would do, and charge, once more if it were repeated. */
  readonly #beingHeard = new Set<string>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** The engine's handler. */
  async run(wakeUp: WakeUp): Promise<void> {
    const { clock, temporaryRoot } = this.#parts;
    const lease = new TaskLease(this.#parts);
    const claim = await claimTask({ ...this.#parts, isInHand: (id) => this.#leases.has(id) }, wakeUp, lease);
    if (!claim) return;
    const taskId = claim.row.id;
    this.#leases.set(taskId, lease);
    lease.keep(taskId, claim.row.deadline_at, claim.row.phase === 'running' ? LATE_CHECK_MS : 0);
    const directory = path.join(temporaryRoot, `task-${lease.token}`);
    const progress = new ProgressWriter(this.#parts, claim.row, lease);
    const work: Work = { ...claim, lease, progress, directory };
    try {
      await mkdir(directory);
      if (claim.wasCutShort && !(await this.#isRepeatable(claim))) {
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
      this.#beingHeard.delete(taskId);
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

  /**
   * Puts work under way back in line, for a stop that does not want to wait. Starts that a vendor may be hearing are
   * left alone at first, since breaking them off means never to know their outcome.
   */
  abortAll(options: { alsoBeingHeard: boolean }): void {
    for (const [taskId, lease] of this.#leases) {
      if (options.alsoBeingHeard || !this.#beingHeard.has(taskId)) lease.abort('worker_stops');
    }
  }

  /** Whether a start that was cut short may be made again: the vendor, or the relay, would recognise it. */
  async #isRepeatable({ row, entry }: Claim): Promise<boolean> {
    return entry.provider.isRepeatable || this.#parts.relayedStarts.canRepeat(row);
  }

  async #start(work: Work): Promise<void> {
    const { row, entry, lease, progress, directory } = work;
    const { provider, model } = entry;
    const input = await this.#inputOf(work);
    const prepared = await this.#prepare(work, input);
    if (!prepared) return;
    const complete = { ...input, prepared };
    const request = provider.start(model, complete);
    const { relayedStarts } = this.#parts;
    const relayed = await relayedStarts.dispatch(row, { provider, request, signal: lease.signal });
    if (relayed?.kind === 'accepted') return this.#accept(work, relayed);
    if (relayed) return this.#afterFailure(work, relayed.failure);
    if (!provider.isRepeatable) this.#beingHeard.add(row.id);
    const answer = await this.#parts.transport.send(request, {
      provider,
      directory,
      signal: lease.signal,
      onProgress: (step, fraction) => progress.report(step, fraction * (1 - STORING_SHARE)),
    });
    lease.signal.throwIfAborted();
    this.#beingHeard.delete(row.id);
    const outcome = readStart(this.#parts, work, answer, complete);
    await this.#note(work, outcome);
    if (outcome.kind === 'done') await this.#finish(work, outcome);
    else if (outcome.kind === 'accepted') await this.#accept(work, outcome);
    else await this.#afterFailure(work, outcome.failure);
  }

  async #inputOf({ row, entry, directory }: Work): Promise<StartInput> {
    const { callbacks, connections, reader } = this.#parts;
    const parameters = JSON.parse(row.input_parameters);
    const { settings, isEmulated } = connections.find(entry.provider.slug) ?? {};
    const { taskId } = referencesIn(entry.parameterSchema, parameters);
    const continued = taskId === null ? null : await reader.get(row.user_id, taskId);
    return {
      taskId: row.id,
      attempt: row.attempt,
      parameters,
      inputs: await fetchInputs(this.#parts, row, entry, directory),
      workDirectory: directory,
      prepared: [],
      continued: continued === null ? null : JSON.parse(continued.provider_handle ?? 'null'),
      settings: settings?.[entry.model.slug],
      callbackUrl: callbacks.offeredTo(entry.provider, row, isEmulated === true),
    };
  }

  /** Uploads and the like, which may be repeated freely; undefined when one failed and the task was dealt with. */
  async #prepare(work: Work, input: StartInput): Promise<Json[] | undefined> {
    const { provider, model } = work.entry;
    const { lease, directory } = work;
    const values: Json[] = [];
    for (const request of provider.prepare?.(model, input) ?? []) {
      const answer = await this.#parts.transport.send(request, { provider, directory, signal: lease.signal });
      lease.signal.throwIfAborted();
      const outcome = provider.readPrepared?.(answer);
      if (outcome) await this.#note(work, outcome);
      if (!outcome) throw new Error(`${provider.slug} prepares a start but cannot read the answer`);
      if (outcome.kind === 'failed') {
        await this.#afterFailure(work, outcome.failure);
        return undefined;
      }
      values.push(outcome.value);
    }
    return values;
  }

  async #accept({ row, lease }: Work, accepted: AcceptedOutcome): Promise<void> {
    const { database, mover, engine, clock } = this.#parts;
    const { handle, vendorTaskId, checkAfterMs = CHECK_INTERVAL_MS, warnings } = accepted;
    const dueAt = new Date(clock.now().getTime() + checkAfterMs);
    const record = () =>
      database.transaction(async (transaction) => {
        const moved = await mover.move(transaction, 'accept', {
          taskId: row.id,
          leaseToken: lease.token,
          set: {
            provider_handle: JSON.stringify(handle),
            ai_task_id: vendorTaskId ?? null,
            result_metadata: writeNotes(withWarnings(notesOf(row), warnings)),
            step: 'waiting',
            due_at: dueAt.toISOString(),
            ...NO_LEASE,
          },
        });
        if (moved) await planCheck({ engine, clock }, transaction, { before: row, now: moved, dueAt });
      });
    await keepTrying(record);
  }

  /** Reads the vendor's answer to a start that went through the relay, once it is there. */
  async #checkRelayed(work: Work): Promise<void> {
    const { row, directory, lease } = work;
    const answer = await this.#parts.relayedStarts.answerOf(row, directory);
    if (!answer && this.#isLate(row)) {
      return this.#fail(work, { code: 'vendor_outcome_unknown', detail: 'the relay brought no answer' });
    }
    if (!answer) return this.#checkLater(work, RELAY_CHECK_MS);
    const outcome = readStart(this.#parts, work, answer, await this.#inputOf(work));
    lease.signal.throwIfAborted();
    await this.#note(work, outcome);
    if (outcome.kind === 'done') return this.#finish(work, outcome);
    if (outcome.kind === 'accepted') {
      return this.#checkLater(work, outcome.checkAfterMs ?? CHECK_INTERVAL_MS, outcome.handle);
    }
    const { failure } = outcome;
    if (!isPassing(failure)) return this.#fail(work, { code: failure.code, detail: failure.detail });
    const delayMs = failure.retryAfterMs ?? backoffMs(row.start_count);
    return this.#requeue(work, delayMs, { countsAsStart: false, move: 'resubmit' });
  }

  async #check(work: Work): Promise<void> {
    const { row, entry, lease } = work;
    const { provider } = entry;
    if (isRelayed(row)) return this.#checkRelayed(work);
    if (!provider.check || !provider.readCheck)
      throw new Error(`${provider.slug} gave a handle but cannot check it`);
    const context = checkContext(work.row, entry);
    const answer = await this.#parts.transport.send(provider.check(context), {
      provider,
      directory: work.directory,
      signal: lease.signal,
    });
    lease.signal.throwIfAborted();
    const outcome = provider.readCheck(answer, context);
    await this.#note(work, outcome);
    if (outcome.kind === 'done') return this.#finish(work, outcome);
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
    await this.#checkLater(work, outcome.checkAfterMs ?? CHECK_INTERVAL_MS, outcome.handle);
  }

  #isLate({ deadline_at }: TaskRow): boolean {
    return deadline_at !== null && deadline_at <= timestamp(this.#parts.clock);
  }

  async #checkLater({ row, lease }: Work, delayMs: number, handle?: Json): Promise<void> {
    const { database, engine, clock } = this.#parts;
    const dueAt = new Date(clock.now().getTime() + delayMs);
    await database.transaction(async (transaction) => {
      const updated = await transaction.query
        .updateTable('ai_tasks')
        .set({
          due_at: dueAt.toISOString(),
          ...NO_LEASE,
          ...(handle !== undefined && { provider_handle: JSON.stringify(handle) }),
        })
        .where('id', '=', row.id)
        .where('lease_token', '=', lease.token)
        .returningAll()
        .executeTakeFirst();
      if (updated) await planCheck({ engine, clock }, transaction, { before: row, now: updated, dueAt });
    });
  }

  async #finish(work: Work, { outputs, warnings }: DoneOutcome): Promise<void> {
    if (outputs.length > 0) return finishTask(this.#parts, work, outputs, warnings);
    return this.#fail(work, {
      code: 'result_incomplete',
      detail: `none of ${orderedCount(work)} results was delivered`,
    });
  }

  /** What a vendor's answer says about the vendor itself. */
  async #note({ entry }: Work, outcome: { kind: string; failure?: ProviderFailure }): Promise<void> {
    await this.#parts.connections.noteAnswer(entry.provider.slug, outcome.failure?.kind ?? null);
  }

  async #afterFailure(work: Work, failure: ProviderFailure): Promise<void> {
    if (!isPassing(failure)) {
      return this.#fail(work, { code: failure.code, detail: failure.detail });
    }
    const delayMs = failure.retryAfterMs ?? backoffMs(work.row.start_count);
    if (work.row.phase === 'running') return this.#checkLater(work, delayMs);
    // "Come back later" is not a failed start, so it does not use one up.
    return this.#requeue(work, delayMs, { countsAsStart: false });
  }

  /** A start was broken off while the vendor may have been hearing it: it may have been done, and paid. */
  async #breakOff(work: Work, reason: AbortReason): Promise<void> {
    const detail = `the start was broken off: ${reason}`;
    if (reason !== 'ended_elsewhere') return this.#fail(work, { code: 'vendor_outcome_unknown', detail });
    // The user canceled and has the credits back already.
    await this.#parts.database.transaction((transaction) =>
      this.#parts.losses.book(transaction, work.row, detail),
    );
  }

  async #requeue(
    { row, lease }: Work,
    delayMs: number,
    options: { countsAsStart: boolean; move?: 'resubmit' },
  ): Promise<void> {
    const { database, mover, engine, clock, relayedStarts } = this.#parts;
    const dueAt = new Date(clock.now().getTime() + delayMs);
    await database.transaction(async (transaction) => {
      const moved = await mover.move(transaction, options.move ?? 'requeue', {
        taskId: row.id,
        leaseToken: lease.token,
        set: {
          due_at: dueAt.toISOString(),
          step: 'queued',
          progress: 0,
          ...(options.move === 'resubmit' && { provider_handle: null }),
          start_count: options.countsAsStart ? row.start_count : row.start_count - 1,
          ...NO_LEASE,
        },
      });
      if (moved && options.move === 'resubmit') await relayedStarts.close(transaction, row);
      if (moved) await engine.enqueue(transaction, wakeUpOf(row), dueAt);
    });
  }

  #fail(work: Work, failure: TaskFailure): Promise<void> {
    return failTask(this.#parts, work, failure);
  }

  /** Decides what an exception means. Nothing is left half done: the task fails, waits, or is somebody else's now. */
  async #recover(work: Work, error: unknown): Promise<void> {
    await work.progress.flush();
    const aborted = work.lease.signal.aborted ? work.lease.signal.reason : error;
    if (aborted instanceof WorkAborted) {
      if (this.#beingHeard.has(work.row.id)) return this.#breakOff(work, aborted.reason);
      if (aborted.reason === 'deadline_passed') {
        return this.#fail(work, { code: 'task_deadline_passed', detail: `deadline ${work.row.deadline_at}` });
      }
      if (aborted.reason === 'worker_stops') return this.#requeue(work, 0, { countsAsStart: false });
      return;
    }
    const failure = toFailure(error);
    // Trouble here while the vendor was speaking, such as no room for its answer: it may have done the work.
    if (this.#beingHeard.has(work.row.id)) {
      this.#parts.logger.error({ err: error, taskId: work.row.id }, 'the answer to a start was lost');
      return this.#fail(work, { code: 'vendor_outcome_unknown', detail: failure.detail });
    }
    const { retryable } = ERRORS[failure.code];
    const isStorage = isStorageTrouble(failure);
    const mayPass = failure.code === 'url_fetch_failed' || isStorage;
    if (mayPass && work.row.provider_handle !== null && !this.#isLate(work.row)) {
      // The vendor made it and still has it; giving up now would waste what it cost.
      this.#parts.logger.warn({ err: error, taskId: work.row.id }, 'a result could not be brought here yet');
      return this.#checkLater(work, backoffMs(work.row.check_count));
    }
    if (retryable && isStorage && work.entry.provider.isRepeatable && work.row.start_count < MAX_STARTS) {
      this.#parts.logger.warn({ err: error, taskId: work.row.id }, 'task step is tried again later');
      return this.#requeue(work, backoffMs(work.row.start_count), { countsAsStart: true });
    }
    this.#parts.logger.error({ err: error, taskId: work.row.id }, 'task step failed');
    return this.#fail(work, mayPass ? { code: 'result_not_stored', detail: failure.detail } : failure);
  }
}

const wakeUpOf = (row: TaskRow): WakeUp => ({ taskId: row.id, lane: row.ai_provider });

const NO_LEASE = { lease_token: null, lease_until: null } as const;
