import type { Asset } from '@atelier/shared/contracts/asset';
import type { Pagination } from '@atelier/shared/contracts/envelope';
import type { Task, TaskStatus } from '@atelier/shared/contracts/task';
import { isErrorCode } from '@atelier/shared/errors';
import { MAX_RETRIES } from '@atelier/shared/limits';
import { fillText, type Locale } from '@atelier/shared/locales';
import { isTaskStep, TASK_STEPS } from '@atelier/shared/task-steps';
import { TASK_WARNINGS } from '@atelier/shared/task-warnings';
import type { AssetService } from '../assets/asset-service.ts';
import type { Database } from '../db/database.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { linksOf, resultUrlsOf } from '../db/task-results.ts';
import { AppError } from '../lib/app-error.ts';
import type { Lanes } from './lanes.ts';
import { type Line, lineOf } from './task-line.ts';
import { listTasks, type TaskListWish } from './task-list.ts';
import { notesOf } from './task-notes.ts';

/** Reads tasks for their owner. Ownership is a condition of every query here, not a check in the routes. */
export class TaskReader {
  readonly #database: Database;
  readonly #assets: AssetService;
  readonly #line: { database: Database; lanes: Pick<Lanes, 'paused'> };

  constructor(parts: { database: Database; assets: AssetService; lanes: Pick<Lanes, 'paused'> }) {
    this.#database = parts.database;
    this.#assets = parts.assets;
    this.#line = parts;
  }

  async find(userId: string, taskId: string): Promise<TaskRow | undefined> {
    return this.#database.read
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', taskId)
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
  }

  /** @throws AppError not_found, also for other people's tasks. */
  async get(userId: string, taskId: string): Promise<TaskRow> {
    const row = await this.find(userId, taskId);
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** A page of the user's tasks, newest first, by cursor or offset. */
  async list(
    userId: string,
    query: TaskListWish,
  ): Promise<{ rows: readonly TaskRow[]; pagination: Pagination }> {
    return listTasks(this.#database.read, userId, query);
  }

  /** What callers see of tasks. Assets of a whole page are read with two statements. */
  async present(rows: readonly TaskRow[], locale: Locale): Promise<Task[]> {
    const inputIds = rows.flatMap(inputIdsOf);
    const assets = await this.#readAssets(rows, inputIds);
    const line = await lineOf(this.#line, rows);
    return Promise.all(rows.map((row) => this.#presentOne(row, { assets, line, locale })));
  }

  async presentOne(row: TaskRow, locale: Locale): Promise<Task> {
    const [task] = await this.present([row], locale);
    if (!task) throw new Error('a presented task is missing');
    return task;
  }

  /** A task that was just accepted, with the inputs its maker has at hand; read again when it is an earlier one. */
  async presentNew(row: TaskRow, inputs: readonly AssetRow[], locale: Locale): Promise<Task> {
    const assets = new Map(inputs.map((asset) => [asset.id, [asset]]));
    if (!inputIdsOf(row).every((id) => assets.has(id))) return this.presentOne(row, locale);
    return this.#presentOne(row, { assets, line: await lineOf(this.#line, [row]), locale });
  }

  /** The light form for pollers: no inputs, no counting. */
  async presentStatus(row: TaskRow, locale: Locale): Promise<TaskStatus> {
    const results = row.status === 'completed' ? await this.resultsOf([row]) : [];
    const shown = await Promise.all(results.map((asset) => this.#assets.present(asset)));
    const links = presentLinks(row);
    return {
      id: row.id,
      status: row.status,
      progress: row.progress,
      step: presentStep(row.step, locale),
      resultUrls: resultUrlsOf({ results: shown, links }),
      links,
      ...presentError(row, locale),
      updatedAt: row.updated_at,
      estimatedCompletionAt: row.estimated_completion_at,
      completedAt: row.completed_at,
    };
  }

  /** Result assets of these tasks, by task and position. */
  async resultsOf(rows: readonly TaskRow[]): Promise<readonly AssetRow[]> {
    if (rows.length === 0) return [];
    return this.#database.read
      .selectFrom('assets')
      .selectAll()
      .where(
        'task_id',
        'in',
        rows.map((row) => row.id),
      )
      .where('deleted_at', 'is', null)
      .orderBy('task_id')
      .orderBy('position')
      .execute();
  }

  /** Inputs of a task in the user's order; deleted ones are missing. */
  async inputsOf(row: TaskRow): Promise<readonly AssetRow[]> {
    const found = await this.#assets.findOwned(row.user_id, inputIdsOf(row));
    return inputIdsOf(row).flatMap((id) => found.find((asset) => asset.id === id) ?? []);
  }

  async #readAssets(rows: readonly TaskRow[], inputIds: readonly string[]): Promise<Map<string, AssetRow[]>> {
    const byKey = new Map<string, AssetRow[]>();
    for (const asset of await this.resultsOf(rows.filter((row) => row.status === 'completed'))) {
      const key = asset.task_id ?? '';
      byKey.set(key, [...(byKey.get(key) ?? []), asset]);
    }
    const owner = rows[0]?.user_id;
    if (owner !== undefined) {
      for (const asset of await this.#assets.findOwned(owner, inputIds)) byKey.set(asset.id, [asset]);
    }
    return byKey;
  }

  async #presentOne(
    row: TaskRow,
    context: { assets: Map<string, AssetRow[]>; line: Line; locale: Locale },
  ): Promise<Task> {
    const present = (assets: readonly AssetRow[]): Promise<Asset[]> =>
      Promise.all(assets.map((asset) => this.#assets.present(asset)));
    const isPaused = row.phase === 'queued' && context.line.paused.has(row.ai_provider);
    const results = await present(context.assets.get(row.id) ?? []);
    const inputs = await present(inputIdsOf(row).flatMap((id) => context.assets.get(id) ?? []));
    return {
      id: row.id,
      taskNo: row.task_no,
      batchId: row.batch_id,
      taskType: row.task_type,
      model: row.ai_model,
      provider: row.ai_provider,
      status: row.status,
      progress: row.progress,
      step: presentStep(isPaused ? 'paused' : row.step, context.locale),
      parameters: JSON.parse(row.input_parameters),
      inputs: inputs.map((asset, inputPosition) => ({ ...asset, inputPosition })),
      results,
      resultUrls: resultUrlsOf({ results, links: linksOf(row) }),
      priceCredits: row.price_credits,
      chargedCredits: row.charged_credits,
      ...presentNotes(row, context.locale),
      ...presentError(row, context.locale),
      retryCount: row.retry_count,
      canRetry: row.status === 'failed' && row.retry_count < MAX_RETRIES,
      canCancel: row.phase !== 'ended',
      queuePosition: context.line.positions.get(row.id) ?? null,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      startedAt: row.started_at,
      estimatedCompletionAt: row.estimated_completion_at,
      completedAt: row.completed_at,
    };
  }
}

export function inputIdsOf(row: Pick<TaskRow, 'input_files'>): string[] {
  return JSON.parse(row.input_files);
}

function presentNotes(
  row: TaskRow,
  locale: Locale,
): Pick<Task, 'delivery' | 'warnings' | 'links' | 'emulated'> {
  const { delivery = null, warnings = [], emulated = false } = notesOf(row);
  return {
    delivery,
    warnings: warnings.map(({ code, subject }) => ({
      code,
      subject,
      message: fillText(TASK_WARNINGS[code][locale], { subject }),
    })),
    links: presentLinks(row),
    emulated,
  };
}

const presentLinks = (row: TaskRow): Task['links'] => linksOf(row).map((link) => ({ ...link }));

/** A step in the caller's language; null where nothing is being done. */
export function presentStep(step: string | null, locale: Locale): Task['step'] {
  return step !== null && isTaskStep(step) ? { key: step, label: TASK_STEPS[step][locale] } : null;
}

/** Why a task failed, in the caller's language. */
export function presentError(
  row: Pick<TaskRow, 'error_code' | 'error_values'>,
  locale: Locale,
): Pick<Task, 'error' | 'errorCode'> {
  if (row.error_code === null || !isErrorCode(row.error_code)) return { error: null, errorCode: null };
  const error = new AppError(row.error_code, row.error_values ? JSON.parse(row.error_values) : {});
  return { error: error.textIn(locale), errorCode: row.error_code };
}
