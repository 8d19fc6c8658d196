import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TaskState } from '@atelier/shared/task-states';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import { allOrNone } from '../lib/all-or-none.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { OutputFile } from '../providers/adapter.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import { endAsFailed, type FailParts } from './fail-task.ts';
import { type FinishParts, finishTask } from './finish-task.ts';
import type { TaskFactParts } from './task-facts.ts';
import { ProgressWriter, TaskLease } from './task-lease.ts';

interface Parts extends FinishParts, FailParts, Pick<TaskFactParts, 'stopWork' | 'engine'> {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly logger: ConstructorParameters<typeof TaskLease>[0]['logger'];
  readonly temporaryRoot: string;
}

/**
 * What an internal service of the operator's says became of a task. The service moves a task as a worker would: results
 * count once they are in our storage, each end moves the money with it, and whoever had the task in hand before can
 * write nothing more. Every update may be repeated.
 */
export class ServiceUpdates {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Changes nothing. @throws AppError not_found, task_status_refused when the task is in another state. */
  async confirm(taskId: string, status: TaskState): Promise<void> {
    const row = await this.#get(taskId);
    if (row.status !== status) throw refusal(row, status);
  }

  /**
   * Ends a live task as failed and returns its credits. @throws AppError not_found, task_status_refused when it ended
   * otherwise.
   */
  async fail(taskId: string, message?: string): Promise<void> {
    const failure = {
      code: 'task_failed_by_service',
      // Behind the sentence, where the service gave a reason.
      values: { detail: message === undefined ? '' : ` ${message}` },
      detail: 'said by an internal service',
    } as const;
    const ended = await this.#parts.database.transaction(async (transaction) => {
      const row = await endAsFailed(this.#parts, transaction, failure, { taskId });
      if (row) transaction.afterCommit(() => this.#parts.stopWork(row));
      return row !== undefined;
    });
    if (!ended) await this.confirm(taskId, 'failed');
  }

  /**
   * Fetches the results, keeps them and completes the task with them; fewer than were ordered are charged in part. A
   * task whose results cannot be had goes on as before. @throws AppError not_found, task_status_refused, url_refused,
   * url_fetch_failed, result_not_media, and those of an upload for a picture that is none.
   */
  async deliver(taskId: string, urls: readonly string[]): Promise<void> {
    const row = await this.#get(taskId);
    if (row.phase === 'ended') return this.confirm(taskId, 'completed');
    const entry = this.#parts.catalogue.get(row.ai_model);
    if (!entry) throw new AppError('model_unavailable');
    const directory = await mkdtemp(path.join(this.#parts.temporaryRoot, 'service-'));
    try {
      await this.#finish(row, entry, { directory, files: await this.#collect(urls, entry, directory) });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    await this.confirm(taskId, 'completed');
    this.#parts.stopWork(row);
  }

  async #collect(
    urls: readonly string[],
    { provider, model }: CatalogueEntry,
    directory: string,
  ): Promise<OutputFile[]> {
    const label = { role: 'result', inputPosition: 0, mediaType: model.outputType };
    return allOrNone(
      urls.map((url, index) => (signal) => {
        const file = { ...label, url, name: `result-${index + 1}` };
        return this.#parts.transport.collect(file, { provider, directory, signal });
      }),
    );
  }

  async #finish(
    found: TaskRow,
    entry: CatalogueEntry,
    { directory, files }: { directory: string; files: readonly OutputFile[] },
  ): Promise<void> {
    const { database } = this.#parts;
    const lease = new TaskLease(this.#parts);
    const row = await database.transaction((transaction) => this.#takeOver(transaction, found, lease));
    // Ended meanwhile: the caller looks at what became of it.
    if (!row) return;
    lease.keep(row.id, null, 0);
    try {
      const progress = new ProgressWriter(this.#parts, row, lease);
      await finishTask(this.#parts, { row, entry, lease, progress, directory }, files);
    } catch (error) {
      await this.#giveBack(found, lease);
      throw error;
    } finally {
      lease.end();
    }
  }

  /** Takes the task out of whoever's hands, as a worker does that finds a dead lease. */
  async #takeOver(
    transaction: Transaction,
    { id, provider_handle, started_at }: TaskRow,
    lease: TaskLease,
  ): Promise<TaskRow | undefined> {
    const started = { started_at: started_at ?? timestamp(this.#parts.clock) };
    // What a vendor still has stays with it until the results are here, so that it can be asked after a crash.
    if (provider_handle === null) {
      return this.#parts.mover.move(transaction, 'submit', {
        taskId: id,
        set: { ...lease.columns(), ...started },
      });
    }
    return transaction.query
      .updateTable('ai_tasks')
      .set({ ...lease.columns(), phase: 'running' })
      .where('id', '=', id)
      .where('phase', 'in', ['running', 'collecting'])
      .returningAll()
      .executeTakeFirst();
  }

  /** As it was: what waited for its turn waits again, what a vendor has is asked for again. */
  async #giveBack(found: TaskRow, lease: TaskLease): Promise<void> {
    const { database, clock, mover, engine } = this.#parts;
    await database.transaction(async (transaction) => {
      if (found.phase === 'queued') {
        const { started_at, start_count, step, progress } = found;
        const due_at = timestamp(clock);
        const back = await mover.move(transaction, 'requeue', {
          taskId: found.id,
          leaseToken: lease.token,
          set: { started_at, start_count, step, progress, due_at, lease_token: null, lease_until: null },
        });
        const wakeUp = { taskId: found.id, lane: found.ai_provider };
        if (back) await engine.enqueue(transaction, wakeUp, clock.now());
        return;
      }
      await transaction.query
        .updateTable('ai_tasks')
        .set({ lease_token: null, lease_until: null, due_at: timestamp(clock) })
        .where('id', '=', found.id)
        .where('lease_token', '=', lease.token)
        .execute();
    });
  }

  async #get(taskId: string): Promise<TaskRow> {
    const row = await this.#parts.database.read
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', taskId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }
}

const refusal = ({ status }: TaskRow, wanted: TaskState): AppError =>
  new AppError('task_status_refused', { status, wanted });
