import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Clock, systemClock } from '../lib/clock.ts';
import { attachmentHeader } from '../lib/file-name.ts';
import { assertOutsideTransaction } from '../lib/transaction-scope.ts';
import { BytesMismatch } from './durable-write.ts';
import { linkWindow } from './link-window.ts';
import {
  assertSafeKey,
  assertTypeFitsKey,
  bareContentType,
  contentTypeOfKey,
  encodeKey,
} from './object-keys.ts';
import type { ObjectStore, PresignedUpload, PutOptions, StoredObject } from './object-store.ts';
import { assertRange } from './ranges.ts';
import {
  CALL_TIMEOUT_MS,
  type CheckedPut,
  checkFile,
  headObject,
  isPassing,
  openObject,
  putStream,
  type S3Parts,
} from './s3-calls.ts';
import { createS3Clients, isMissing, type S3Settings, s3ErrorFacts, translateS3Error } from './s3-client.ts';
import { S3_PROVIDERS } from './s3-providers.ts';
import { probeStore } from './store-health.ts';
import { holdsBytes } from './verify-object.ts';

const md5Hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

/** What lies under a key after a put. */
type Finding = 'whole' | 'damaged' | 'missing' | 'replaced';

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
      await client
        .send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) })
        .catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
    });

  /**
   * Size by HEAD, bytes by the ETag where it is the MD5. It is not with KMS encryption and on some servers; a
   * different ETag therefore proves nothing, and the bytes are read back and hashed instead. Our own metadata tells
   * whether another writer has replaced the object since.
   */
  async function examine(key: string, put: CheckedPut): Promise<Finding> {
    const found = await headObject(parts, key);
    if (found === null) return 'missing';
    if (found.Metadata?.sha256 !== put.sha256) return 'replaced';
    if (found.ContentLength !== put.sizeBytes) return 'damaged';
    if (found.ETag?.replaceAll('"', '') === md5Hex(put.md5)) return 'whole';
    if (await holdsBytes({ head, get }, key, put)) return 'whole';
    // Another writer may have come between the two looks; its object must not be taken for our damaged one.
    const again = await headObject(parts, key);
    if (again === null) return 'missing';
    return again.ETag === found.ETag ? 'damaged' : 'replaced';
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
      return call(key, () =>
        signUpload({ ...upload, signedAt: clock.now() }, key, options, expiresInSeconds),
      );
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
