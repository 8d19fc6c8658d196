import { ERRORS } from '@atelier/shared/errors';
import type { AssetService, UploadedFile } from '../assets/asset-service.ts';
import type { KeyUsageReader, Payer } from '../credits/key-usage-reader.ts';
import type { BatchItemRow, BatchRow } from '../db/batch-tables.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { leftCreditsOf } from './batch-cap.ts';
import { BatchFunds } from './batch-funds.ts';
import { type Outcome, type Picture, refused } from './batch-pictures.ts';
import { itemAt } from './batch-rows.ts';

/** A picture sent for one place: bytes on this machine's disk, or an asset that is stored already. */
export type SentPicture = { readonly position: number } & (
  | { readonly file: UploadedFile; readonly sha256: string }
  | { readonly assetId: string }
);

/** Stored pictures, and those that were refused, before anything of them is in the database. */
export interface Prepared {
  readonly pictures: Picture[];
  readonly refusals: Outcome[];
}

interface Parts {
  readonly database: Database;
  readonly assets: AssetService;
  readonly keyUsage: KeyUsageReader;
}

/** What tells a repeat of a picture from another picture. */
export function fingerprintOf(sent: SentPicture): string {
  return 'assetId' in sent ? `asset:${sent.assetId}` : sent.sha256;
}

/**
 * Checks and stores the pictures that were sent, each judged by itself. What is added to `prepared` must be discarded
 * when it does not become a task, also after a failure.
 * @throws AppError not_found for an asset that is not the user's; storage_full, storage_failed.
 */
export async function preparePictures(
  parts: Parts,
  prepared: Prepared,
  request: {
    readonly batch: BatchRow;
    readonly payer: Payer;
    /** The price of one picture. */
    readonly required: number;
    readonly items: ReadonlyMap<number, BatchItemRow>;
    readonly sent: readonly SentPicture[];
    readonly directory: () => string;
  },
): Promise<void> {
  const { batch, items, sent } = request;
  const named = sent.flatMap((one) => ('assetId' in one ? one : []));
  for (const picture of await findPictures(parts, batch.user_id, named)) {
    // The place keeps the name it was announced with.
    prepared.pictures.push({ ...picture, name: itemAt(items, picture).name });
  }
  const files = sent.flatMap((one) => ('file' in one ? one : []));
  // Saves decoding and storing for nothing; the transaction decides.
  const uncovered = files.length > 0 ? await refusalAhead(parts, request) : undefined;
  for (const one of files) {
    const item = itemAt(items, one);
    if (uncovered) prepared.refusals.push(refused(item, uncovered));
    else await store(parts, prepared, item, { ...one, directory: request.directory() });
  }
}

/** The user's stored pictures, in this order. @throws AppError input_not_found */
export async function findPictures(
  { assets }: Pick<Parts, 'assets'>,
  userId: string,
  named: ReadonlyArray<{ readonly position: number; readonly assetId: string }>,
): Promise<Picture[]> {
  const ids = [...new Set(named.map(({ assetId }) => assetId))];
  const found = new Map((await assets.findOwned(userId, ids)).map((asset) => [asset.id, asset]));
  return named.map((one) => {
    const asset = found.get(one.assetId);
    if (!asset) throw new AppError('input_not_found');
    const { position } = one;
    return { position, name: asset.name, fingerprint: fingerprintOf(one), asset, isUpload: false };
  });
}

/** Removes the bytes of uploads that became no task; `after` as AssetService.discard takes it. */
export async function discardPictures(
  { assets }: Pick<Parts, 'assets'>,
  pictures: readonly Picture[],
  after?: unknown,
): Promise<void> {
  const uploads = pictures.filter(({ isUpload }) => isUpload).map(({ asset }) => asset);
  await assets.discard(uploads, after);
}

async function store(
  { assets }: Parts,
  { pictures, refusals }: Prepared,
  item: BatchItemRow,
  { file, sha256, directory }: { file: UploadedFile; sha256: string; directory: string },
): Promise<void> {
  const { position, name, user_id } = item;
  try {
    const [asset] = await assets.acceptUploads(user_id, [{ path: file.path, name }], directory);
    if (asset) pictures.push({ position, name, fingerprint: sha256, asset, isUpload: true });
  } catch (error) {
    // What is wrong with one picture is its own affair; what is wrong with the storage concerns all.
    if (!(error instanceof AppError) || ERRORS[error.code].status >= 500) throw error;
    refusals.push(refused(item, error));
  }
}

/** Why not even one more picture is covered, as it looks now. */
async function refusalAhead(
  { database, keyUsage }: Parts,
  { batch, payer, required }: { batch: BatchRow; payer: Payer; required: number },
): Promise<AppError | undefined> {
  const account = await database.read
    .selectFrom('user_credits')
    .select('credits')
    .where('user_id', '=', payer.userId)
    .executeTakeFirst();
  const month = payer.apiKeyId === null ? undefined : await keyUsage.limitOf(payer.apiKeyId);
  const leftCredits = await leftCreditsOf(database.read, batch);
  return new BatchFunds({ row: batch, leftCredits }, { credits: account?.credits ?? 0, month }).refusalOf(
    required,
  );
}
