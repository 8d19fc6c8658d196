import type { Readable } from 'node:stream';

/** What a store knows of one object. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

export interface PutOptions {
  /** Must be the type that the key's extension stands for (`object-keys.ts`); another one is refused as a bug. */
  readonly contentType: string;
  /** Checked while writing; a mismatch fails the put and leaves nothing behind. */
  readonly sizeBytes: number;
  /** Lower-case hex SHA-256 of the bytes; checked by the store or by reading back. */
  readonly sha256: string;
}

export interface SignedLinkOptions {
  /** 1 to 604,800 (the S3 protocol's maximum). */
  readonly expiresInSeconds: number;
  /** When given, the answer is an attachment under this name (any script; RFC 6266). */
  readonly downloadName?: string;
}

export interface PresignedUpload {
  readonly method: 'PUT';
  readonly url: string;
  /** Headers the uploader must send unchanged; they are part of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/**
 * Where bytes live. Two implementations, one contract suite (`backend/test/contract/object-store.ts`).
 * Failures are AppErrors: not_found, storage_full, storage_failed. Keys come from `object-keys.ts` only; a key that
 * would leave the store's root is refused as a bug.
 */
export interface ObjectStore {
  /**
   * Stores a file. When it resolves the bytes are whole, verified against size and SHA-256, and durable; when it
   * rejects or the process dies, the key holds what it held before (nothing, for a new key).
   */
  putFile(key: string, path: string, options: PutOptions): Promise<StoredObject>;
  /**
   * Opens an object for reading; the stream may be destroyed early. `end` is included and may lie beyond the end;
   * `sizeBytes` is always the whole object's. Rejects with RangeError when no byte lies in the range.
   */
  get(key: string, range?: { start: number; end: number }): Promise<StoredObject & { body: Readable }>;
  head(key: string): Promise<StoredObject | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /**
   * A link that works without signing in until it expires: at least as long as asked, at most half as long again. The
   * same link is given out for some minutes, so that browsers can keep what they fetched (`link-window.ts`).
   */
  signedLink(key: string, options: SignedLinkOptions): Promise<string>;
  /** Lets a client put exactly these bytes under the key without passing them through the API. */
  presignedUpload(key: string, options: PutOptions, expiresInSeconds: number): Promise<PresignedUpload>;
  /** The permanent address when the operator made the store public or put a CDN before it; otherwise null. */
  publicUrl(key: string): string | null;
  /** Writes, reads back and deletes a probe object; rejects with the reason when the store is not usable. */
  checkHealth(): Promise<void>;
}
