import type { Batch, BatchItem, Preview } from '@atelier/shared/contracts/batch';
import type { Pagination } from '@atelier/shared/contracts/envelope';
import { MAX_RETRIES } from '@atelier/shared/limits';
import type { Locale } from '@atelier/shared/locales';
import type { AssetService } from '../assets/asset-service.ts';
import type { BatchItemRow, BatchRow } from '../db/batch-tables.ts';
import type { Database } from '../db/database.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { linksOf } from '../db/task-results.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { type BatchFigures, figuresOf, stateOf } from './batch-figures.ts';
import { expectedEndOf } from './batch-pace.ts';
import type { Lanes } from './lanes.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { type Line, lineOf } from './task-line.ts';
import { notesOf } from './task-notes.ts';
import { inputIdsOf, presentError, presentStep, type TaskReader } from './task-reader.ts';

/** Previews of a batch in a list, and how many of its places are looked at to find them. */
const PREVIEWS_PER_BATCH = 4;
const PLACES_PREVIEWED = 8;

/** One place of a batch with the task that its picture became. */
export interface BatchPlace {
  readonly item: BatchItemRow;
  readonly task: TaskRow | undefined;
}

interface Parts {
  readonly database: Database;
  readonly assets: AssetService;
  readonly reader: TaskReader;
  readonly lanes: Pick<Lanes, 'paused'>;
  readonly clock: Clock;
}

/** Reads batches for their owner. Ownership is a condition of every query that takes an id. */
export class BatchReader {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws AppError not_found, also for other people's batches. */
  async get(userId: string, batchId: string): Promise<BatchRow> {
    const row = await this.#parts.database.read
      .selectFrom('batches')
      .selectAll()
      .where('id', '=', batchId)
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** A page of the user's batches, newest first, by cursor or offset. */
  async list(
    userId: string,
    query: { limit: number; offset: number; cursor?: string | undefined },
  ): Promise<{ rows: readonly BatchRow[]; pagination: Pagination }> {
    const { limit, offset, cursor } = query;
    const own = this.#parts.database.read
      .selectFrom('batches')
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null);
    const { count } = await own
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const found = await own
      .selectAll()
      .$if(after !== undefined, (q) =>
        q.where((eb) =>
          eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(after?.createdAt ?? '', after?.id ?? '')),
        ),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .$if(after === undefined, (q) => q.offset(offset))
      .execute();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit;
    const pagination = { total: Number(count), limit, offset, hasMore };
    return {
      rows,
      pagination: hasMore && last ? { ...pagination, nextCursor: writeCursor(last) } : pagination,
    };
  }

  /** What callers see of batches. The figures of a whole page are read with three statements; the pace of a running one with two more. */
  async present(rows: readonly BatchRow[]): Promise<Batch[]> {
    if (rows.length === 0) return [];
    const figures = await figuresOf(this.#parts.database.read, rows);
    const places = await this.#placesOf(
      rows.map(({ id }) => id),
      { before: PLACES_PREVIEWED },
    );
    const pictures = await this.#picturesOf(places);
    return Promise.all(
      rows.map(async (row) => {
        const own = places.filter(({ item }) => item.batch_id === row.id);
        const shown = own.flatMap(({ item }) => pictures.get(item)?.shown ?? []).slice(0, PREVIEWS_PER_BATCH);
        const counted = figures.get(row.id);
        if (!counted) throw new Error(`batch ${row.id} has no places`);
        const expectedEnd = await this.#expectedEnd(row, counted);
        return presentBatch(row, counted, { expectedEnd, previews: await this.#previews(shown) });
      }),
    );
  }

  /** Of a batch that still waits for pictures nobody knows the end. */
  async #expectedEnd(row: BatchRow, { counts, openProgress }: BatchFigures): Promise<string | null> {
    if (stateOf(row, counts) !== 'running') return null;
    const { database, clock } = this.#parts;
    return expectedEndOf(database.read, { id: row.id, counts, openProgress }, clock.now());
  }

  async presentOne(row: BatchRow): Promise<Batch> {
    const [batch] = await this.present([row]);
    if (!batch) throw new Error('a presented batch is missing');
    return batch;
  }

  /** Places of a batch in their order, all of them unless a part is asked for. */
  async places(batch: BatchRow, part?: { limit: number; offset: number }): Promise<readonly BatchPlace[]> {
    const from = part?.offset ?? 0;
    return this.#placesOf([batch.id], { from, before: part ? from + part.limit : batch.file_count });
  }

  /** A page of places as their owner sees them. */
  async items(
    batch: BatchRow,
    page: { limit: number; offset: number },
    locale: Locale,
  ): Promise<{ items: BatchItem[]; pagination: Pagination }> {
    const places = await this.places(batch, page);
    const pictures = await this.#picturesOf(places);
    const line = await lineOf(
      this.#parts,
      places.flatMap(({ task }) => task ?? []),
    );
    const items = await Promise.all(
      places.map(async (place) => {
        const picture = pictures.get(place.item);
        const [preview = null] = await this.#previews(picture?.shown ? [picture.shown] : []);
        return presentItem(place, { preview, storedCount: picture?.storedCount ?? 0, line, locale });
      }),
    );
    const hasMore = page.offset + items.length < batch.file_count;
    return { items, pagination: { total: batch.file_count, ...page, hasMore } };
  }

  #previews(assets: readonly AssetRow[]): Promise<Preview[]> {
    return Promise.all(assets.map((asset) => this.#parts.assets.presentPreview(asset)));
  }

  async #placesOf(
    batchIds: readonly string[],
    range: { from?: number; before: number },
  ): Promise<readonly BatchPlace[]> {
    const { read } = this.#parts.database;
    const items = await read
      .selectFrom('batch_items')
      .selectAll()
      .where('batch_id', 'in', [...batchIds])
      .where('position', '>=', range.from ?? 0)
      .where('position', '<', range.before)
      .orderBy('batch_id')
      .orderBy('position')
      .execute();
    const taskIds = items.flatMap(({ task_id }) => task_id ?? []);
    const tasks =
      taskIds.length === 0
        ? []
        : await read.selectFrom('ai_tasks').selectAll().where('id', 'in', taskIds).execute();
    const byId = new Map(tasks.map((task) => [task.id, task]));
    return items.map((item) => ({ item, task: byId.get(item.task_id ?? '') }));
  }

  /** What to show of each place: its first result, or else the picture itself; nothing of deleted tasks. */
  async #picturesOf(
    places: readonly BatchPlace[],
  ): Promise<Map<BatchItemRow, { shown: AssetRow | undefined; storedCount: number }>> {
    const { reader, assets } = this.#parts;
    const tasks = places.flatMap(({ task }) => (task && task.deleted_at === null ? [task] : []));
    const results = Map.groupBy(
      await reader.resultsOf(tasks.filter(({ status }) => status === 'completed')),
      (asset) => asset.task_id ?? '',
    );
    const withoutResult = tasks.filter(({ id }) => !results.has(id));
    const owner = tasks[0]?.user_id ?? '';
    const inputs = await assets.findOwned(owner, withoutResult.flatMap(inputIdsOf));
    const inputById = new Map(inputs.map((asset) => [asset.id, asset]));
    return new Map(
      places.map(({ item, task }) => {
        const own = results.get(task?.id ?? '') ?? [];
        const isShown = task !== undefined && task.deleted_at === null;
        const input = isShown ? inputById.get(inputIdsOf(task)[0] ?? '') : undefined;
        return [item, { shown: own[0] ?? input, storedCount: own.length }];
      }),
    );
  }
}

function presentBatch(
  row: BatchRow,
  figures: BatchFigures,
  { expectedEnd, previews }: { expectedEnd: string | null; previews: Preview[] },
): Batch {
  const state = stateOf(row, figures.counts);
  return {
    id: row.id,
    batchNo: row.batch_no,
    taskType: row.task_type,
    model: row.ai_model,
    parameters: JSON.parse(row.input_parameters),
    state,
    isOpen: row.closed_at === null,
    fileCount: row.file_count,
    counts: figures.counts,
    progress: state === 'ended' ? 100 : Math.min(99, figures.progress),
    retryableCount: figures.retryableCount,
    credits: { agreed: row.max_credits, perPicture: row.price_credits, ...figures.credits },
    previews,
    createdAt: row.created_at,
    updatedAt: figures.updatedAt,
    estimatedCompletionAt: expectedEnd,
    endedAt: state === 'ended' ? (figures.lastEndAt ?? row.updated_at) : null,
  };
}

function presentItem(
  { item, task }: BatchPlace,
  context: { preview: Preview | null; storedCount: number; line: Line; locale: Locale },
): BatchItem {
  const { preview, storedCount, line, locale } = context;
  const linkedCount = task && task.deleted_at === null ? linksOf(task).length : 0;
  const isPaused = task?.phase === 'queued' && line.paused.has(task.ai_provider);
  return {
    position: item.position,
    name: item.name,
    sizeBytes: item.announced_bytes,
    state: task?.status ?? (item.error_code === null ? 'missing' : 'refused'),
    taskId: task?.id ?? null,
    taskNo: task?.task_no ?? null,
    progress: task?.progress ?? 0,
    step: task ? presentStep(isPaused ? 'paused' : task.step, locale) : null,
    queuePosition: task ? (line.positions.get(task.id) ?? null) : null,
    preview,
    resultCount: storedCount + linkedCount,
    linkedCount,
    emulated: task !== undefined && notesOf(task).emulated === true,
    priceCredits: task?.price_credits ?? null,
    chargedCredits: task?.charged_credits ?? null,
    ...presentError(task ?? item, locale),
    canRetry: task?.status === 'failed' && task.retry_count < MAX_RETRIES && task.deleted_at === null,
    isDeleted: task !== undefined && task.deleted_at !== null,
  };
}
