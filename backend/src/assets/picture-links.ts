import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { MAX_FILE_SIZE_BYTES, MEBIBYTE } from '@atelier/shared/limits';
import type { NewAssetRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { cleanFileName } from '../lib/file-name.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { AssetService, UploadedFile } from './asset-service.ts';

/** The caller waits for these, so a slow server must not keep it longer than proxies are patient. */
const FETCH_TIMEOUT_MS = 30_000;

/** Brings in pictures that callers name by an address instead of uploading them. */
export class PictureLinks {
  readonly #assets: AssetService;
  readonly #safeFetch: SafeFetch;
  readonly #temporaryRoot: string;
  /** Plain http is for tests alone. */
  readonly #allowHttp: boolean;

  constructor(parts: {
    assets: AssetService;
    safeFetch: SafeFetch;
    temporaryRoot: string;
    allowHttp: boolean;
  }) {
    this.#assets = parts.assets;
    this.#safeFetch = parts.safeFetch;
    this.#temporaryRoot = parts.temporaryRoot;
    this.#allowHttp = parts.allowHttp;
  }

  /**
   * Fetches the pictures, checks, re-encodes and stores them like uploads; the rows are not in the database yet. Nothing
   * is kept when one of them is refused. @throws AppError url_refused, url_fetch_failed, and those of an upload.
   */
  async bring(userId: string, links: readonly string[]): Promise<NewAssetRow[]> {
    if (links.length === 0) return [];
    const directory = await mkdtemp(path.join(this.#temporaryRoot, 'links-'));
    const stopping = new AbortController();
    const fetches = links.map((link, position) =>
      this.#bringOne(link, path.join(directory, `link-${position}`), stopping.signal),
    );
    try {
      const files = await Promise.all(fetches);
      return await this.#assets.acceptUploads(userId, files, directory);
    } finally {
      // One is refused: the others need not arrive. Nobody may write here any more when the folder goes.
      stopping.abort();
      await Promise.allSettled(fetches);
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #bringOne(link: string, target: string, signal: AbortSignal): Promise<UploadedFile> {
    const name = nameOf(link);
    try {
      await this.#safeFetch.toFile(link, target, {
        maxBytes: MAX_FILE_SIZE_BYTES,
        timeoutMs: FETCH_TIMEOUT_MS,
        allowHttp: this.#allowHttp,
        signal,
      });
    } catch (error) {
      const isTooLarge = error instanceof AppError && error.values['reason'] === 'too_large';
      if (!isTooLarge) throw error;
      const limitMb = MAX_FILE_SIZE_BYTES / MEBIBYTE;
      throw new AppError('file_too_large', { name, limitMb }, { cause: error });
    }
    return { path: target, name };
  }
}

/** A label for people: the last part of the address, never its query, which may hold a signature. */
function nameOf(link: string): string {
  const { pathname } = URL.parse(link) ?? { pathname: '' };
  return cleanFileName(decodeText(pathname.split('/').at(-1) ?? ''));
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: the address itself says so, and a label need not.
    return text;
  }
}
