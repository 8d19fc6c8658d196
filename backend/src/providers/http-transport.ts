import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { SafeFetch, SafeFetchOptions, SavedResponse } from '../lib/safe-fetch.ts';
import type { ProviderAdapter } from './adapter.ts';
import { readJsonFile, takeFilesOut } from './answer-files.ts';
import { type Connection, type Connections, trustedOriginOf } from './connection.ts';
import { CALL_TIMEOUT_MS, type HttpAnswer, type HttpRequest, type HttpSilence } from './http-messages.ts';
import { parseAnswer } from './parse-answer.ts';
import { withoutKey } from './redact-key.ts';
import type { SendHooks } from './transport.ts';
import { vendorBodyOf } from './vendor-body.ts';

/** Answers of vendors' APIs are small; pictures come by link. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** Room for ten large pictures as base64; it goes to disk. */
const MAX_FILES_ANSWER_BYTES = 256 * 2 ** 20;

export interface HttpParts {
  readonly safeFetch: SafeFetch;
  readonly connections: Pick<Connections, 'find'>;
  /** Plain http for every call, in tests. */
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
  const { timeoutMs = CALL_TIMEOUT_MS } = request;
  const options: SafeFetchOptions = {
    method: request.method,
    headers: {
      ...(body && { 'content-type': body.contentType }),
      accept: 'application/json',
      ...request.headers,
    },
    ...(body && { body: body.body }),
    timeoutMs,
    firstByteTimeoutMs: timeoutMs,
    ...(signal && { signal }),
    allowHttp: parts.allowHttp,
    trustedOrigin: trustedOriginOf(connection),
    maxBytes: request.expect === 'files' ? MAX_FILES_ANSWER_BYTES : MAX_ANSWER_BYTES,
    // Whoever follows one sends what he has, the key too, to whom the redirect names.
    keepsRedirects: true,
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
  return { kind: 'http', status, headers, body: parseAnswer(body.toString('utf8')) };
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
  return readAnswerFile(raw, folder, await safeFetch.answerToFile(url, raw, options));
}

/** An answer whose body lies in a file: the file itself when it is a result, otherwise its JSON and the files in it. */
export async function readAnswerFile(
  raw: string,
  folder: string,
  received: Pick<SavedResponse, 'status' | 'headers' | 'contentType' | 'sizeBytes'>,
): Promise<HttpAnswer> {
  const { status, headers, contentType, sizeBytes } = received;
  const head = { kind: 'http', status, headers } as const;
  const isSuccess = status >= 200 && status < 300;
  const isMedia = /^(?:image|video|audio)\//.test(contentType);
  if (isSuccess && isMedia)
    return { ...head, body: undefined, files: [{ path: raw, sizeBytes, contentType }] };
  if (!isSuccess) {
    const body = await readJsonFile(raw);
    await rm(raw);
    return { ...head, body, files: [] };
  }
  const found = await takeFilesOut(raw, folder);
  const isFile = found.body === undefined && sizeBytes > 0 && !/\bjson$/.test(contentType);
  if (isFile) return { ...head, body: undefined, files: [{ path: raw, sizeBytes, contentType }] };
  await rm(raw);
  return { ...head, ...found };
}

/**
 * The request with its full address and, on the provider's own endpoint, its key.
 * @throws AppError provider_not_configured
 */
export function addressed(
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
