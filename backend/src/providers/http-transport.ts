import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { OutputFile, ProviderAdapter, ReceivedFile, RemoteFile } from './adapter.ts';
import type { Connection, Connections } from './connection.ts';
import type { HttpAnswer, HttpRequest, HttpSilence, Json } from './http-messages.ts';
import type { SendHooks } from './transport.ts';

/** Answers of vendors' APIs are small; pictures come by link. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
const MAX_RESULT_BYTES = 64 * 2 ** 20;
const RESULT_TIMEOUT_MS = 120_000;
const RESULT_TYPES = ['image/*', 'application/octet-stream', 'binary/octet-stream'];

export interface HttpParts {
  readonly safeFetch: SafeFetch;
  readonly pictures: PicturePool;
  readonly connections: Connections;
  /** Plain http, for vendors inside the house and for emulators. */
  readonly allowHttp: boolean;
}

/** Calls a vendor once, without redirects and without repeating anything; what silence means is the adapter's to say. */
export async function sendHttp(
  { safeFetch, connections, allowHttp }: HttpParts,
  wanted: HttpRequest,
  { provider, signal }: SendHooks,
): Promise<HttpAnswer | HttpSilence> {
  const request = addressed(wanted, provider, connections.find(provider.slug));
  try {
    const answer = await safeFetch.toBuffer(request.url, {
      method: request.method,
      headers: {
        ...(request.json !== undefined && { 'content-type': 'application/json' }),
        accept: 'application/json',
        ...request.headers,
      },
      ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
      ...(request.timeoutMs !== undefined && {
        timeoutMs: request.timeoutMs,
        firstByteTimeoutMs: request.timeoutMs,
      }),
      ...(signal && { signal }),
      allowHttp,
      maxBytes: MAX_ANSWER_BYTES,
      maxRedirects: 0,
    });
    return { kind: 'http', status: answer.status, headers: answer.headers, body: parse(answer.body) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof AppError) || error.code !== 'url_fetch_failed') throw error;
    const { reason, phase } = error.values;
    return { kind: 'silence', mayHaveBeenHeard: phase !== 'connect', detail: `${reason} (${phase})` };
  }
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
  const url = request.url.startsWith('/') ? connection.endpoint + request.url : request.url;
  const { host } = new URL(url);
  const known = [new URL(connection.endpoint).host, ...(rules.otherHosts ?? [])];
  // Results lie anywhere and are fetched without a key; calls with one go to the vendor alone.
  if (!known.includes(host)) throw new Error(`${slug} must not be called at ${host}`);
  return rules.authorize({ ...request, url }, connection.key);
}

function parse(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: the adapter sees that there is no body it could read.
    return undefined;
  }
}

/** Fetches a result that still lies with the vendor and makes our own copy of it, as of an upload: decoded, without metadata, with a thumbnail. */
export async function collectResult(
  { safeFetch, pictures, allowHttp }: HttpParts,
  file: RemoteFile | ReceivedFile,
  directory: string,
  signal: AbortSignal,
): Promise<OutputFile> {
  const folder = await mkdtemp(path.join(directory, 'result-'));
  const sourcePath = 'received' in file ? file.received.path : path.join(folder, 'received');
  if ('url' in file) {
    await safeFetch.toFile(file.url, sourcePath, {
      maxBytes: MAX_RESULT_BYTES,
      timeoutMs: RESULT_TIMEOUT_MS,
      acceptTypes: RESULT_TYPES,
      allowHttp,
      signal,
    });
  }
  const picture = await pictures.normalise(
    { sourcePath, fileName: file.name, outputDirectory: folder },
    { signal },
  );
  return { ...picture, name: file.name, role: file.role, inputPosition: file.inputPosition };
}
