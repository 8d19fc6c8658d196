import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ERRORS } from '@atelier/shared/errors';
import type { TaskRow } from '../db/tables.ts';
import type { WakeUp } from '../engine/job-engine.ts';
import { backoffMs } from '../lib/backoff.ts';
import { timestamp } from '../lib/clock.ts';
import type { CheckOutcome, ProviderFailure, StartInput, StartOutcome } from '../providers/adapter.ts';
import type { Json } from '../providers/http-messages.ts';
import { checkContext } from './check-context.ts';
import { type Claim, claimTask } from './claim-task.ts';
import { failTask } from './fail-task.ts';
import { fetchInputs } from './fetch-inputs.ts';
import { finishTask, orderedCount, STORING_SHARE, type Work } from './finish-task.ts';
import { collectAgainMs, failingMsOf, judgeFailure, nextCheckMs } from './judge-failure.ts';
import { readStart } from './read-start.ts';
import { recordAccepted, recordCheckLater, recordLostWork, recordRequeue } from './record-step.ts';
import { referencesIn } from './referenced-inputs.ts';
import { isRelayed, RELAY_CHECK_MS } from './relayed-starts.ts';
import type { RunnerParts } from './runner-parts.ts';
import { isStorageTrouble, mayBeBroughtLater, type TaskFailure, toFailure } from './task-failure.ts';
import { type AbortReason, ProgressWriter, TaskLease, WorkAborted } from './task-lease.ts';

/** Starts of one attempt, the first included; crashes and "come back later" use them up. */
const MAX_STARTS = 5;
/** What a check may take when it begins at or after the deadline, as the last question before giving up. */
const LATE_CHECK_MS = 30_000;

type DoneOutcome = Extract<StartOutcome, { kind: 'done' }>;
/** Why work must not be broken off, let alone repeated: a repeat would buy it twice. */
type OnlyHere =
  /** The vendor may be hearing the start right now. */
  | 'being_heard'
  /** It was delivered inside the answer to the start; nobody else has it. */
  | 'delivered';

/**
 * Performs one step of one task: claim under a lease, talk to the provider outside any transaction, record the
 * outcome under the same lease. It may be killed at any line; what is committed decides how the next worker goes on.
 */
export class TaskRunner {
  readonly #parts: RunnerParts;
  readonly #leases = new Map<string, TaskLease>();
  readonly #onlyHere = new Map<string, OnlyHere>();

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
      this.#onlyHere.delete(taskId);
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
   * Puts work under way back in line, for a stop that does not want to wait. What exists only here, such as a start that
   * a vendor may be hearing, is left alone at first: broken off, it is lost.
   */
  abortAll(options: { alsoOnlyHere: boolean }): void {
    for (const [taskId, lease] of this.#leases) {
      if (options.alsoOnlyHere || !this.#onlyHere.has(taskId)) lease.abort('worker_stops');
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
    if (relayed?.kind === 'accepted') return recordAccepted(this.#parts, work, relayed);
    if (relayed) return this.#afterFailure(work, 'start', relayed.failure);
    if (!provider.isRepeatable) this.#onlyHere.set(row.id, 'being_heard');
    const answer = await this.#parts.transport.send(request, {
      provider,
      directory,
      signal: lease.signal,
      onProgress: (step, fraction) => progress.report(step, fraction * (1 - STORING_SHARE)),
    });
    lease.signal.throwIfAborted();
    const outcome = readStart(this.#parts, work, answer, complete);
    await this.#settleStart(work, outcome);
  }

  /** First what only this process knows is written down, then what it says about the vendor. */
  async #settleStart(work: Work, outcome: StartOutcome): Promise<void> {
    try {
      if (outcome.kind === 'accepted') await recordAccepted(this.#parts, work, outcome);
      else if (outcome.kind === 'failed') {
        this.#onlyHere.delete(work.row.id);
        await this.#afterFailure(work, 'start', outcome.failure);
      } else {
        if (this.#onlyHere.has(work.row.id)) this.#onlyHere.set(work.row.id, 'delivered');
        await this.#finish(work, outcome);
      }
    } finally {
      await this.#note(work, outcome);
    }
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
        await this.#afterFailure(work, 'start', outcome.failure);
        return undefined;
      }
      values.push(outcome.value);
    }
    return values;
  }

  /** Reads the vendor's answer to a start that went through the relay, once it is there. */
  async #checkRelayed(work: Work): Promise<void> {
    const { row, directory, lease } = work;
    const answer = await this.#parts.relayedStarts.answerOf(row, directory);
    if (!answer && this.#isLate(row)) {
      await this.#fail(work, { code: 'vendor_outcome_unknown', detail: 'the relay brought no answer' });
      return;
    }
    if (!answer) return this.#checkLater(work, RELAY_CHECK_MS);
    const outcome = readStart(this.#parts, work, answer, await this.#inputOf(work));
    lease.signal.throwIfAborted();
    try {
      if (outcome.kind === 'done') await this.#finish(work, outcome);
      else if (outcome.kind === 'accepted')
        await this.#checkLater(work, outcome.checkAfterMs, outcome.handle);
      else await this.#afterFailure(work, 'start', outcome.failure);
    } finally {
      await this.#note(work, outcome);
    }
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
    try {
      await this.#settleCheck(work, outcome);
    } finally {
      await this.#note(work, outcome);
    }
  }

  async #settleCheck(work: Work, outcome: CheckOutcome): Promise<void> {
    if (outcome.kind === 'done') return this.#finish(work, outcome);
    if (outcome.kind === 'failed') return this.#afterFailure(work, 'check', outcome.failure);
    // This check was the last question before giving up; a result would have been taken.
    if (this.#isLate(work.row)) {
      const detail = `still running after ${work.row.check_count} checks`;
      return this.#giveUp(work, { code: 'task_deadline_passed', detail });
    }
    if (outcome.progress !== undefined) work.progress.report(outcome.step ?? 'waiting', outcome.progress);
    await work.progress.flush();
    await this.#checkLater(work, outcome.checkAfterMs, outcome.handle);
  }

  #isLate({ deadline_at }: TaskRow): boolean {
    return deadline_at !== null && deadline_at <= timestamp(this.#parts.clock);
  }

  #checkLater(work: Work, wantedMs: number | undefined, handle?: Json): Promise<void> {
    const delayMs = nextCheckMs(work.row, wantedMs, this.#parts.clock.now());
    return recordCheckLater(this.#parts, work, { delayMs, handle, failingSince: null });
  }

  async #finish(work: Work, { outputs, warnings }: DoneOutcome): Promise<void> {
    if (outputs.length > 0) {
      const isFinished = await finishTask(this.#parts, work, outputs, warnings);
      if (!isFinished && isPaid(work)) await recordLostWork(this.#parts, work.row, 'delivered after its end');
      return;
    }
    await this.#fail(work, {
      code: 'result_incomplete',
      detail: `none of ${orderedCount(work)} results was delivered`,
      mayHaveCost: isPaid(work),
    });
  }

  /** What a vendor's answer says about the vendor itself: news for the next orders, never a reason to lose this one. */
  async #note({ row, entry }: Work, outcome: { kind: string; failure?: ProviderFailure }): Promise<void> {
    try {
      await this.#parts.connections.noteAnswer(entry.provider.slug, outcome.failure?.kind ?? null);
    } catch (error) {
      this.#parts.logger.warn({ err: error, taskId: row.id }, "a vendor's answer could not be noted");
    }
  }

  /** A start that went through a relay is judged as a start, although its answer comes with a check. */
  async #afterFailure(work: Work, asked: 'start' | 'check', failure: ProviderFailure): Promise<void> {
    const { row, entry } = work;
    const now = this.#parts.clock.now();
    const verdict = judgeFailure(failure, {
      asked,
      failingMs: failingMsOf(row, now),
      patienceMs: entry.model.deadlineMs,
      isLate: this.#isLate(row),
    });
    const failingSince = row.failing_since ?? now.toISOString();
    if (verdict.kind === 'check_later') {
      return recordCheckLater(this.#parts, work, { delayMs: verdict.delayMs, failingSince });
    }
    if (verdict.kind === 'start_later') {
      const { delayMs } = verdict;
      const isResubmit = row.phase === 'running';
      // "Come back later" is not a failed start, so it does not use one up.
      return recordRequeue(this.#parts, work, { delayMs, countsAsStart: false, failingSince, isResubmit });
    }
    const { code, detail } = failure;
    const { mayHaveCost } = verdict;
    if (asked === 'check' && mayHaveCost) return this.#giveUp(work, { code, detail });
    await this.#fail(work, { code, detail, mayHaveCost });
  }

  /** Ends the waiting for work that the vendor has and may still do. */
  async #giveUp(work: Work, failure: TaskFailure): Promise<void> {
    const isFailed = await this.#fail(work, { ...failure, mayHaveCost: isPaid(work) });
    if (isFailed) this.#parts.stopVendor(work.row);
  }

  #fail(work: Work, failure: TaskFailure): Promise<boolean> {
    return failTask(this.#parts, work, failure);
  }

  /** Decides what an exception means. Nothing is left half done: the task fails, waits, or is somebody else's now. */
  async #recover(work: Work, error: unknown): Promise<void> {
    await work.progress.flush();
    const aborted = work.lease.signal.aborted ? work.lease.signal.reason : error;
    if (aborted instanceof WorkAborted) return this.#afterAbort(work, aborted.reason);
    const { row, entry } = work;
    const failure = toFailure(error);
    const { logger } = this.#parts;
    // Trouble here while the vendor was speaking, such as no room for its answer: it may have done the work.
    if (this.#onlyHere.get(row.id) === 'being_heard') {
      logger.error({ err: error, taskId: row.id }, 'the answer to a start was lost');
      await this.#fail(work, { code: 'vendor_outcome_unknown', detail: failure.detail });
      return;
    }
    const isStorage = isStorageTrouble(failure);
    const mayPass = row.provider_handle !== null && mayBeBroughtLater(failure);
    if (mayPass && !this.#isLate(row)) {
      // The vendor made it and still has it; giving up now would waste what it cost.
      logger.warn({ err: error, taskId: row.id }, 'a result could not be brought here yet');
      return this.#bringLater(work);
    }
    const isRepeatable = entry.provider.isRepeatable && row.start_count < MAX_STARTS;
    if (ERRORS[failure.code].retryable && isStorage && isRepeatable) {
      logger.warn({ err: error, taskId: row.id }, 'task step is tried again later');
      const delayMs = backoffMs(row.start_count);
      return recordRequeue(this.#parts, work, {
        delayMs,
        countsAsStart: true,
        failingSince: row.failing_since,
      });
    }
    logger.error({ err: error, taskId: row.id }, 'task step failed');
    const mayHaveCost = isPaid(work) && (row.provider_handle !== null || this.#onlyHere.has(row.id));
    const isNotStored = mayPass || isStorage || failure.code === 'url_fetch_failed';
    await this.#fail(work, {
      ...(isNotStored ? { code: 'result_not_stored', detail: failure.detail } : failure),
      mayHaveCost,
    });
  }

  #bringLater(work: Work): Promise<void> {
    const now = this.#parts.clock.now();
    const failingSince = work.row.failing_since ?? now.toISOString();
    const delayMs = collectAgainMs(failingMsOf(work.row, now));
    return recordCheckLater(this.#parts, work, { delayMs, failingSince });
  }

  async #afterAbort(work: Work, reason: AbortReason): Promise<void> {
    const { row } = work;
    if (this.#onlyHere.has(row.id)) return this.#loseWork(work, reason);
    if (reason === 'deadline_passed') {
      return this.#giveUp(work, { code: 'task_deadline_passed', detail: `deadline ${row.deadline_at}` });
    }
    if (reason !== 'worker_stops') return;
    const { failing_since: failingSince } = row;
    // What the vendor has is asked for by the next worker, not ordered again.
    if (row.provider_handle !== null) {
      return recordCheckLater(this.#parts, work, { delayMs: 0, failingSince });
    }
    return recordRequeue(this.#parts, work, { delayMs: 0, countsAsStart: false, failingSince });
  }

  /** A start was broken off while the vendor may have been hearing it, or its delivery while it was being kept. */
  async #loseWork(work: Work, reason: AbortReason): Promise<void> {
    const isDelivered = this.#onlyHere.get(work.row.id) === 'delivered';
    const detail = isDelivered ? `the result was not kept: ${reason}` : `the start was broken off: ${reason}`;
    const code = isDelivered ? 'result_not_stored' : 'vendor_outcome_unknown';
    // Whoever ended the task has given the credits back already.
    const isOurs =
      reason !== 'ended_elsewhere' && (await this.#fail(work, { code, detail, mayHaveCost: true }));
    if (!isOurs) await recordLostWork(this.#parts, work.row, detail);
  }
}

/** Whether somebody else did the work, for money. */
const isPaid = ({ entry }: Work): boolean => entry.provider.connection !== undefined;
