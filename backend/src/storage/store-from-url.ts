import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { ObjectStore } from './object-store.ts';

/** A downloaded file before it is stored. */
export interface DownloadedFile {
  readonly path: string;
  /** As the sender says; look into the file before believing it. */
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface StoreFromUrlRequest {
  readonly url: string;
  /** Bounds download and disk use. */
  readonly maxBytes: number;
  /** E.g. `image/png`, `image/*`. */
  readonly acceptTypes: readonly string[];
  readonly timeoutMs?: number;
  /**
   * Looks at the file (what it really is, whether it decodes) and names the key and type to store it under.
   * What it throws ends the call, with nothing stored.
   */
  readonly accept: (file: DownloadedFile) => Promise<{ key: string; contentType: string }>;
}

export interface StoredFromUrl {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface StoreFromUrlParts {
  readonly store: ObjectStore;
  readonly safeFetch: SafeFetch;
  /** An existing folder for the bytes on their way. */
  readonly temporaryRoot: string;
}

/**
 * Copies what an address serves into the store, through a file, never through memory. Rejects with url_refused,
 * url_fetch_failed or the store's errors; whatever happens, no temporary file stays.
 */
export async function storeFromUrl(
  parts: StoreFromUrlParts,
  request: StoreFromUrlRequest,
): Promise<StoredFromUrl> {
  const folder = await mkdtemp(join(parts.temporaryRoot, 'download-'));
  try {
    const path = join(folder, 'body');
    const { sizeBytes, sha256, contentType } = await parts.safeFetch.toFile(request.url, path, {
      maxBytes: request.maxBytes,
      acceptTypes: request.acceptTypes,
      ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
    });
    const accepted = await request.accept({ path, contentType, sizeBytes, sha256 });
    await parts.store.putFile(accepted.key, path, { contentType: accepted.contentType, sizeBytes, sha256 });
    return { key: accepted.key, contentType: accepted.contentType, sizeBytes, sha256 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
