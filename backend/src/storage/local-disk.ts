import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../lib/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { translateDiskError } from '../lib/disk-errors.ts';
import {
  BytesMismatch,
  ignoreMissing,
  isBelow,
  removeDurably,
  sweepFolder,
  writeDurably,
} from './durable-write.ts';
import { createLocalLinks, type LocalLinks } from './local-links.ts';
import { assertSafeKey, assertTypeFitsKey, contentTypeOfKey } from './object-keys.ts';
import type { ObjectStore, PutOptions, StoredObject } from './object-store.ts';
import { assertRange } from './ranges.ts';
import { probeStore } from './store-health.ts';

/** Inside the root, so that a rename never crosses file systems; no safe key begins with a dot. */
const TEMPORARY_FOLDER = '.incoming';
/** Longer than any put may last; a younger temporary may belong to a process that still runs. */
const STALE_AFTER_MS = 60 * 60_000;
const CHUNK_BYTES = 256 * 1024;

export interface LocalDiskSettings {
  readonly root: string;
  /** At least 32 bytes; links become invalid when it changes. */
  readonly signingKey: Buffer | string;
  /** Where `routes/files.ts` is mounted. */
  readonly publicPath: string;
  readonly publicBaseUrl?: string;
  readonly clock?: Clock;
}

/** The store on local disk, with what only `routes/files.ts` and the start of the server need. */
export interface LocalDiskStore extends ObjectStore {
  readonly root: string;
  readonly publicPath: string;
  readonly links: LocalLinks;
  /**
   * Stores bytes that arrive from a client under a checked upload link.
   * Rejects with BytesMismatch when they are not the announced ones; the key then holds what it held before.
   */
  receiveUpload(key: string, source: Readable, options: PutOptions): Promise<StoredObject>;
  /** Removes temporaries of writers that died; call at start. Returns how many went. */
  sweep(olderThanMs?: number): Promise<number>;
}

function assertWritable(key: string, options: PutOptions): void {
  assertSafeKey(key);
  assertTypeFitsKey(key, options.contentType);
}

async function openExisting(path: string): Promise<FileHandle> {
  const handle = await open(path, 'r')
    .catch(ignoreMissing(null))
    .catch((error) => {
      throw translateDiskError(error);
    });
  if (handle === null) throw new AppError('not_found');
  return handle;
}

/**
 * Objects as plain files under one folder. The content type is not stored: a key's extension stands for it
 * (`object-keys.ts`), and a put under a key that stands for another type is refused as a bug.
 */
export function createLocalDiskStore(settings: LocalDiskSettings): LocalDiskStore {
  const root = resolve(settings.root);
  const temporaryFolder = join(root, TEMPORARY_FOLDER);
  const clock = settings.clock ?? systemClock;
  const links = createLocalLinks({ ...settings, clock });

  function pathOf(key: string): string {
    assertSafeKey(key);
    const path = join(root, ...key.split('/'));
    if (!isBelow(root, path)) throw new Error(`The key ${key} leaves the store.`);
    return path;
  }

  async function write(key: string, source: Readable, options: PutOptions): Promise<StoredObject> {
    try {
      await mkdir(root, { recursive: true });
      await writeDurably({ ...options, root, temporaryFolder, path: pathOf(key), source });
    } finally {
      source.destroy();
    }
    return { key, sizeBytes: options.sizeBytes, contentType: contentTypeOfKey(key) };
  }

  const store: LocalDiskStore = {
    root,
    publicPath: settings.publicPath,
    links,

    async putFile(key, path, options) {
      assertWritable(key, options);
      try {
        // Opened first: a stream that fails to open reports it before anybody listens.
        const file = await open(path, 'r');
        return await write(key, file.createReadStream({ highWaterMark: CHUNK_BYTES }), options);
      } catch (error) {
        throw translateDiskError(error);
      }
    },

    async receiveUpload(key, source, options) {
      assertWritable(key, options);
      try {
        return await write(key, source, options);
      } catch (error) {
        throw error instanceof BytesMismatch ? error : translateDiskError(error);
      }
    },

    async get(key, range) {
      const handle = await openExisting(pathOf(key));
      try {
        const found = await handle.stat();
        if (!found.isFile()) throw new AppError('not_found');
        if (range !== undefined) assertRange(range, found.size);
        // The stream owns the handle and closes it, also when it is destroyed early.
        const body = handle.createReadStream({ ...range, highWaterMark: CHUNK_BYTES });
        return { key, sizeBytes: found.size, contentType: contentTypeOfKey(key), body };
      } catch (error) {
        await handle.close();
        throw error;
      }
    },

    async head(key) {
      const found = await stat(pathOf(key))
        .catch(ignoreMissing(null))
        .catch((error) => {
          throw translateDiskError(error);
        });
      if (found === null || !found.isFile()) return null;
      return { key, sizeBytes: found.size, contentType: contentTypeOfKey(key) };
    },

    async delete(key) {
      await removeDurably(pathOf(key)).catch((error) => {
        throw translateDiskError(error);
      });
    },

    async signedLink(key, options) {
      assertSafeKey(key);
      return links.readLink(key, options);
    },

    async presignedUpload(key, options, expiresInSeconds) {
      assertWritable(key, options);
      return links.uploadLink(key, options, expiresInSeconds);
    },

    publicUrl: () => null,
    checkHealth: () => probeStore(store, clock),
    sweep: (olderThanMs = STALE_AFTER_MS) =>
      sweepFolder(temporaryFolder, new Date(clock.now().getTime() - olderThanMs)),
  };
  return store;
}
