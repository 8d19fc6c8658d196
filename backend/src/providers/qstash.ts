import { Receiver, SignatureError } from '@upstash/qstash';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { ProviderAdapter, ProviderFailure, TransportRequest } from './adapter.ts';
import type { Connections } from './connection.ts';
import { CALL_TIMEOUT_MS, type HttpRequest } from './http-messages.ts';
import { addressed } from './http-transport.ts';
import { parseAnswer } from './parse-answer.ts';
import { vendorBodyOf } from './vendor-body.ts';

/** How QStash is reached and how its callbacks are known. Holds secrets: never log one. */
export interface QstashSettings {
  readonly url: string;
  readonly token: string;
  readonly currentSigningKey: string;
  /** Signs when the current key has been rotated. */
  readonly nextSigningKey: string;
  /** Where it brings the vendors' answers; it signs this very address. */
  readonly callbackUrl: string;
}

/** QStash waits 12 s, 2.5 min, 30 min … before it brings an answer again. */
const CALLBACK_RETRIES = 5;
const PUBLISH_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Clocks differ a little. */
const CLOCK_TOLERANCE_SECONDS = 30;

const publishedSchema = z.object({ messageId: z.string().min(1) });

export type PublishOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** `isUnheard`: it is certain that QStash has nothing of it. */
  | { readonly kind: 'too_large'; readonly isUnheard: true }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure; readonly isUnheard: boolean };

/** Sends vendors' starts by way of QStash, which waits for the answer in our place and brings it back. */
export class QstashPublisher {
  readonly #settings: QstashSettings;
  readonly #safeFetch: SafeFetch;
  readonly #connections: Pick<Connections, 'find'>;
  readonly #logger: Logger;
  #refusals = 0;

  constructor(parts: {
    settings: QstashSettings;
    safeFetch: SafeFetch;
    connections: Pick<Connections, 'find'>;
    logger: Logger;
  }) {
    this.#logger = parts.logger;
    this.#settings = parts.settings;
    this.#safeFetch = parts.safeFetch;
    this.#connections = parts.connections;
  }

  /**
   * Only what the adapter names, and never what may lie inside the house: QStash could not reach it, and would be given
   * its key and the order all the same.
   */
  takes(provider: ProviderAdapter, request: TransportRequest): request is HttpRequest {
    return (
      request.kind === 'http' &&
      request.method === 'POST' &&
      request.url.startsWith('/') &&
      provider.startsMayBeRelayed === true &&
      this.#connections.find(provider.slug)?.allowsPrivateAddress === false
    );
  }

  /** Starts that QStash would not take, since the process began. Anything but 0 is a matter for the operator. */
  get refusals(): number {
    return this.#refusals;
  }

  /**
   * Hands a start over. The same `deduplicationId` within ten minutes leads to the same message, so publishing may be
   * repeated. QStash itself never repeats the call: only the worker can tell which answers allow it.
   * @throws AppError provider_not_configured
   */
  async publish(
    wanted: HttpRequest,
    options: { provider: ProviderAdapter; deduplicationId: string; signal: AbortSignal },
  ): Promise<PublishOutcome> {
    const { provider, deduplicationId, signal } = options;
    const connection = this.#connections.find(provider.slug);
    const request = addressed(wanted, provider, connection);
    const body = vendorBodyOf(request);
    const { url, token, callbackUrl } = this.#settings;
    const forwarded = Object.entries({ accept: 'application/json', ...request.headers });
    const timeoutSeconds = Math.ceil((request.timeoutMs ?? CALL_TIMEOUT_MS) / 1000);
    try {
      const answer = await this.#safeFetch.toBuffer(`${url}/v2/publish/${request.url}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': body.contentType }),
          ...Object.fromEntries(forwarded.map(([name, value]) => [`upstash-forward-${name}`, value])),
          'upstash-method': request.method,
          'upstash-timeout': `${timeoutSeconds}s`,
          'upstash-retries': '0',
          'upstash-deduplication-id': deduplicationId,
          'upstash-callback': callbackUrl,
          'upstash-callback-retries': String(CALLBACK_RETRIES),
          'upstash-failure-callback': callbackUrl,
          'upstash-failure-callback-retries': String(CALLBACK_RETRIES),
          // Its console and logs would show the vendor's key and the user's pictures.
          'upstash-redact-fields': ['body', ...forwarded.map(([name]) => `header[${name}]`)].join(','),
        },
        ...(body && { body: body.body }),
        timeoutMs: PUBLISH_TIMEOUT_MS,
        signal,
        allowHttp: false,
        // The operator named it.
        trustedOrigin: new URL(url).origin,
        maxBytes: MAX_ANSWER_BYTES,
        keepsRedirects: true,
      });
      const outcome = outcomeOf(answer.status, answer.body.toString('utf8'));
      if (outcome.kind === 'failed' && outcome.failure.kind === 'rejected')
        this.#noteRefusal(outcome.failure);
      return outcome;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError) || error.code !== 'url_fetch_failed') throw error;
      const { reason, phase } = error.values;
      const detail = `QStash: ${reason} (${phase})`;
      return putOff('unavailable', detail, phase === 'connect');
    }
  }

  #noteRefusal({ detail }: ProviderFailure): void {
    this.#refusals += 1;
    this.#logger.error({ detail }, 'QStash takes no starts: look at QSTASH_URL, QSTASH_TOKEN and the plan');
  }
}

function outcomeOf(status: number, text: string): PublishOutcome {
  const published = publishedSchema.safeParse(parseAnswer(text));
  if (status >= 200 && status < 300) {
    if (published.success) return { kind: 'sent', messageId: published.data.messageId };
    return putOff('unavailable', 'QStash took the message and named no id', false);
  }
  if (status === 413) return { kind: 'too_large', isUnheard: true };
  const detail = `QStash answered ${status}`;
  if (status === 429) return putOff('rate_limited', detail, true);
  if (status === 408 || status >= 500) return putOff('unavailable', detail, status < 500);
  // A bad token, a destination it does not allow, another address: asking again would be answered in the same way.
  const failure = { kind: 'rejected', code: 'relay_refused', detail } as const;
  return { kind: 'failed', failure, isUnheard: true };
}

function putOff(kind: 'unavailable' | 'rate_limited', detail: string, isUnheard: boolean): PublishOutcome {
  const code = `vendor_${kind}` as const;
  return { kind: 'failed', failure: { kind, code, detail }, isUnheard };
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const messageSchema = z.object({
  /** 0 where the vendor never answered. */
  status: z.int().catch(0),
  header: z.record(z.string(), texts).catch({}),
  body: z.string().catch(''),
  retried: z.int().catch(0),
  maxRetries: z.int().catch(0),
  sourceMessageId: z.string().min(1),
});

/** A vendor's answer as QStash brought it. */
export interface RelayedAnswer {
  readonly messageId: string;
  /** 0 when none came. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
  /** Whether QStash will try no more. */
  readonly isFinal: boolean;
}

/** Knows QStash's callbacks by their signature: a JWT over the address and the hash of the body, five minutes long. */
export class QstashReceiver {
  readonly #settings: QstashSettings;
  readonly #receiver: Receiver;

  constructor(settings: QstashSettings) {
    this.#settings = settings;
    this.#receiver = new Receiver(settings);
  }

  /** Whether the token was signed with one of the keys; looked at before a stranger's body is read. */
  isSigned(signature: string): boolean {
    const { currentSigningKey, nextSigningKey } = this.#settings;
    return [currentSigningKey, nextSigningKey].some((key) => {
      try {
        jwt.verify(signature, key, {
          algorithms: ['HS256'],
          issuer: 'Upstash',
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        });
        return true;
      } catch {
        return false;
      }
    });
  }

  /** The answer in a callback; undefined when the signature is not for this body and address, or it is no callback. */
  async read(signature: string, body: string): Promise<RelayedAnswer | undefined> {
    const { callbackUrl } = this.#settings;
    try {
      await this.#receiver.verify({
        signature,
        body,
        url: callbackUrl,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
    } catch (error) {
      if (error instanceof SignatureError) return undefined;
      throw error;
    }
    const parsed = messageSchema.safeParse(parseAnswer(body));
    if (!parsed.success) return undefined;
    const { status, header, body: text, retried, maxRetries, sourceMessageId } = parsed.data;
    const isGood = status >= 200 && status < 300;
    const headers = Object.entries(header).map(([name, values]) => [name.toLowerCase(), values.join(', ')]);
    return {
      messageId: sourceMessageId,
      status,
      headers: Object.fromEntries(headers),
      body: text,
      isFinal: isGood || retried >= maxRetries,
    };
  }
}
