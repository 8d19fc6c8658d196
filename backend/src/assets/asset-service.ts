import type { Asset } from '@atelier/shared/contracts/asset';
import type { Preview } from '@atelier/shared/contracts/batch';
import type { Database, Transaction } from '../db/database.ts';
import { toAppError } from '../db/database-errors.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { AssetRow, NewAssetRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { describeFile } from '../lib/describe-file.ts';
import type { Logger } from '../lib/logger.ts';
import { newId } from '../lib/new-id.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import { uniqueKey } from '../storage/object-keys.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** Links in answers live this long; the page asks again when one has expired. */
const LINK_LIFETIME_SECONDS = 600;
/** An object that no row claims after this time was left by a crash. */
const ORPHAN_AGE_MS = 60 * 60_000;

/** Nearly every task has one input. */
const selectOwned = reusableQuery<Pick<AssetRow, 'id' | 'user_id'>, AssetRow>((db, value) =>
  db
    .selectFrom('assets')
    .selectAll()
    .where('id', '=', value('id'))
    .where('user_id', '=', value('user_id'))
    .where('deleted_at', 'is', null),
);

/** A file on local disk that is to become an asset. */
export interface FileToStore {
  readonly path: string;
  readonly name: string;
  readonly role: string | null;
  readonly inputPosition: number;
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAlpha: boolean;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly thumbnailPath: string | null;
}

export interface UploadedFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Turns files into stored assets and back into links. The order is always: note the key, put the bytes, and only
 * then the row, in the transaction of the fact the asset belongs to. Whatever a crash leaves between the steps is
 * found by its note and removed.
 */
export class AssetService {
  readonly #database: Database;
  readonly #store: ObjectStore;
  readonly #pictures: PicturePool;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(parts: {
    database: Database;
    store: ObjectStore;
    pictures: PicturePool;
    clock: Clock;
    logger: Logger;
  }) {
    this.#database = parts.database;
    this.#store = parts.store;
    this.#pictures = parts.pictures;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /**
   * Checks, re-encodes and stores uploaded pictures. Nothing is kept when one of them is refused.
   * @throws AppError with the reason, naming the file.
   */
  async acceptUploads(
    userId: string,
    files: readonly UploadedFile[],
    directory: string,
  ): Promise<NewAssetRow[]> {
    const normalised: FileToStore[] = [];
    for (const [position, file] of files.entries()) {
      const picture = await this.#pictures.normalise({
        sourcePath: file.path,
        fileName: file.name,
        outputDirectory: directory,
      });
      normalised.push({ ...picture, name: file.name, role: null, inputPosition: position });
    }
    return this.storeFiles(userId, 'input', null, normalised);
  }

  /** A user's own assets in the order of their ids; unknown, deleted and foreign ones are left out. */
  async presentOwned(userId: string, ids: readonly string[]): Promise<Asset[]> {
    const found = new Map((await this.findOwned(userId, ids)).map((row) => [row.id, row]));
    return Promise.all(ids.flatMap((id) => found.get(id) ?? []).map((row) => this.present(row)));
  }

  /** Stores files whose bytes are known by size and SHA-256; returns rows that are not in the database yet. */
  async storeFiles(
    userId: string,
    kind: 'input' | 'result',
    taskId: string | null,
    files: readonly FileToStore[],
    pathPrefix: string | null = null,
  ): Promise<NewAssetRow[]> {
    const rows = files.map((file, position) =>
      this.#toRow(file, { userId, kind, taskId, position, pathPrefix }),
    );
    await this.#noteKeys(keysOf(rows));
    try {
      for (const [index, file] of files.entries()) {
        const row = rows[index];
        if (row) await this.#putFile(file, row);
      }
      return rows;
    } catch (error) {
      await this.discard(rows);
      throw error;
    }
  }

  /** Makes stored files part of the caller's transaction. */
  async insertRows(transaction: Transaction, rows: readonly NewAssetRow[]): Promise<void> {
    if (rows.length === 0) return;
    await transaction.query
      .insertInto('assets')
      .values([...rows])
      .execute();
    await transaction.query.deleteFrom('pending_objects').where('object_key', 'in', keysOf(rows)).execute();
  }

  /**
   * Removes stored files that no row claims, told by their notes: a transaction that seemed to fail may have been
   * committed. `after` is what it ended with; while the database does not answer, a commit may even be on its way, and
   * everything is left to the sweep, as is whatever fails here. Never throws.
   */
  async discard(rows: readonly NewAssetRow[], after?: unknown): Promise<void> {
    const trouble = after instanceof AppError ? after : toAppError(after);
    if (rows.length === 0 || trouble?.code === 'server_busy') return;
    try {
      const unclaimed = await this.#database.read
        .selectFrom('pending_objects')
        .select('object_key')
        .where('object_key', 'in', keysOf(rows))
        .execute();
      await this.#removeObjects(unclaimed.map(({ object_key }) => object_key));
    } catch (error) {
      this.#logger.warn({ err: error, files: rows.length }, 'stored files are removed later');
    }
  }

  /** Rows of assets that belong to a user and are not deleted; an unknown or foreign id is simply missing. */
  async findOwned(userId: string, ids: readonly string[]): Promise<readonly AssetRow[]> {
    const [id] = ids;
    if (id === undefined) return [];
    if (ids.length === 1) return (await selectOwned(this.#database.read, { id, user_id: userId })).rows;
    return this.#database.read
      .selectFrom('assets')
      .selectAll()
      .where('id', 'in', [...ids])
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .execute();
  }

  /** Marks assets deleted and notes their objects for removal, inside the caller's transaction. */
  async deleteRows(transaction: Transaction, rows: readonly AssetRow[]): Promise<void> {
    if (rows.length === 0) return;
    const at = timestamp(this.#clock);
    const ids = rows.map((row) => row.id);
    await transaction.query.updateTable('assets').set({ deleted_at: at }).where('id', 'in', ids).execute();
    await this.removeObjectsOf(transaction, rows);
  }

  /** Notes the objects of rows that end in the caller's transaction, and removes them once it is committed. */
  async removeObjectsOf(transaction: Transaction, rows: readonly AssetRow[]): Promise<void> {
    const keys = keysOf(rows);
    if (keys.length === 0) return;
    const created_at = timestamp(this.#clock);
    await transaction.query
      .insertInto('pending_objects')
      .values(keys.map((object_key) => ({ object_key, created_at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    transaction.afterCommit(() => void this.#tryToRemove(keys));
  }

  /** Forgets deleted assets for good: those of one task, and those of these that nothing uses any more. */
  async eraseDeletedRows(
    { query }: Transaction,
    { taskId, ids }: { taskId: string; ids: readonly string[] },
  ): Promise<void> {
    await query
      .deleteFrom('assets')
      .where('deleted_at', 'is not', null)
      .where((eb) =>
        eb.or([eb('task_id', '=', taskId), ...(ids.length > 0 ? [eb('id', 'in', [...ids])] : [])]),
      )
      .execute();
  }

  /** Removes objects that were noted long ago and that no live row claims. Returns how many. */
  async sweepOrphans(): Promise<number> {
    const stale = await this.#database.read
      .selectFrom('pending_objects')
      .select('object_key')
      .where('created_at', '<', timestamp(this.#clock, -ORPHAN_AGE_MS))
      .limit(500)
      .execute();
    await this.#removeObjects(stale.map((row) => row.object_key));
    return stale.length;
  }

  /** A local copy source for adapters. */
  open(row: Pick<AssetRow, 'object_key'>): ReturnType<ObjectStore['get']> {
    return this.#store.get(row.object_key);
  }

  /** A signed link to the bytes, relative to this site where the store is on its disk and has no public address. */
  linkTo(row: Pick<AssetRow, 'object_key'>, expiresInSeconds: number): Promise<string> {
    return this.#store.signedLink(row.object_key, { expiresInSeconds });
  }

  /** What callers see of an asset, with fresh links. */
  async present(row: AssetRow): Promise<Asset> {
    const expiresInSeconds = LINK_LIFETIME_SECONDS;
    const [url, downloadUrl, thumbnailUrl] = await Promise.all([
      this.#store.signedLink(row.object_key, { expiresInSeconds }),
      this.#store.signedLink(row.object_key, { expiresInSeconds, downloadName: row.name }),
      row.thumbnail_key ? this.#store.signedLink(row.thumbnail_key, { expiresInSeconds }) : null,
    ]);
    return {
      id: row.id,
      kind: row.kind,
      name: row.name,
      role: row.role,
      inputPosition: row.input_position,
      contentType: row.content_type,
      sizeBytes: row.size_bytes,
      sha256: row.sha256,
      width: row.width,
      height: row.height,
      hasAlpha: row.has_alpha === 1,
      url,
      thumbnailUrl,
      downloadUrl,
    };
  }

  /** As much of an asset as a small view of it needs, with fresh links. */
  async presentPreview(row: AssetRow): Promise<Preview> {
    const expiresInSeconds = LINK_LIFETIME_SECONDS;
    const [url, thumbnailUrl] = await Promise.all([
      this.#store.signedLink(row.object_key, { expiresInSeconds }),
      row.thumbnail_key ? this.#store.signedLink(row.thumbnail_key, { expiresInSeconds }) : null,
    ]);
    return {
      id: row.id,
      name: row.name,
      url,
      thumbnailUrl,
      contentType: row.content_type,
      hasAlpha: row.has_alpha === 1,
    };
  }

  #toRow(
    file: FileToStore,
    owner: {
      userId: string;
      kind: 'input' | 'result';
      taskId: string | null;
      position: number;
      pathPrefix: string | null;
    },
  ): NewAssetRow {
    const now = this.#clock.now();
    const prefix = owner.pathPrefix === null ? '' : `${owner.pathPrefix}/`;
    const keyIn = (folder: string, contentType: string) =>
      prefix + uniqueKey({ folder, owner: owner.userId, fileName: file.name, contentType, now });
    return {
      id: newId('asset', this.#clock),
      user_id: owner.userId,
      task_id: owner.taskId,
      kind: owner.kind,
      role: file.role,
      name: file.name,
      position: owner.position,
      input_position: file.inputPosition,
      object_key: keyIn(owner.kind === 'input' ? 'inputs' : 'results', file.contentType),
      thumbnail_key: file.thumbnailPath ? keyIn('thumbnails', 'image/webp') : null,
      content_type: file.contentType,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
      width: file.width,
      height: file.height,
      has_alpha: file.hasAlpha ? 1 : 0,
      created_at: now.toISOString(),
      loose_since: null,
      deleted_at: null,
    };
  }

  async #putFile(file: FileToStore, row: NewAssetRow): Promise<void> {
    const { contentType, sizeBytes, sha256 } = file;
    await this.#store.putFile(row.object_key, file.path, { contentType, sizeBytes, sha256 });
    if (file.thumbnailPath && row.thumbnail_key) {
      const facts = await describeFile(file.thumbnailPath);
      await this.#store.putFile(row.thumbnail_key, file.thumbnailPath, {
        contentType: 'image/webp',
        ...facts,
      });
    }
  }

  async #noteKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const created_at = timestamp(this.#clock);
    await this.#database.transaction(async ({ query }) => {
      await query
        .insertInto('pending_objects')
        .values(keys.map((object_key) => ({ object_key, created_at })))
        .execute();
    });
  }

  /** For removals nobody waits for: what stays is noted, and the sweep tries again. */
  async #tryToRemove(keys: readonly string[]): Promise<void> {
    try {
      await this.#removeObjects(keys);
    } catch (error) {
      this.#logger.warn({ err: error, objects: keys.length }, 'stored files are removed later');
    }
  }

  /** Deletes the bytes first and the notes second, so that a failure in between is found again. */
  async #removeObjects(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    for (const key of keys) await this.#store.delete(key);
    await this.#database.transaction(async ({ query }) => {
      await query
        .deleteFrom('pending_objects')
        .where('object_key', 'in', [...keys])
        .execute();
    });
  }
}

function keysOf(rows: ReadonlyArray<Pick<NewAssetRow, 'object_key' | 'thumbnail_key'>>): string[] {
  return rows.flatMap((row) => (row.thumbnail_key ? [row.object_key, row.thumbnail_key] : [row.object_key]));
}
