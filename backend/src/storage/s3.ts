import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Clock, systemClock } from '../lib/clock.ts';
import { attachmentHeader } from '../lib/file-name.ts';
import { assertOutsideTransaction } from '../lib/transaction-scope.ts';
import { BytesMismatch, type ExpectedBytes } from './durable-write.ts';
import { linkWindow } from './link-window.ts';
import { assertSafeKey, assertTypeFitsKey, bareContentType, contentTypeOfKey, encodeKey } from './object-keys.ts';
import type { ObjectStore, PresignedUpload, PutOptions, StoredObject } from './object-store.ts';
import { assertRange, type ByteRange } from './ranges.ts';
import { createS3Clients, isMissing, MAX_ATTEMPTS, type S3Settings, s3ErrorFacts, translateS3Error } from './s3-client.ts';
import { S3_PROVIDERS } from './s3-providers.ts';
import { probeStore } from './store-health.ts';
import { holdsBytes } from './verify-object.ts';

/** Answers without a body: HEAD, DELETE, and the head of a GET. */
const CALL_TIMEOUT_MS = 30_000;
/** A put may take this long and one second more per MIN_BYTES_PER_SECOND. */
const MIN_BYTES_PER_SECOND = 128 * 1024;
const RETRY_PAUSE_MS = 250;
const CHUNK_BYTES = 256 * 1024;

const md5Hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

/** Reads the file once: proves that it is what the caller says, and gives the MD5 the protocol can check. */
async function checkFile(path: string, expected: ExpectedBytes): Promise<{ md5: string }> {
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

/** What lies under a key after a put. */
type Finding = 'whole' | 'damaged' | 'missing' | 'replaced';

/** Worth another attempt: no answer at all, throttling, or the server's own trouble. */
function isPassing(error: unknown): boolean {
  const { status } = s3ErrorFacts(error);
  return status === 0 || status === 429 || (status >= 500 && status !== 501 && status !== 507);
}

interface S3Parts {
  readonly client: S3Client;
  readonly settings: S3Settings;
}

/**
 * Puts a file whose bytes the server itself checks on arrival (Content-MD5). The SDK cannot repeat a streamed body, so
 * attempts are made here, each with a fresh stream.
 */
async function putStream({ client, settings }: S3Parts, key: string, path: string, put: PutOptions & { md5: string }) {
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

async function headObject({ client, settings }: S3Parts, key: string) {
  const command = new HeadObjectCommand({ Bucket: settings.bucket, Key: key });
  try {
    return await client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Opens a body. The time limit ends with the answer's head; then only silence on the connection counts. */
async function openObject({ client, settings }: S3Parts, key: string, range: ByteRange | undefined) {
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

/** The whole object's size: a ranged answer says it after the slash. */
function wholeSize(contentRange: string | undefined, contentLength: number | undefined): number {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? (contentLength ?? 0) : Number(total);
}

/** Signs length, type and (where the maker checks it) SHA-256, so that only these bytes can be put. */
async function signUpload(
  { client, settings, signedAt }: S3Parts & { readonly signedAt: Date },
  key: string,
  options: PutOptions,
  expiresInSeconds: number,
): Promise<PresignedUpload> {
  const { checksSha256 } = S3_PROVIDERS[settings.provider];
  const checksum = Buffer.from(options.sha256, 'hex').toString('base64');
  const checksumHeader: Record<string, string> = checksSha256 ? { 'x-amz-checksum-sha256': checksum } : {};
  const command = new PutObjectCommand({
    Bucket: settings.bucket,
    Key: key,
    ContentType: options.contentType,
    ContentLength: options.sizeBytes,
    ...(checksSha256 ? { ChecksumSHA256: checksum } : {}),
  });
  const url = await getSignedUrl(client, command, {
    expiresIn: expiresInSeconds,
    signingDate: signedAt,
    // Without this the type is left out of the signature and the uploader may send any.
    signableHeaders: new Set(['content-type']),
    unhoistableHeaders: new Set(Object.keys(checksumHeader)),
  });
  return {
    method: 'PUT',
    url,
    headers: { 'content-type': options.contentType, ...checksumHeader },
    expiresAt: new Date(signedAt.getTime() + expiresInSeconds * 1000).toISOString(),
  };
}

/**
 * A store that speaks the S3 protocol, for AWS S3, Cloudflare R2, Tencent COS and MinIO. Objects are deleted one by
 * one and never given an ACL: both are refused by one maker or another.
 */
export function createS3Store(settings: S3Settings & { readonly clock?: Clock }): ObjectStore {
  const { client, signingClient } = createS3Clients(settings);
  const clock = settings.clock ?? systemClock;
  const parts: S3Parts = { client, settings };
  const upload = { client: signingClient, settings };

  async function call<T>(key: string, work: () => Promise<T>): Promise<T> {
    assertOutsideTransaction('The object store');
    assertSafeKey(key);
    try {
      return await work();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw translateS3Error(error);
    }
  }

  const head = (key: string): Promise<StoredObject | null> =>
    call(key, async () => {
      const found = await headObject(parts, key);
      if (found === null) return null;
      const contentType = bareContentType(found.ContentType ?? contentTypeOfKey(key));
      return { key, sizeBytes: found.ContentLength ?? 0, contentType };
    });

  const get: ObjectStore['get'] = (key, range) =>
    call(key, async () => {
      if (range !== undefined) assertRange(range, Number.POSITIVE_INFINITY);
      const found = await openObject(parts, key, range).catch((error: unknown) => {
        if (s3ErrorFacts(error).status === 416) throw new RangeError('The range lies outside the object.');
        throw error;
      });
      if (!(found.Body instanceof Readable)) throw new Error('The storage answered without a body.');
      const sizeBytes = wholeSize(found.ContentRange, found.ContentLength);
      const contentType = bareContentType(found.ContentType ?? contentTypeOfKey(key));
      return { key, sizeBytes, contentType, body: found.Body };
    });

  const remove = (key: string): Promise<void> =>
    call(key, async () => {
      const command = new DeleteObjectCommand({ Bucket: settings.bucket, Key: key });
      await client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    });

  /**
   * Size by HEAD, bytes by the ETag where it is the MD5. It is not with KMS encryption and on some servers; a
   * different ETag therefore proves nothing, and the bytes are read back and hashed instead. Our own metadata tells
   * whether another writer has replaced the object since.
   */
  async function examine(key: string, put: PutOptions & { md5: string }): Promise<Finding> {
    const found = await headObject(parts, key);
    if (found === null) return 'missing';
    if (found.Metadata?.['sha256'] !== put.sha256) return 'replaced';
    if (found.ContentLength !== put.sizeBytes) return 'damaged';
    if (found.ETag?.replaceAll('"', '') === md5Hex(put.md5)) return 'whole';
    return (await holdsBytes({ head, get }, key, put)) ? 'whole' : 'damaged';
  }

  const putFile: ObjectStore['putFile'] = async (key, path, options) => {
    assertTypeFitsKey(key, options.contentType);
    return call(key, async () => {
      const put = { ...options, ...(await checkFile(path, options)) };
      try {
        await putStream(parts, key, path, put);
      } catch (error) {
        // The answer may be lost and the object there all the same; only the store can tell.
        if (isPassing(error) && (await examine(key, put)) === 'whole') return stored(key, options);
        throw error;
      }
      const finding = await examine(key, put);
      // Replaced after a yes is what two writers to one key must expect; the later one checks its own bytes.
      if (finding === 'whole' || finding === 'replaced') return stored(key, options);
      if (finding === 'damaged') await remove(key);
      throw new BytesMismatch(`The storage said yes, but the object is ${finding}.`);
    });
  };

  const store: ObjectStore = {
    putFile,
    get,
    head,
    delete: remove,

    signedLink: (key, { expiresInSeconds, downloadName }) =>
      call(key, async () => {
        const { startsAt, lifeSeconds } = linkWindow(clock.now(), expiresInSeconds);
        const disposition =
          downloadName === undefined ? {} : { ResponseContentDisposition: attachmentHeader(downloadName) };
        const command = new GetObjectCommand({ Bucket: settings.bucket, Key: key, ...disposition });
        return getSignedUrl(signingClient, command, { expiresIn: lifeSeconds, signingDate: startsAt });
      }),

    async presignedUpload(key, options, expiresInSeconds) {
      assertTypeFitsKey(key, options.contentType);
      return call(key, () => signUpload({ ...upload, signedAt: clock.now() }, key, options, expiresInSeconds));
    },

    publicUrl(key) {
      assertSafeKey(key);
      if (settings.publicBaseUrl === undefined) return null;
      return `${settings.publicBaseUrl.replace(/\/+$/, '')}/${encodeKey(key)}`;
    },

    checkHealth: () => probeStore(store, clock),
  };
  return store;
}

function stored(key: string, options: PutOptions): StoredObject {
  return { key, sizeBytes: options.sizeBytes, contentType: bareContentType(options.contentType) };
}
