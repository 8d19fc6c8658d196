import type {
  AdminTask,
  AdminTaskDetail,
  AdminTaskEvent,
  AdminTaskPage,
  CheckNow,
  ListAdminTasksQuery,
} from '@atelier/shared/contracts/admin-task';
import type { TaskEventData } from '@atelier/shared/contracts/event';
import type { Locale } from '@atelier/shared/locales';
import type { CreditReader } from '../credits/credit-reader.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database } from '../db/database.ts';
import type { AssetRow, EventRow, TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { type FoundTasks, listAdminTasks } from './admin-task-list.ts';
import { type CallbackDesk, WAITING_PHASES } from './callback-desk.ts';
import { cancelLiveTask, type TaskFactParts } from './task-facts.ts';
import { inputIdsOf, presentError, presentStep, type TaskReader } from './task-reader.ts';

/** A task reports its progress often; older events are left out. */
const MAX_EVENTS = 200;

interface Parts extends TaskFactParts {
  readonly database: Database;
  readonly reader: TaskReader;
  readonly credits: CreditReader;
  readonly losses: VendorLosses;
  readonly callbackDesk: Pick<CallbackDesk, 'wake'>;
  readonly logger: Logger;
}

/** What operators see of everybody's tasks and do about them. What a task is about, and its pictures, stay its owner's. */
export class AdminTaskDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws AppError request_invalid for a bad cursor. */
  async list({ task, user, ...wish }: ListAdminTasksQuery): Promise<AdminTaskPage> {
    const { rows, ...rest } = await this.#find({ task, user, ...wish });
    const emails = await this.#emailsOf(rows);
    return { tasks: rows.map((row) => present(row, emails.get(row.user_id) ?? '')), ...rest };
  }

  /** Deleted tasks, too: what they have cost may be asked about. @throws AppError not_found */
  async read(taskId: string, locale: Locale): Promise<AdminTaskDetail> {
    const { reader, credits, losses } = this.#parts;
    const row = await this.#get(taskId);
    const [emails, inputs, results, events, receipt, booked] = await Promise.all([
      this.#emailsOf([row]),
      reader.inputsOf(row),
      reader.resultsOf([row]),
      this.#eventsOf(taskId),
      credits.receipt(row.user_id, taskId, locale),
      losses.ofTask(taskId),
    ]);
    return {
      ...present(row, emails.get(row.user_id) ?? ''),
      ...presentWork(row),
      step: presentStep(row.step, locale),
      error: presentError(row, locale).error,
      inputs: { count: inputIdsOf(row).length, sizeBytes: sizeOf(inputs) },
      results: { count: results.length, sizeBytes: sizeOf(results) },
      events: events.map((event) => presentEvent(event, locale)),
      eventCount: row.event_count,
      receipt,
      losses: booked,
      canCancel: row.phase !== 'ended',
      canCheckNow: WAITING_PHASES.includes(row.phase),
    };
  }

  /**
   * Ends a live task as its owner could, and returns its credits. Canceling twice gives the same answer. Receipt and
   * log say that an operator did it. @throws AppError not_found, task_not_cancelable.
   */
  async cancel(operatorId: string, taskId: string): Promise<void> {
    const { database, logger } = this.#parts;
    const { user_id: userId } = await this.#get(taskId);
    const canceled = await database.transaction(async (transaction) => {
      const row = await cancelLiveTask(this.#parts, transaction, { userId, taskId, by: 'operator' });
      if (row) {
        transaction.afterCommit(() =>
          logger.info({ taskId, userId, operatorId }, 'an operator canceled a task'),
        );
      }
      return row;
    });
    if (canceled) return;
    const { status } = await this.#get(taskId);
    if (status !== 'canceled') throw new AppError('task_not_cancelable');
  }

  /** Lets the vendor be asked about a task as soon as its callback would. @throws AppError not_found */
  async checkNow(operatorId: string, taskId: string): Promise<CheckNow> {
    const { callbackDesk, logger } = this.#parts;
    const { attempt } = await this.#get(taskId);
    const outcome = await callbackDesk.wake(taskId, attempt);
    logger.info({ taskId, operatorId, outcome }, 'an operator asked for a check of a task');
    const { due_at: dueAt } = await this.#get(taskId);
    return { outcome: outcome === 'sooner' || outcome === 'repeated' ? outcome : 'not_waiting', dueAt };
  }

  async #find({ task, user, ...wish }: ListAdminTasksQuery): Promise<FoundTasks> {
    const { read } = this.#parts.database;
    const NOTHING_MORE = { nextCursor: null, searchedTo: null };
    if (task !== undefined) {
      const rows = await read
        .selectFrom('ai_tasks')
        .selectAll()
        .where((eb) => eb.or([eb('id', '=', task), eb('task_no', '=', task.toUpperCase())]))
        .execute();
      return { rows, ...NOTHING_MORE };
    }
    if (user === undefined) return listAdminTasks(read, wish);
    const owner = await read
      .selectFrom('users')
      .select('id')
      // Addresses are kept in lower case.
      .where(user.includes('@') ? 'email' : 'id', '=', user.includes('@') ? user.toLowerCase() : user)
      .executeTakeFirst();
    return owner ? listAdminTasks(read, { ...wish, userId: owner.id }) : { rows: [], ...NOTHING_MORE };
  }

  async #get(taskId: string): Promise<TaskRow> {
    const row = await this.#parts.database.read
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }

  async #emailsOf(rows: readonly TaskRow[]): Promise<ReadonlyMap<string, string>> {
    if (rows.length === 0) return new Map();
    const ids = [...new Set(rows.map(({ user_id }) => user_id))];
    const users = await this.#parts.database.read
      .selectFrom('users')
      .select(['id', 'email'])
      .where('id', 'in', ids)
      .execute();
    return new Map(users.map(({ id, email }) => [id, email]));
  }

  async #eventsOf(taskId: string): Promise<EventRow[]> {
    const newest = await this.#parts.database.read
      .selectFrom('events')
      .selectAll()
      .where('task_id', '=', taskId)
      .orderBy('task_sequence', 'desc')
      .limit(MAX_EVENTS)
      .execute();
    return newest.reverse();
  }
}

const sizeOf = (assets: readonly AssetRow[]): number =>
  assets.reduce((sum, { size_bytes }) => sum + size_bytes, 0);

function present(row: TaskRow, email: string): AdminTask {
  return {
    id: row.id,
    taskNo: row.task_no,
    user: { id: row.user_id, email },
    taskType: row.task_type,
    model: row.ai_model,
    provider: row.ai_provider,
    status: row.status,
    phase: row.phase,
    priceCredits: row.price_credits,
    chargedCredits: row.charged_credits,
    errorCode: row.error_code,
    vendorTaskId: row.ai_task_id,
    createdAt: row.created_at,
    endedAt: row.completed_at,
    deletedAt: row.deleted_at,
  };
}

function presentWork(row: TaskRow) {
  return {
    batchId: row.batch_id,
    apiKeyId: row.api_key_id,
    attempt: row.attempt,
    retryCount: row.retry_count,
    progress: row.progress,
    startCount: row.start_count,
    checkCount: row.check_count,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
    deadlineAt: row.deadline_at,
    leaseUntil: row.lease_until,
    calledBackAt: row.called_back_at,
    erasedAt: row.erased_at,
    errorDetail: row.error_detail,
  };
}

function presentEvent({ id, type, data }: EventRow, locale: Locale): AdminTaskEvent {
  const { sequence, status, progress, step, errorCode, at }: TaskEventData = JSON.parse(data);
  return { id, sequence, type, status, progress, step: presentStep(step, locale), errorCode, at };
}
