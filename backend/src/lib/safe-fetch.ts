import { lookup as systemLookup } from 'node:dns/promises';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { type AddressRules, checkUrl, isPublicAddress, isTrusted } from './address-guard.ts';
import { AppError } from './app-error.ts';
import { isDiskFull, translateDiskError } from './disk-errors.ts';
import { followRedirect, type Hop, type HttpMethod, REDIRECT_STATUSES, refused } from './follow-redirect.ts';
import { bufferSink, type Measured, receiveBody, receiveExcerpt } from './receive-body.ts';
import type { StreamedBody } from './request-body.ts';
import { assertOutsideTransaction } from './transaction-scope.ts';

/** Resolves a name to every address it has. */
export type ResolveHost = (host: string) => Promise<readonly { address: string; family: number }[]>;

/** What a test, or an operator who runs a vendor inside the house, may replace. The default reaches only the internet. */
export interface SafeFetchParts {
  readonly lookup?: ResolveHost;
  readonly isAddressAllowed?: (address: string) => boolean;
  /** Lets a name pass that looks internal (`localhost`, no dot); its addresses are still checked. */
  readonly isHostAllowed?: (host: string) => boolean;
  /** The certificates to trust, PEM, in place of the system's. */
  readonly ca?: string;
}

export interface SafeFetchOptions {
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes are held in memory, so that a redirect can send them again; a streamed body is sent once. */
  readonly body?: string | Uint8Array | StreamedBody;
  /** Plain http is refused unless this is set. */
  readonly allowHttp?: boolean;
  /**
   * The one origin this request may reach although the rules above and the guard of addresses forbid it, such as
   * `http://10.0.0.5:8188`. Only for addresses that an operator chose. Redirects elsewhere are judged as ever.
   */
  readonly trustedOrigin?: string | undefined;
  /** Limit for the body, counted on the wire and again after decompression. */
  readonly maxBytes: number;
  /** For everything together, redirects and body included. Default 60,000. */
  readonly timeoutMs?: number;
  /** Until the final answer's headers. Default 30,000. */
  readonly firstByteTimeoutMs?: number;
  /** 0 to 5, default 5. */
  readonly maxRedirects?: number;
  /** A redirect is the answer instead of being followed. */
  readonly keepsRedirects?: boolean;
  /** Accepted types of a successful answer, e.g. `image/png` or `image/*`. Without it any type passes. */
  readonly acceptTypes?: readonly string[];
  readonly signal?: AbortSignal;
}

/** The head of an answer. Any status is an answer; only `toFile` insists on success. */
export interface SafeResponse {
  readonly status: number;
  /** Lower-case names; repeated headers are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bare and in lower case, e.g. `image/png`; empty when the answer names none. */
  readonly contentType: string;
  /** Where the answer came from after redirects. */
  readonly url: string;
}

export type BufferedResponse = SafeResponse & { readonly body: Buffer };
export type SavedResponse = SafeResponse & Measured;
export type ExcerptedResponse = SafeResponse & { readonly excerpt: Buffer };

/**
 * The only way out of the process (reliability rules: OWASP API7, ASVS 13.2.4). Failures are AppErrors:
 * - `url_refused` with `reason` (see UrlRefusal): nothing was sent to the refused address.
 * - `url_fetch_failed` with `reason` (timed_out, too_large, type_not_accepted, encoding_unsupported,
 *   connection_failed, aborted, status_<n>) and `phase`: `connect` means that no byte of the request was sent,
 *   `answer` that it may have been heard, `body` that an answer began.
 * Behind an HTTP proxy these checks would judge the proxy's address, so proxy settings are not honoured.
 */
export interface SafeFetch {
  toBuffer(address: string, options: SafeFetchOptions): Promise<BufferedResponse>;
  /** Writes an answer of any status to a new file; on any failure no file is left. */
  answerToFile(address: string, path: string, options: SafeFetchOptions): Promise<SavedResponse>;
  /** Writes a 2xx answer to a new file; on any failure no file is left. */
  toFile(address: string, path: string, options: SafeFetchOptions): Promise<SavedResponse>;
  /**
   * For messages that are only to be taken note of: any status is an answer, a redirect too, which is not followed;
   * of the body at most `maxBytes` are read, and nothing that happens to the rest counts.
   */
  toExcerpt(address: string, options: SafeFetchOptions): Promise<ExcerptedResponse>;
  /** Judges an address before it is kept, without resolving its name. @throws AppError url_refused. */
  check(address: string, options: Pick<SafeFetchOptions, 'allowHttp' | 'trustedOrigin'>): void;
  /** Closes idle connections; requests under way end first. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_FIRST_BYTE_TIMEOUT_MS = 30_000;
/**
 * What opening a connection failed with: name resolution, TCP or TLS set-up. A request is written only to an open
 * connection, so these prove that nothing of it was sent. An error's code proves nothing: TLS and the network may break
 * in the same words while the answer is on its way.
 */
const CONNECT_ERRORS = new WeakSet<Error>();

type Phase = 'connect' | 'answer' | 'body';

/** How far an exchange has come, for whoever must judge whether it may be repeated. */
interface Progress {
  phase: Phase;
}

const failed = (reason: string, phase: Phase, cause?: unknown): AppError =>
  new AppError('url_fetch_failed', { reason, phase }, { cause });

/**
 * A resolver for sockets that refuses a name as soon as one of its addresses is refused, and hands the very addresses
 * it checked to the connection: a second answer of a rebinding resolver is never asked for.
 */
function guardedLookup(resolve: ResolveHost, isAddressAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return callback(failed('connection_failed', 'connect'), '', 0);
        if (!addresses.every(({ address }) => isAddressAllowed(address))) {
          return callback(refused('address_not_public'), '', 0);
        }
        if (options.all === true) return callback(null, [...addresses]);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/** One abort signal out of the total limit, the first-byte limit and the caller's own signal. */
function startLimits(options: SafeFetchOptions) {
  const limits = new AbortController();
  const stop = () => limits.abort(failed('timed_out', 'answer'));
  const total = setTimeout(stop, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const firstByte = setTimeout(stop, options.firstByteTimeoutMs ?? DEFAULT_FIRST_BYTE_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([limits.signal, options.signal]) : limits.signal;
  return {
    signal,
    markAnswered: () => clearTimeout(firstByte),
    end: () => {
      clearTimeout(total);
      clearTimeout(firstByte);
    },
  };
}

function translateError(error: unknown, signal: AbortSignal, reached: Phase): AppError {
  // Before the first answer only an error of the connection itself proves that nothing was sent.
  const isProven = !signal.aborted && error instanceof Error && CONNECT_ERRORS.has(error);
  const phase = reached === 'connect' && !isProven ? 'answer' : reached;
  if (signal.aborted) {
    const isOurLimit = signal.reason instanceof AppError;
    return failed(isOurLimit ? 'timed_out' : 'aborted', phase, error);
  }
  if (error instanceof AppError) return error;
  // Of all system calls here, only opening the file to save into is called `open`.
  const isFileError = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  if (isFileError || isDiskFull(error)) return translateDiskError(error);
  return failed('connection_failed', phase, error);
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function acceptsType(accepted: readonly string[] | undefined, contentType: string): boolean {
  if (accepted === undefined) return true;
  return accepted.some((type) =>
    type.endsWith('/*') ? contentType.startsWith(type.slice(0, -1)) : contentType === type,
  );
}

interface Outlet extends Omit<AddressRules, 'allowHttp' | 'trustedOrigin'> {
  readonly agent: Agent;
  /** For trusted origins alone. Its connections are its own, so that no other request can come upon one. */
  readonly trustingAgent: Agent;
}

/** The redirect's or the refused answer's own body is of no use; closing is cheaper than reading a stranger's bytes. */
function discard(answer: Dispatcher.ResponseData): void {
  answer.body.on('error', () => answer.body.destroy()).destroy();
}

/** Sends the request and follows its redirects by hand; resolves with the first answer that is none. */
async function openAnswer(
  outlet: Outlet,
  exchange: Omit<Exchange, 'makeSink' | 'requireSuccess'>,
  signal: AbortSignal,
  progress: Progress,
) {
  const { address, options } = exchange;
  const { allowHttp = false, trustedOrigin } = options;
  const rules: AddressRules = { ...outlet, allowHttp, trustedOrigin };
  const check = checkUrl(address, rules);
  if ('refusal' in check) throw refused(check.refusal);
  let hop: Hop = {
    url: check.url,
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
    body: options.body ?? null,
  };
  // A stream cannot be sent twice.
  const maxRedirects = isStreamed(options.body)
    ? 0
    : Math.min(options.maxRedirects ?? MAX_REDIRECTS, MAX_REDIRECTS);
  for (let redirects = 0; ; redirects += 1) {
    const { url, method } = hop;
    const body = isStreamed(hop.body) ? hop.body.open() : hop.body;
    const headers = { 'accept-encoding': 'gzip, br', ...hop.headers, ...lengthOf(hop.body) };
    const dispatcher = isTrusted(url, rules) ? outlet.trustingAgent : outlet.agent;
    const answer = await request(url, { dispatcher, method, headers, body, signal });
    const location = flatHeaders(answer.headers).location;
    const isRedirect = REDIRECT_STATUSES.has(answer.statusCode) && location !== undefined;
    if (!isRedirect || options.keepsRedirects) return { answer, url };
    progress.phase = 'answer';
    discard(answer);
    if (redirects >= maxRedirects) throw refused('redirects_too_many');
    hop = followRedirect(hop, answer.statusCode, location, rules);
  }
}

function isStreamed(body: SafeFetchOptions['body'] | null): body is StreamedBody {
  return typeof body === 'object' && body !== null && 'open' in body;
}

function lengthOf(body: SafeFetchOptions['body'] | null): Record<string, string> {
  return isStreamed(body) ? { 'content-length': String(body.lengthBytes) } : {};
}

/** Why an answer's body is not wanted; null when it is. */
function problemWithHead(response: SafeResponse, exchange: Exchange): string | null {
  const isSuccess = response.status >= 200 && response.status < 300;
  if (!isSuccess) return exchange.requireSuccess ? `status_${response.status}` : null;
  return acceptsType(exchange.options.acceptTypes, response.contentType) ? null : 'type_not_accepted';
}

interface Exchange {
  readonly address: string;
  readonly options: SafeFetchOptions;
  readonly requireSuccess: boolean;
  readonly makeSink: () => NodeJS.WritableStream;
}

function headOf(answer: Dispatcher.ResponseData, url: URL): SafeResponse {
  const headers = flatHeaders(answer.headers);
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return { status: answer.statusCode, headers, contentType, url: url.href };
}

/** One request that ends with the head of its answer and what there is of its body by then. */
async function runMessage(
  outlet: Outlet,
  address: string,
  options: SafeFetchOptions,
): Promise<ExcerptedResponse> {
  assertOutsideTransaction('safeFetch');
  const limits = startLimits(options);
  const { signal } = limits;
  const progress: Progress = { phase: 'connect' };
  try {
    const exchange = { address, options: { ...options, keepsRedirects: true } };
    const { answer, url } = await openAnswer(outlet, exchange, signal, progress);
    limits.markAnswered();
    const head = headOf(answer, url);
    const { maxBytes } = options;
    const excerpt = await receiveExcerpt({ body: answer.body, headers: head.headers, maxBytes, signal });
    return { ...head, excerpt };
  } catch (error) {
    throw translateError(error, signal, progress.phase);
  } finally {
    limits.end();
  }
}

/** One request from the first check to the last byte in the sink, under one set of limits. */
async function runExchange(outlet: Outlet, exchange: Exchange): Promise<SavedResponse> {
  assertOutsideTransaction('safeFetch');
  const { options, makeSink } = exchange;
  const limits = startLimits(options);
  const progress: Progress = { phase: 'connect' };
  try {
    const { answer, url } = await openAnswer(outlet, exchange, limits.signal, progress);
    limits.markAnswered();
    progress.phase = 'body';
    const response = headOf(answer, url);
    const { headers } = response;
    const problem = problemWithHead(response, exchange);
    if (problem !== null) {
      discard(answer);
      throw failed(problem, 'body');
    }
    const measured = await receiveBody({
      body: answer.body,
      // The answer to HEAD describes a body that does not come.
      headers: options.method === 'HEAD' ? {} : headers,
      maxBytes: options.maxBytes,
      signal: limits.signal,
      makeSink,
    });
    return { ...response, ...measured };
  } catch (error) {
    throw translateError(error, limits.signal, progress.phase);
  } finally {
    limits.end();
  }
}

function openAgent(lookup: LookupFunction, ca: string | undefined): Agent {
  const connect = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS, allowH2: false, ...(ca && { ca }) });
  return new Agent({
    connect: (wanted, done) =>
      connect(wanted, (...[error, socket]) => {
        if (error === null) return done(null, socket);
        CONNECT_ERRORS.add(error);
        return done(error, null);
      }),
    allowH2: false,
    // `startLimits` covers these and is exact to the millisecond.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

export function createSafeFetch(parts: SafeFetchParts = {}): SafeFetch {
  const isAddressAllowed = parts.isAddressAllowed ?? isPublicAddress;
  const resolve = parts.lookup ?? ((host: string) => systemLookup(host, { all: true }));
  const outlet: Outlet = {
    agent: openAgent(guardedLookup(resolve, isAddressAllowed), parts.ca),
    trustingAgent: openAgent(
      guardedLookup(resolve, () => true),
      parts.ca,
    ),
    isAddressAllowed,
    isHostAllowed: parts.isHostAllowed ?? (() => false),
  };

  return {
    async toBuffer(address, options) {
      const sink = bufferSink();
      const makeSink = () => sink.stream;
      const response = await runExchange(outlet, { address, options, requireSuccess: false, makeSink });
      const { sizeBytes: _sizeBytes, sha256: _sha256, ...head } = response;
      return { ...head, body: sink.contents() };
    },
    answerToFile: (address, path, options) => save(outlet, { address, options, requireSuccess: false }, path),
    toFile: (address, path, options) => save(outlet, { address, options, requireSuccess: true }, path),
    toExcerpt: (address, options) => runMessage(outlet, address, options),
    check: (address, { allowHttp = false, trustedOrigin }) => {
      const judged = checkUrl(address, { ...outlet, allowHttp, trustedOrigin });
      if ('refusal' in judged) throw refused(judged.refusal);
    },
    close: async () => {
      await Promise.all([outlet.agent.close(), outlet.trustingAgent.close()]);
    },
  };
}

/** Streams an answer into a new file, which is gone again when anything goes wrong. */
async function save(
  outlet: Outlet,
  exchange: Omit<Exchange, 'makeSink'>,
  path: string,
): Promise<SavedResponse> {
  let isOurFile = false;
  const makeSink = () =>
    createWriteStream(path, { flags: 'wx' }).once('open', () => {
      isOurFile = true;
    });
  try {
    return await runExchange(outlet, { ...exchange, makeSink });
  } catch (error) {
    if (isOurFile) await rm(path, { force: true });
    throw error;
  }
}
