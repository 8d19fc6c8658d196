import { type Clock, systemClock } from '../lib/clock.ts';
import { createLocalDiskStore, type LocalDiskStore } from './local-disk.ts';
import type { ObjectStore } from './object-store.ts';
import { createS3Store } from './s3.ts';
import type { S3Settings } from './s3-client.ts';

/** Where `routes/files.ts` is mounted; signed links of the local store point there. */
export const FILES_PATH = '/files';

export type StorageSettings =
  | {
      readonly provider: 'local';
      /** Absolute folder; made when missing. */
      readonly root: string;
      /** At least 32 bytes. */
      readonly signingKey: Buffer | string;
      /** Scheme and host for links used outside the page; without it links are relative to the site. */
      readonly publicBaseUrl?: string;
    }
  | S3Settings;

export interface OpenedStore {
  readonly store: ObjectStore;
  /** The same store when it is on local disk: then mount `routes/files.ts` and call `sweep` at start. */
  readonly localDisk: LocalDiskStore | null;
}

/** Opens the store the operator chose. Throws with advice when the settings cannot work; touches no network. */
export function createStore(settings: StorageSettings, clock: Clock = systemClock): OpenedStore {
  if (settings.provider === 'local') {
    const localDisk = createLocalDiskStore({ ...settings, publicPath: FILES_PATH, clock });
    return { store: localDisk, localDisk };
  }
  return { store: createS3Store({ ...settings, clock }), localDisk: null };
}
