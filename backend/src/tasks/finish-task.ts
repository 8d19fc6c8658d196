import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '@atelier/shared/errors';
import type { AssetService } from '../assets/asset-service.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { LinkedResult } from '../db/task-results.ts';
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
import { ordinaryInputIds } from './referenced-inputs.ts';
import type { ProgressWriter, TaskLease } from './task-lease.ts';
import type { TaskMover } from './task-mover.ts';
import { notesOf, type TaskNotes, withWarnings, writeNotes } from './task-notes.ts';
import type { TypicalTimes } from './typical-seconds.ts';

/** Downloads of one result in a row; after that a vendor that still has it is asked for it again later. */
const MAX_FETCHES = 3;
const FETCH_PAUSE_MS = 500;
/** A store that has half a file now may have all of it in a moment. */
const MAY_PASS: readonly ErrorCode[] = ['url_fetch_failed', 'result_not_media'];
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
 * results than were ordered are charged in part. `delivered` is never empty.
 */
export async function finishTask(
  parts: FinishParts,
  work: Work,
  delivered: readonly Delivered[],
  warnings: readonly ProviderWarning[] = [],
): Promise<void> {
  const { row, entry, lease, progress } = work;
  const { database, mover, assets } = parts;
  await progress.flush();
  const collecting = await database.transaction((transaction) =>
    mover.move(transaction, 'collect', {
      taskId: row.id,
      leaseToken: lease.token,
      set: { step: 'storing', progress: Math.max(row.progress, Math.round((1 - STORING_SHARE) * 100)) },
    }),
  );
  if (!collecting) return;
  lease.allow(COLLECTING_MS);
  const connection = parts.connections.find(entry.provider.slug);
  const [kept, links] = split(delivered, entry, connection?.keepsResults ?? true);
  const outputs = await Promise.all(kept.map((file) => bring(parts, work, file)));
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
  const isCompleted = await complete(parts, work, { stored, notes, charged }).catch(
    async (error: unknown) => {
      await assets.discard(stored);
      throw error;
    },
  );
  if (!isCompleted) await assets.discard(stored);
}

/** One transaction for the fact that the task is done; false when the lease was lost and nothing was written. */
function complete(
  { database, mover, assets, ledger, countUse, typicalTimes }: FinishParts,
  { row, lease }: Work,
  done: { stored: Awaited<ReturnType<AssetService['storeFiles']>>; notes: TaskNotes; charged: number },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const moved = await mover.move(transaction, 'complete', {
      taskId: row.id,
      leaseToken: lease.token,
      set: {
        progress: 100,
        result_urls: JSON.stringify(done.stored.map((asset) => asset.object_key)),
        charged_credits: done.charged,
        result_metadata: writeNotes(done.notes),
      },
    });
    if (!moved) return false;
    await assets.insertRows(transaction, done.stored);
    const attempt = { userId: row.user_id, taskId: row.id, attempt: row.attempt };
    await ledger.settle(transaction, attempt, done.charged);
    await countUse(transaction, row.ai_model);
    transaction.afterCommit(() => typicalTimes.noteCompleted(row.ai_model));
    return true;
  });
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
async function bring({ transport }: FinishParts, work: Work, file: Delivered): Promise<OutputFile> {
  if (!('url' in file) && !('received' in file)) return file;
  const { lease, directory, entry } = work;
  const wanted: RemoteFile | ReceivedFile = { ...file, mediaType: file.mediaType ?? entry.model.outputType };
  for (let tries = 1; ; tries += 1) {
    try {
      return await transport.collect(wanted, { provider: entry.provider, directory, signal: lease.signal });
    } catch (error) {
      const mayPass = error instanceof AppError && MAY_PASS.includes(error.code);
      if (!mayPass || !('url' in wanted) || tries >= MAX_FETCHES || lease.signal.aborted) throw error;
      await sleep(FETCH_PAUSE_MS * tries, undefined, { signal: lease.signal });
    }
  }
}

/** The price of a part of what was ordered: rounded down in the user's favour, but not to nothing. */
const priceOfPart = (price: number, share: number): number => Math.max(1, Math.floor(price * share));
