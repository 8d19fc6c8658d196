import type { Envelope, Pagination } from '@atelier/shared/contracts/envelope';
import type { ErrorCode } from '@atelier/shared/errors';
import { ApiError, type ApiErrorParts } from './api-error.ts';
import type {
  AddressOf,
  DataOf,
  FormPath,
  Method,
  OptionsOf,
  PagedPath,
  PathWith,
  RequestOptions,
  Trailing,
  UploadOptionsOf,
  UploadProgress,
} from './api-types.ts';
import { i18n } from './i18n.ts';
import { currentLocale } from './locale.ts';
import type { RawAnswer } from './raw-answer.ts';
import { refreshSession } from './session-refresh.ts';
import { sendWithProgress } from './upload-request.ts';

export interface Page<T> {
  readonly items: T;
  readonly pagination: Pagination;
}

/** Where the page after this one begins, for lists that are read page by page; undefined after the last. */
export const nextOffset = ({ pagination: { hasMore, offset, limit } }: Page<unknown>): number | undefined =>
  hasMore ? offset + limit : undefined;

const SESSION_PATHS: readonly string[] = [
  '/api/auth/login',
  '/api/auth/register',
  '/api/auth/refresh',
  '/api/auth/logout',
] satisfies PathWith<'post'>[];
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

function fillAddress(route: string, { path = {}, query = {} }: RequestOptions): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ''));
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return filled;
  return `${filled}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

/** The address behind a GET route, for what the browser fetches by itself: downloads, events. */
export const addressOf = <P extends PathWith<'get'>>(
  route: P,
  ...[address]: Trailing<AddressOf<P, 'get'>>
): string => fillAddress(route, address ?? {});

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

/** A read that takes longer than this will not come: the line is dead although nobody cut it. */
const READ_WITHIN_MS = 30_000;

/** The caller's signal, and for reads a time limit. What changes something is left to finish: nobody can tell whether it has. */
function limitOf(method: Method, signal: AbortSignal | undefined) {
  const limit = new AbortController();
  const abort = () => limit.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = method === 'get' ? setTimeout(() => limit.abort(), READ_WITHIN_MS) : undefined;
  return {
    signal: limit.signal,
    lift: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

async function sendWithFetch(method: Method, route: string, options: RequestOptions): Promise<RawAnswer> {
  const { body, signal } = options;
  const limit = limitOf(method, signal);
  const headers = headersFor(options);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(fillAddress(route, options), {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      signal: limit.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw clientError('network_failed', 0);
  } finally {
    limit.lift();
  }
}

const needsRefresh = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'token_expired' || error.code === 'sign_in_required');

/** Sends; when the session has run out, renews it once and sends again. */
async function send(route: string, attempt: () => Promise<RawAnswer>): Promise<Envelope<unknown>> {
  const startedAtMs = Date.now();
  try {
    return readEnvelope(await attempt());
  } catch (error) {
    if (!needsRefresh(error) || SESSION_PATHS.includes(route)) throw error;
    if (!(await refreshSession(startedAtMs))) {
      onSessionLost();
      throw error;
    }
    return readEnvelope(await attempt());
  }
}

async function sendForm(
  route: string,
  form: FormData,
  options: RequestOptions & UploadProgress,
): Promise<RawAnswer> {
  const { signal, onProgress } = options;
  try {
    const url = fillAddress(route, options);
    return await sendWithProgress({ url, headers: headersFor(options), form, signal, onProgress });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw clientError('network_failed', 0);
  }
}

/** The server answers from the schemas its description is made of, so `T` is taken at its word. */
async function request<T>(method: Method, route: string, options: RequestOptions = {}): Promise<T> {
  const envelope = await send(route, () => sendWithFetch(method, route, options));
  return envelope.data as T;
}

/**
 * The page's only way to the server. Routes, what they take and what they give are those of the API document; routes
 * are written as there, `/api/tasks/{id}`. Every method throws ApiError, or the abort reason when aborted.
 */
export const api = {
  get: <P extends PathWith<'get'>>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'get'>>
  ): Promise<DataOf<P, 'get'>> => request('get', route, options),

  /** GET of a list, with where it goes on. */
  async getPage<P extends PagedPath>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'get'>>
  ): Promise<Page<DataOf<P, 'get'>>> {
    const envelope = await send(route, () => sendWithFetch('get', route, options ?? {}));
    if (!envelope.pagination) throw clientError('answer_invalid', 200);
    return { items: envelope.data as DataOf<P, 'get'>, pagination: envelope.pagination };
  },

  post: <P extends PathWith<'post'>>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'post'>>
  ): Promise<DataOf<P, 'post'>> => request('post', route, { body: {}, ...options }),

  patch: <P extends PathWith<'patch'>>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'patch'>>
  ): Promise<DataOf<P, 'patch'>> => request('patch', route, options),

  put: <P extends PathWith<'put'>>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'put'>>
  ): Promise<DataOf<P, 'put'>> => request('put', route, options),

  delete: <P extends PathWith<'delete'>>(
    route: P,
    ...[options]: Trailing<OptionsOf<P, 'delete'>>
  ): Promise<DataOf<P, 'delete'>> => request('delete', route, options),

  /** POST of a multipart form with progress of the bytes really sent. */
  async upload<P extends FormPath>(
    route: P,
    form: FormData,
    ...[options]: Trailing<UploadOptionsOf<P>>
  ): Promise<DataOf<P, 'post'>> {
    const envelope = await send(route, () => sendForm(route, form, options ?? {}));
    return envelope.data as DataOf<P, 'post'>;
  },
};
