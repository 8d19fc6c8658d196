import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, test } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { uniqueKey } from '../../src/storage/object-keys.ts';
import type { ObjectStore, PutOptions } from '../../src/storage/object-store.ts';

/** Leaves a test out where the stand-in server cannot check it; the reason stands beside each ability. */
export const testIf = (isAble: boolean) => (name: string, run: () => Promise<void>) => {
  if (isAble) test(name, run);
};

export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** Moves the clock that signs links, in milliseconds from the real time. */
  setClockOffset(offsetMs: number): void;
  close(): Promise<void>;
}

/** What the server behind a store is able to check; what it is not is left out by name, never passed silently. */
export interface StoreAbilities {
  /** Refuses links whose signature, key, method or name were changed. */
  readonly checksSignatures: boolean;
  /** Refuses presigned uploads of other bytes than announced. */
  readonly checksUploads: boolean;
  readonly readsFirstByteAlone: boolean;
  /** Two puts to one key at the same time leave one of the two, never a mixture. */
  readonly replacesAtomically: boolean;
}

export const MEBIBYTE = 1024 * 1024;
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A store that one run of the contract is about, and what the tests do with it over and over. */
export interface StoreBench {
  readonly subject: StoreUnderTest;
  readonly store: ObjectStore;
  /** For files on their way into the store. */
  readonly folder: string;
  keyFor(fileName?: string, contentType?: string): string;
  fileOf(bytes: Uint8Array, contentType?: string): Promise<{ path: string; options: PutOptions }>;
  putBytes(key: string, bytes: Uint8Array, contentType?: string): Promise<void>;
  read(key: string): Promise<Buffer>;
  /** The code with which something fails; whatever else happens is thrown. */
  codeOf(promise: Promise<unknown>): Promise<string>;
}

/** Opens the store before the tests of the describing block and closes it behind them. */
export function benchFor(open: () => Promise<StoreUnderTest>): StoreBench {
  let subject: StoreUnderTest;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atelier-store-'));
    subject = await open();
  });

  afterAll(async () => {
    await subject?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const fileOf: StoreBench['fileOf'] = async (bytes, contentType = 'image/png') => {
    const path = join(folder, randomBytes(8).toString('hex'));
    await writeFile(path, bytes);
    return { path, options: { contentType, sizeBytes: bytes.length, sha256: sha256Of(bytes) } };
  };

  return {
    get subject() {
      return subject;
    },
    get store() {
      return subject.store;
    },
    get folder() {
      return folder;
    },
    keyFor: (fileName = 'picture', contentType = 'image/png') =>
      uniqueKey({ folder: 'contract', owner: 'user_1', fileName, contentType, now: new Date() }),
    fileOf,
    putBytes: async (key, bytes, contentType) => {
      const { path, options } = await fileOf(bytes, contentType);
      await subject.store.putFile(key, path, options);
    },
    read: async (key) => buffer((await subject.store.get(key)).body),
    codeOf: async (promise) => {
      const error = await promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof AppError)) throw error ?? new Error('It did not fail.');
      return error.code;
    },
  };
}
