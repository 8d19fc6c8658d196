import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { holdsBytes } from '../storage/verify-object.ts';

/** A row whose bytes are not what it says. */
export interface DamagedAsset {
  readonly assetId: string;
  readonly objectKey: string;
  /** `missing` also stands for a thumbnail that is not there; those have no hash to compare. */
  readonly problem: 'missing' | 'damaged';
}

export interface AssetAudit {
  readonly checked: number;
  readonly damaged: readonly DamagedAsset[];
}

type ReadableStore = Pick<ObjectStore, 'head' | 'get'>;
type AuditedRow = Pick<Tables['assets'], 'id' | 'object_key' | 'thumbnail_key' | 'size_bytes' | 'sha256'>;

const PAGE_SIZE = 500;
const AT_ONCE = 4;

/**
 * Reads back the bytes of every asset that is not deleted and compares size and SHA-256 with its row (reliability
 * matrix, invariant 8). `since` (ISO 8601) leaves out rows made before it: files never change under their name, so one
 * that was whole once can only be damaged from outside. May run beside a working server. @throws AppError when the
 * storage itself does not answer.
 */
export async function auditAssets(
  db: Kysely<Tables>,
  store: ReadableStore,
  { since = '' }: { readonly since?: string } = {},
): Promise<AssetAudit> {
  const damaged: DamagedAsset[] = [];
  let checked = 0;
  let after = '';
  for (;;) {
    const page = await db
      .selectFrom('assets')
      .select(['id', 'object_key', 'thumbnail_key', 'size_bytes', 'sha256'])
      .where('deleted_at', 'is', null)
      .where('created_at', '>=', since)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_SIZE)
      .execute();
    if (page.length === 0) return { checked, damaged };
    after = page.at(-1)?.id ?? after;
    checked += page.length;
    damaged.push(...(await auditPage(db, store, page)));
  }
}

async function auditPage(
  db: Kysely<Tables>,
  store: ReadableStore,
  page: readonly AuditedRow[],
): Promise<DamagedAsset[]> {
  const waiting = [...page];
  const damaged: DamagedAsset[] = [];
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      const problem = await problemOf(store, row);
      // Its owner may have deleted it between the two looks.
      if (problem && (await isStillThere(db, row.id))) {
        damaged.push({ assetId: row.id, objectKey: row.object_key, problem });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return damaged;
}

async function problemOf(
  store: ReadableStore,
  row: AuditedRow,
): Promise<DamagedAsset['problem'] | undefined> {
  if ((await store.head(row.object_key)) === null) return 'missing';
  if (row.thumbnail_key !== null && (await store.head(row.thumbnail_key)) === null) return 'missing';
  try {
    const expected = { sizeBytes: row.size_bytes, sha256: row.sha256 };
    return (await holdsBytes(store, row.object_key, expected)) ? undefined : 'damaged';
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return 'missing';
    throw error;
  }
}

async function isStillThere(db: Kysely<Tables>, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('assets')
    .select('id')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
