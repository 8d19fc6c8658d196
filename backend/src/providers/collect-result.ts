import { mkdtemp, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import { describeFile } from '../lib/describe-file.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import { inspectMedia } from '../media/inspect-media.ts';
import type { NormaliseLimits, PicturePool } from '../pictures/picture-pool.ts';
import type { MediaType, OutputFile, ReceivedFile, RemoteFile } from './adapter.ts';
import { type Connections, trustedOriginOf } from './connection.ts';
import type { CollectHooks } from './transport.ts';

/** Size of a result and time to fetch it, which leaves a slow line some 1 MB a second. */
const LIMITS: Readonly<Record<MediaType, { readonly maxBytes: number; readonly timeoutMs: number }>> = {
  image: { maxBytes: 256 * 2 ** 20, timeoutMs: 300_000 },
  audio: { maxBytes: 64 * 2 ** 20, timeoutMs: 120_000 },
  video: { maxBytes: 512 * 2 ** 20, timeoutMs: 600_000 },
};
/**
 * Larger than an upload may be: an upscaler's 8K result has 59 megapixels, and what was paid for is kept. Peaks measured at
 * 150 megapixels: some 180 MB for JPEG and PNG, 580 MB for progressive JPEGs and those lying on a side.
 */
const PICTURE_LIMITS: NormaliseLimits = { maxPixels: 150_000_000, timeoutSeconds: 120 };
/** Some vendors' file hosts turn away whoever does not look like a browser. Never with the vendor's key. */
const FETCH_HEADERS = { 'user-agent': 'Mozilla/5.0 (compatible; Atelier)' } as const;
/** What careless stores call everything; the bytes decide. */
const ANY_BYTES = ['application/octet-stream', 'binary/octet-stream', ''];
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
};

export interface CollectParts {
  readonly safeFetch: SafeFetch;
  readonly pictures: PicturePool;
  readonly connections: Pick<Connections, 'find'>;
  /** Plain http for every result, in tests. */
  readonly allowHttp: boolean;
}

/**
 * Fetches a result that still lies with the vendor and makes our own copy of a picture, as of an upload: decoded,
 * without metadata, with a thumbnail. Videos and recordings are taken as they are once their structure is checked;
 * nothing here could decode one, so they have no thumbnail.
 */
export async function collectResult(
  parts: CollectParts,
  file: RemoteFile | ReceivedFile,
  hooks: CollectHooks,
): Promise<OutputFile> {
  const mediaType = file.mediaType ?? 'image';
  const folder = await mkdtemp(path.join(hooks.directory, 'result-'));
  try {
    const sourcePath = await bring(parts, file, { ...hooks, folder, mediaType });
    const facts =
      mediaType === 'image'
        ? await checkPicture(parts, { sourcePath, name: file.name, folder }, hooks.signal)
        : await checkMedia(sourcePath, mediaType);
    const { role, inputPosition } = file;
    return { ...facts, role, inputPosition, name: nameFor(file.name, facts.contentType) };
  } catch (error) {
    // The next try gets a folder of its own, and this one may hold half a video.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The path of the bytes, wherever they came from. @throws AppError url_refused, url_fetch_failed, result_not_media */
async function bring(
  { safeFetch, connections, allowHttp }: CollectParts,
  file: RemoteFile | ReceivedFile,
  { provider, signal, folder, mediaType }: CollectHooks & { folder: string; mediaType: MediaType },
): Promise<string> {
  const { maxBytes, timeoutMs } = LIMITS[mediaType];
  if ('received' in file) {
    if (file.received.sizeBytes > maxBytes) throw new AppError('result_not_media');
    return file.received.path;
  }
  const target = path.join(folder, 'received');
  await safeFetch.toFile(file.url, target, {
    maxBytes,
    timeoutMs,
    headers: { ...FETCH_HEADERS, accept: `${mediaType}/*, */*;q=0.5` },
    acceptTypes: [`${mediaType}/*`, ...ANY_BYTES],
    allowHttp,
    trustedOrigin: trustedOriginOf(connections.find(provider.slug)),
    signal,
  });
  // A page that says the link has ended is no result, but says nothing against the next try either.
  if (await isPage(target)) throw new AppError('url_fetch_failed', { reason: 'not_a_file', phase: 'body' });
  return target;
}

/** Whether a file begins as HTML, XML or JSON do. No picture, video or recording does. */
async function isPage(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return /^(?:\xef\xbb\xbf)?\s*[<{[]/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

type Facts = Omit<OutputFile, 'name' | 'role' | 'inputPosition'>;

async function checkPicture(
  { pictures }: CollectParts,
  { sourcePath, name, folder }: { sourcePath: string; name: string; folder: string },
  signal: AbortSignal,
): Promise<Facts> {
  try {
    const job = { sourcePath, fileName: name, outputDirectory: folder, limits: PICTURE_LIMITS };
    return await pictures.normalise(job, { signal });
  } catch (error) {
    // These speak to somebody who has uploaded a file; here it is the vendor who sent it. Our own thread's failure
    // to look at the file says nothing about it.
    const isAboutFile =
      error instanceof AppError &&
      /^(?:file|picture)_/.test(error.code) &&
      error.code !== 'picture_processing_failed';
    throw isAboutFile ? new AppError('result_not_media', {}, { cause: error }) : error;
  }
}

async function checkMedia(sourcePath: string, mediaType: 'video' | 'audio'): Promise<Facts> {
  const { contentType, width, height } = await inspectMedia(sourcePath, mediaType);
  const { sizeBytes, sha256 } = await describeFile(sourcePath);
  return {
    ...{ path: sourcePath, contentType, width, height, sizeBytes, sha256 },
    ...{ hasAlpha: false, thumbnailPath: null },
  };
}

/** The name with the ending that fits what the file turned out to be. */
function nameFor(name: string, contentType: string): string {
  const ending = EXTENSIONS[contentType];
  return ending === undefined ? name : `${name.replace(/\.[^.]+$/, '')}.${ending}`;
}
