import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { BytesMismatch, type ExpectedBytes } from './durable-write.ts';
import type { PutOptions } from './object-store.ts';
import type { ByteRange } from './ranges.ts';
import { isMissing, MAX_ATTEMPTS, type S3Settings, s3ErrorFacts } from './s3-client.ts';

/** Answers without a body: HEAD, DELETE, and the head of a GET. */
export const CALL_TIMEOUT_MS = 30_000;
/** A put may take this long and one second more per MIN_BYTES_PER_SECOND. */
const MIN_BYTES_PER_SECOND = 128 * 1024;
const RETRY_PAUSE_MS = 250;
const CHUNK_BYTES = 256 * 1024;

/** Reads the file once: proves that it is what the caller says, and gives the MD5 the protocol can check. */
export async function checkFile(path: string, expected: ExpectedBytes): Promise<{ md5: string }> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    sizeBytes += chunk.length;
    sha256.update(chunk);
    md5.update(chunk);
  }
  if (sizeBytes !== expected.sizeBytes || sha256.digest('hex') !== expected.sha256) {
    throw new BytesMismatch('The file is not the one announced by size and SHA-256.');
  }
  return { md5: md5.digest('base64') };
}

/** Worth another attempt: no answer at all, throttling, or the server's own trouble. */
export function isPassing(error: unknown): boolean {
  const { status } = s3ErrorFacts(error);
  return status === 0 || status === 429 || (status >= 500 && status !== 501 && status !== 507);
}

/** A put whose file was checked; `md5` in base64, as Content-MD5 wants it. */
export type CheckedPut = PutOptions & { readonly md5: string };

/** What every call needs. */
export interface S3Parts {
  readonly client: S3Client;
  readonly settings: S3Settings;
}

/**
 * Puts a file whose bytes the server itself checks on arrival (Content-MD5). The SDK cannot repeat a streamed body, so
 * attempts are made here, each with a fresh stream.
 */
export async function putStream({ client, settings }: S3Parts, key: string, path: string, put: CheckedPut) {
  const timeoutMs = CALL_TIMEOUT_MS + Math.ceil((put.sizeBytes / MIN_BYTES_PER_SECOND) * 1000);
  for (let attempt = 1; ; attempt += 1) {
    // Opened first: a stream that fails to open reports it before anybody listens.
    const body = (await open(path, 'r')).createReadStream({ highWaterMark: CHUNK_BYTES });
    const command = new PutObjectCommand({
      Bucket: settings.bucket,
      Key: key,
      Body: body,
      ContentLength: put.sizeBytes,
      ContentType: put.contentType,
      ContentMD5: put.md5,
      // Tells this put from another writer's when the object is examined, and helps whoever audits the bucket later.
      Metadata: { sha256: put.sha256 },
    });
    try {
      return await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isPassing(error)) throw error;
      await sleep(RETRY_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    } finally {
      body.destroy();
    }
  }
}

/** What the store says of an object; null when there is none. */
export async function headObject({ client, settings }: S3Parts, key: string) {
  const command = new HeadObjectCommand({ Bucket: settings.bucket, Key: key });
  try {
    return await client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Opens a body. The time limit ends with the answer's head; then only silence on the connection counts. */
export async function openObject({ client, settings }: S3Parts, key: string, range: ByteRange | undefined) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), CALL_TIMEOUT_MS);
  const header = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
  const command = new GetObjectCommand({ Bucket: settings.bucket, Key: key, ...header });
  try {
    return await client.send(command, { abortSignal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}
