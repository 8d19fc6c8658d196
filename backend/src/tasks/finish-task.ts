import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '@atelier/shared/errors';
import type { AssetService } from '../assets/asset-service.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { LinkedResult } from '../db/task-results.ts';
import { allOrNone } from '../lib/all-or-none.ts';
import { AppError } from '../lib/app-error.ts';
import type {
  Delivered,
  OutputFile,
  ProviderWarning,
  ReceivedFile,
  RemoteFile,
} from '../providers/adapter.ts';
import type { CatalogueEntry } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { Transport } from '../providers/transport.ts';
import { keepTrying } from './keep-trying.ts';
import { ordinaryInputIds } from './referenced-inputs.ts';
import type { ProgressWriter, TaskLease } from './task-lease.ts';
import type { TaskMover } from './task-mover.ts';
import { notesOf, type TaskNotes, withWarnings, writeNotes } from './task-notes.ts';
import type { TypicalTimes } from './typical-seconds.ts';

/** Looks at one result in a row; after that a vendor that still has it is asked for it again later. */
const MAX_FETCHES = 3;
const FETCH_PAUSE_MS = 500;
/** A store that has half a file now may have all of it in a moment; a thread of ours that died is followed by another. */
const MAY_PASS: readonly ErrorCode[] = ['url_fetch_failed', 'result_not_media', 'picture_processing_failed'];
/** A result that exists is brought home even when the deadline passes meanwhile; a large video takes its time. */
const COLLECTING_MS = 10 * 60_000;
/** The share of the bar that is left for copying results into the storage. */
export const STORING_SHARE = 0.05;

/** What a task in hand is finished with. */
export interface FinishParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly assets: AssetService;
  readonly connections: Connections;
  readonly transport: Transport;
  /** Adds one to the model's count of use, in the transaction that completes a task. */
  readonly countUse: (transaction: Transaction, modelSlug: string) => Promise<void>;
  readonly mover: TaskMover;
  readonly typicalTimes: Pick<TypicalTimes, 'noteCompleted'>;
}

/** One claimed task while a worker has it in hand. */
export interface Work {
  readonly row: TaskRow;
  readonly entry: CatalogueEntry;
  readonly lease: TaskLease;
  readonly progress: ProgressWriter;
  readonly directory: string;
}

/**
 * Stores what was delivered and only then, in one transaction, completes the task, settles its hold and tells. Fewer
 * results than were ordered are charged in part. `delivered` is never empty. False, with nothing written, when the task
 * is not in hand any more.
 */
export async function finishTask(
  parts: FinishParts,
  work: Work,
  delivered: readonly Delivered[],
  warnings: readonly ProviderWarning[] = [],
): Promise<boolean> {
  const { row, entry, lease, progress } = work;
  const { assets } = parts;
  await progress.flush();
  const collecting = await keepTrying(() => beginCollecting(parts, work));
  if (!collecting) return false;
  lease.allow(COLLECTING_MS);
  const connection = parts.connections.find(entry.provider.slug);
  const [kept, links] = split(delivered, entry, connection?.keepsResults ?? true);
  const outputs = await allOrNone(
    kept.map((file) => (signal) => bring(parts, work, file, signal)),
    lease.signal,
  );
  const prefix = connection?.pathPrefix ?? null;
  const stored = await assets.storeFiles(row.user_id, 'result', row.id, outputs, prefix);
  const ordered = orderedCount(work);
  const isPartial = delivered.length < ordered;
  const notes: TaskNotes = {
    ...withWarnings(notesOf(collecting), warnings),
    ...(isPartial && { delivery: { delivered: delivered.length, ordered } }),
    ...(links.length > 0 && { links }),
    ...(connection?.isEmulated && { emulated: true as const }),
  };
  const charged = isPartial ? priceOfPart(row.price_credits, delivered.length / ordered) : row.price_credits;
  try {
    const isCompleted = await keepTrying(() => complete(parts, work, { stored, notes, charged }));
    if (!isCompleted) await assets.discard(stored);
    return isCompleted;
  } catch (error) {
    await assets.discard(stored, error);
    throw error;
  }
}

/** The row in hand, or undefined. A repeat finds what it did itself when the answer to its commit was lost. */
function beginCollecting(
  { database, mover }: FinishParts,
  { row, lease }: Work,
): Promise<TaskRow | undefined> {
  const progress = Math.max(row.progress, Math.round((1 - STORING_SHARE) * 100));
  return database.transaction(async (transaction) => {
    const moved = await mover.move(transaction, 'collect', {
      taskId: row.id,
      leaseToken: lease.token,
      set: { step: 'storing', progress },
    });
    if (moved) return moved;
    return transaction.query
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', row.id)
      .where('phase', '=', 'collecting')
      .where('lease_token', '=', lease.token)
      .executeTakeFirst();
  });
}

/** One transaction for the fact that the task is done; false when the lease was lost and nothing was written. */
function complete(
  { database, mover, assets, ledger, countUse, typicalTimes }: FinishParts,
  { row, lease }: Work,
  done: { stored: Awaited<ReturnType<AssetService['storeFiles']>>; notes: TaskNotes; charged: number },
): Promise<boolean> {
  const result_urls = JSON.stringify(done.stored.map((asset) => asset.object_key));
  return database.transaction(async (transaction) => {
    const moved = await mover.move(transaction, 'complete', {
      taskId: row.id,
      leaseToken: lease.token,
      set: {
        progress: 100,
        result_urls,
        charged_credits: done.charged,
        result_metadata: writeNotes(done.notes),
      },
    });
    if (!moved) return isCompletedWith(transaction, row, result_urls);
    await assets.insertRows(transaction, done.stored);
    const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
    await ledger.settle(transaction, attempt, done.charged);
    await countUse(transaction, row.ai_model);
    transaction.afterCommit(() => typicalTimes.noteCompleted(row.ai_model));
    return true;
  });
}

/** Whether an earlier try of the same work completed the task, the answer to its commit being lost. */
async function isCompletedWith({ query }: Transaction, row: TaskRow, result_urls: string): Promise<boolean> {
  const found = await query
    .selectFrom('ai_tasks')
    .select('id')
    .where('id', '=', row.id)
    .where('status', '=', 'completed')
    .where('attempt', '=', row.attempt)
    .where('result_urls', '=', result_urls)
    .executeTakeFirst();
  return found !== undefined;
}

/** How many results were paid for. */
export function orderedCount({ row, entry }: Pick<Work, 'row' | 'entry'>): number {
  return entry.model.outputCount(
    JSON.parse(row.input_parameters),
    ordinaryInputIds(row, entry.parameterSchema).length,
  );
}

/** What is copied here, and what is left with the vendor because its settings say so. */
function split(
  delivered: readonly Delivered[],
  { model }: CatalogueEntry,
  keepsResults: boolean,
): [Delivered[], LinkedResult[]] {
  const kept: Delivered[] = [];
  const links: LinkedResult[] = [];
  for (const file of delivered) {
    if (!('url' in file) || keepsResults) kept.push(file);
    else {
      const { url, name, role, mediaType = model.outputType, expiresAt = null } = file;
      links.push({ url, name, role, mediaType, expiresAt });
    }
  }
  return [kept, links];
}

/** A result that still lies with the vendor, or came inside its answer, is fetched and checked first. */
async function bring(
  { transport }: FinishParts,
  { directory, entry }: Work,
  file: Delivered,
  signal: AbortSignal,
): Promise<OutputFile> {
  if (!('url' in file) && !('received' in file)) return file;
  const wanted: RemoteFile | ReceivedFile = { ...file, mediaType: file.mediaType ?? entry.model.outputType };
  for (let tries = 1; ; tries += 1) {
    try {
      return await transport.collect(wanted, { provider: entry.provider, directory, signal });
    } catch (error) {
      const mayPass = error instanceof AppError && MAY_PASS.includes(error.code);
      if (!mayPass || tries >= MAX_FETCHES || signal.aborted) throw error;
      await sleep(FETCH_PAUSE_MS * tries, undefined, { signal });
    }
  }
}

/** The price of a part of what was ordered: rounded down in the user's favour, but not to nothing. */
const priceOfPart = (price: number, share: number): number => Math.max(1, Math.floor(price * share));
