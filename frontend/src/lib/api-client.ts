import type { Envelope, Pagination } from '@atelier/shared/contracts/envelope';
import type { ErrorCode } from '@atelier/shared/errors';
import { ApiError, type ApiErrorParts } from './api-error.ts';
import { i18n } from './i18n.ts';
import { currentLocale } from './locale.ts';
import type { RawAnswer } from './raw-answer.ts';
import { refreshSession } from './session-refresh.ts';
import { sendWithProgress } from './upload-request.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Repeating a request with the same key never does the work twice. */
  readonly idempotencyKey?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

export interface UploadOptions extends RequestOptions {
  /** Bytes on the wire over bytes to send, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export interface Page<T> {
  readonly items: T;
  readonly pagination: Pagination;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const SESSION_PATHS = ['/api/auth/login', '/api/auth/register', '/api/auth/refresh', '/api/auth/logout'];
let onSessionLost: () => void = () => undefined;

/** Called when a request needs an account and the session cannot be renewed. One listener: the app. */
export function listenForSessionLoss(listener: () => void): () => void {
  onSessionLost = listener;
  return () => {
    onSessionLost = () => undefined;
  };
}

function headersFor(options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': currentLocale() };
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  return headers;
}

function addressOf(path: string, query: RequestOptions['query']): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return path;
  return `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

const clientError = (code: 'network_failed' | 'answer_invalid', status: number): ApiError =>
  new ApiError({ code, status, message: i18n.t(`common:failure.${code}`) });

function isEnvelope(value: unknown): value is Envelope<unknown> {
  return typeof value === 'object' && value !== null && 'success' in value && 'data' in value;
}

/** The page and its server are of one version, so the table of all codes and their texts need not be loaded for this. */
function hasCodeForm(code: string): code is ErrorCode {
  return /^[a-z][a-z0-9_]*$/.test(code);
}

function readEnvelope(answer: RawAnswer): Envelope<unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.text);
  } catch {
    // A proxy's HTML page or a cut-off answer: the status is all there is to tell.
    throw clientError('answer_invalid', answer.status);
  }
  if (!isEnvelope(parsed)) throw clientError('answer_invalid', answer.status);
  if (parsed.success && answer.status < 400) return parsed;
  const parts: ApiErrorParts = {
    code: parsed.code && hasCodeForm(parsed.code) ? parsed.code : 'internal_error',
    message: parsed.message,
    status: answer.status,
    details: parsed.details,
    errors: parsed.errors,
  };
  throw new ApiError(parts);
}

async function sendWithFetch(method: Method, path: string, options: RequestOptions, body: unknown) {
  const headers = headersFor(options);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(addressOf(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      signal: options.signal ?? null,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw clientError('network_failed', 0);
  }
}

const needsRefresh = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'token_expired' || error.code === 'sign_in_required');

/** Sends; when the session has run out, renews it once and sends again. */
async function send(path: string, attempt: () => Promise<RawAnswer>): Promise<Envelope<unknown>> {
  const startedAtMs = Date.now();
  try {
    return readEnvelope(await attempt());
  } catch (error) {
    if (!needsRefresh(error) || SESSION_PATHS.includes(path)) throw error;
    if (!(await refreshSession(startedAtMs))) {
      onSessionLost();
      throw error;
    }
    return readEnvelope(await attempt());
  }
}

/** Contracts are checked where they are written: the server answers from the same types, so `T` is taken at its word. */
async function request<T>(method: Method, path: string, options: RequestOptions, body?: unknown): Promise<T> {
  const envelope = await send(path, () => sendWithFetch(method, path, options, body));
  return envelope.data as T;
}

/** The page's only way to the server. Every method throws ApiError, or the abort reason when aborted. */
export const api = {
  get: <T>(path: string, options: RequestOptions = {}): Promise<T> => request<T>('GET', path, options),

  /** GET of a list, with where it goes on. */
  async getPage<T>(path: string, options: RequestOptions = {}): Promise<Page<T>> {
    const envelope = await send(path, () => sendWithFetch('GET', path, options, undefined));
    if (!envelope.pagination) throw clientError('answer_invalid', 200);
    return { items: envelope.data as T, pagination: envelope.pagination };
  },

  post: <T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> =>
    request<T>('POST', path, options, body),

  patch: <T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> =>
    request<T>('PATCH', path, options, body),

  put: <T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> =>
    request<T>('PUT', path, options, body),

  delete: <T = null>(path: string, options: RequestOptions = {}): Promise<T> =>
    request<T>('DELETE', path, options),

  /** POST of a multipart form with progress of the bytes really sent. */
  async upload<T>(path: string, form: FormData, options: UploadOptions = {}): Promise<T> {
    const envelope = await send(path, async () => {
      try {
        return await sendWithProgress({
          url: addressOf(path, options.query),
          headers: headersFor(options),
          form,
          signal: options.signal,
          onProgress: options.onProgress,
        });
      } catch (error) {
        if (options.signal?.aborted) throw error;
        throw clientError('network_failed', 0);
      }
    });
    return envelope.data as T;
  },
};
