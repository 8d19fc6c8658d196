import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import { describeFile } from '../lib/describe-file.ts';
import type { SafeFetch, SafeFetchOptions } from '../lib/safe-fetch.ts';
import { inspectMedia } from '../media/inspect-media.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { OutputFile, ProviderAdapter, ReceivedFile, RemoteFile } from './adapter.ts';
import { readJsonFile, takeFilesOut } from './answer-files.ts';
import type { Connection, Connections } from './connection.ts';
import type { HttpAnswer, HttpRequest, HttpSilence, Json } from './http-messages.ts';
import type { SendHooks } from './transport.ts';
import { vendorBodyOf } from './vendor-body.ts';

/** Answers of vendors' APIs are small; pictures come by link. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
const MAX_RESULT_BYTES = 64 * 2 ** 20;
const RESULT_TIMEOUT_MS = 120_000;
const MAX_VIDEO_BYTES = 512 * 2 ** 20;
/** What careless stores call everything; the bytes decide. */
const ANY_BYTES = ['application/octet-stream', 'binary/octet-stream', ''];
/** Shorter ones are stand-ins, and replacing them could replace half an answer. */
const MIN_KEY_CHARACTERS = 8;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
};

export interface HttpParts {
  readonly safeFetch: SafeFetch;
  readonly pictures: PicturePool;
  readonly connections: Connections;
  /** Plain http, for vendors inside the house and for emulators. */
  readonly allowHttp: boolean;
}

/** Calls a vendor once, without redirects and without repeating anything; what silence means is the adapter's to say. */
export async function sendHttp(
  parts: HttpParts,
  wanted: HttpRequest,
  { provider, directory, signal }: SendHooks,
): Promise<HttpAnswer | HttpSilence> {
  const connection = parts.connections.find(provider.slug);
  const request = addressed(wanted, provider, connection);
  const body = vendorBodyOf(request);
  const options: SafeFetchOptions = {
    method: request.method,
    headers: {
      ...(body && { 'content-type': body.contentType }),
      accept: 'application/json',
      ...request.headers,
    },
    ...(body && { body: body.body }),
    ...(request.timeoutMs !== undefined && {
      timeoutMs: request.timeoutMs,
      firstByteTimeoutMs: request.timeoutMs,
    }),
    ...(signal && { signal }),
    allowHttp: parts.allowHttp,
    maxBytes: request.expect === 'files' ? MAX_RESULT_BYTES : MAX_ANSWER_BYTES,
    maxRedirects: 0,
  };
  try {
    const answer =
      request.expect === 'files'
        ? await receiveFiles(parts.safeFetch, request.url, directory, options)
        : await receiveJson(parts.safeFetch, request.url, options);
    return withoutKey(answer, connection?.key ?? null);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof AppError) || error.code !== 'url_fetch_failed') throw error;
    const { reason, phase } = error.values;
    return { kind: 'silence', mayHaveBeenHeard: phase !== 'connect', detail: `${reason} (${phase})` };
  }
}

async function receiveJson(
  safeFetch: SafeFetch,
  url: string,
  options: SafeFetchOptions,
): Promise<HttpAnswer> {
  const { status, headers, body } = await safeFetch.toBuffer(url, options);
  return { kind: 'http', status, headers, body: parse(body) };
}

/** The answer goes to disk first; only what is no file of it comes into memory. */
async function receiveFiles(
  safeFetch: SafeFetch,
  url: string,
  directory: string,
  options: SafeFetchOptions,
): Promise<HttpAnswer> {
  const folder = await mkdtemp(path.join(directory, 'answer-'));
  const raw = path.join(folder, 'body');
  const { status, headers, contentType, sizeBytes } = await safeFetch.answerToFile(url, raw, options);
  const head = { kind: 'http', status, headers } as const;
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess) return { ...head, body: await readJsonFile(raw), files: [] };
  if (/\bjson$/.test(contentType)) return { ...head, ...(await takeFilesOut(raw, folder)) };
  return { ...head, body: undefined, files: [{ path: raw, sizeBytes, contentType }] };
}

/** Some vendors repeat what they were sent; what they were sent contains the key. */
function withoutKey(answer: HttpAnswer, key: string | null): HttpAnswer {
  if (key === null || key.length < MIN_KEY_CHARACTERS) return answer;
  const text = JSON.stringify([answer.body ?? null, answer.headers]);
  if (!text.includes(key)) return answer;
  const [body, headers] = JSON.parse(text.replaceAll(key, '[key]'));
  return { ...answer, headers, body: answer.body === undefined ? undefined : body };
}

/**
 * The request with its full address and, on the provider's own endpoint, its key.
 * @throws AppError provider_not_configured
 */
function addressed(
  request: HttpRequest,
  { slug, connection: rules }: ProviderAdapter,
  connection: Connection | undefined,
): HttpRequest {
  if (!rules) return request;
  if (!connection || connection.key === null) throw new AppError('provider_not_configured');
  const isOwnEndpoint = request.url.startsWith('/');
  const url = new URL(isOwnEndpoint ? connection.endpoint + request.url : request.url);
  const known = [new URL(connection.endpoint).host, ...(rules.otherHosts ?? [])];
  // Results lie anywhere and are fetched without a key; calls with one go to the vendor alone.
  if (!known.includes(url.host)) throw new Error(`${slug} must not be called at ${url.host}`);
  // A stand-in answers for the vendor's other hosts, too, all below the provider's name.
  const isElsewhere = connection.isEmulated && !isOwnEndpoint;
  const target = isElsewhere ? connection.endpoint + url.pathname + url.search : url.href;
  return rules.authorize({ ...request, url: target }, connection.key);
}

function parse(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: the adapter sees that there is no body it could read.
    return undefined;
  }
}

/**
 * Fetches a result that still lies with the vendor and makes our own copy of a picture, as of an upload: decoded,
 * without metadata, with a thumbnail. Videos and recordings are taken as they are once their structure is checked.
 */
export async function collectResult(
  { safeFetch, pictures, allowHttp }: HttpParts,
  file: RemoteFile | ReceivedFile,
  directory: string,
  signal: AbortSignal,
): Promise<OutputFile> {
  const folder = await mkdtemp(path.join(directory, 'result-'));
  const sourcePath = 'received' in file ? file.received.path : path.join(folder, 'received');
  const mediaType = file.mediaType ?? 'image';
  if ('url' in file) {
    await safeFetch.toFile(file.url, sourcePath, {
      maxBytes: mediaType === 'video' ? MAX_VIDEO_BYTES : MAX_RESULT_BYTES,
      timeoutMs: RESULT_TIMEOUT_MS,
      acceptTypes: [`${mediaType}/*`, ...ANY_BYTES],
      allowHttp,
      signal,
    });
  }
  const label = { role: file.role, inputPosition: file.inputPosition };
  if (mediaType === 'image') {
    const picture = await pictures.normalise(
      { sourcePath, fileName: file.name, outputDirectory: folder },
      { signal },
    );
    return { ...picture, ...label, name: file.name };
  }
  const { contentType, width, height } = await inspectMedia(sourcePath, mediaType);
  const { sizeBytes, sha256 } = await describeFile(sourcePath);
  const facts = { contentType, width, height, sizeBytes, sha256, hasAlpha: false, thumbnailPath: null };
  return { ...facts, ...label, path: sourcePath, name: nameFor(file.name, contentType) };
}

/** The name with the ending that fits what the file turned out to be. */
function nameFor(name: string, contentType: string): string {
  return `${name.replace(/\.[^.]+$/, '')}.${EXTENSIONS[contentType] ?? 'bin'}`;
}
