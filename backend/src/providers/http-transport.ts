import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { HttpAnswer, HttpRequest, HttpSilence, Json, OutputFile, RemoteFile } from './adapter.ts';

/** Answers of vendors' APIs are small; pictures come by link. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
const MAX_RESULT_BYTES = 64 * 2 ** 20;
const RESULT_TIMEOUT_MS = 120_000;
const RESULT_TYPES = ['image/*', 'application/octet-stream', 'binary/octet-stream'];

export interface HttpParts {
  readonly safeFetch: SafeFetch;
  readonly pictures: PicturePool;
  /** Plain http, for vendors inside the house and for emulators. */
  readonly allowHttp: boolean;
}

/** Calls a vendor once, without redirects and without repeating anything; what silence means is the adapter's to say. */
export async function sendHttp(
  { safeFetch, allowHttp }: HttpParts,
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer | HttpSilence> {
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

function parse(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: the adapter sees that there is no body it could read.
    return undefined;
  }
}

/** Downloads a result and makes our own copy of it, as of an upload: decoded, without metadata, with a thumbnail. */
export async function collectResult(
  { safeFetch, pictures, allowHttp }: HttpParts,
  file: RemoteFile,
  directory: string,
  signal: AbortSignal,
): Promise<OutputFile> {
  const folder = await mkdtemp(path.join(directory, 'result-'));
  const received = path.join(folder, 'received');
  await safeFetch.toFile(file.url, received, {
    maxBytes: MAX_RESULT_BYTES,
    timeoutMs: RESULT_TIMEOUT_MS,
    acceptTypes: RESULT_TYPES,
    allowHttp,
    signal,
  });
  const picture = await pictures.normalise(
    { sourcePath: received, fileName: file.name, outputDirectory: folder },
    { signal },
  );
  return { ...picture, name: file.name, role: file.role, inputPosition: file.inputPosition };
}
