import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';

// Upstash QStash, as far as one message goes: publish, deduplicate, deliver, retry, call back, sign. Everything it does
// is EMULATED: waits between retries are milliseconds, nothing is kept beyond the process.

export const EMULATED_SIGNING_KEYS = { current: 'sig_emulated_current', next: 'sig_emulated_next' } as const;

/** A request as it was sent out, for tests that repeat or change one. */
export interface QstashDelivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly status: number;
}

interface Message {
  readonly id: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly maxRetries: number;
  readonly timeoutMs: number;
  readonly callbacks: { readonly each: string | undefined; readonly failure: string | undefined };
  readonly callbackRetries: number;
  readonly createdAt: number;
  state: 'ACTIVE' | 'DELIVERED' | 'FAILED' | 'CANCELLED';
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string[]>;
  readonly body: Buffer;
}

const DEDUPLICATION_MS = 10 * 60_000;
const RETRY_PAUSE_MS = 100;
const LIFE_SECONDS = 300;
const DEFAULT_TIMEOUT_MS = 15 * 60_000;
const BODY_LIMIT = '10mb';

export class EmulatedQstash {
  /** Everything sent out, callbacks too, in order. */
  readonly deliveries: QstashDelivery[] = [];
  readonly counts = { published: 0, deduplicated: 0 };
  readonly #messages = new Map<string, Message>();
  readonly #known = new Map<string, { readonly id: string; readonly until: number }>();
  readonly #stopping = new AbortController();

  /** The API below its own address. Bodies are taken as bytes, since they are delivered unchanged. */
  routes(): Router {
    const router = Router();
    router.use(asksForToken);
    router.post(
      /^\/v2\/publish\/(.+)$/,
      express.raw({ type: () => true, limit: BODY_LIMIT }),
      (request, response) => this.#publish(request, response),
    );
    router.get('/v2/keys', (_request, response) => {
      response.json(EMULATED_SIGNING_KEYS);
    });
    router.get('/v2/messages/:id', (request, response) => {
      const message = this.#messages.get(request.params.id);
      if (message?.state !== 'ACTIVE') return refuse(response, 404, 'message not found');
      response.json({ messageId: message.id, url: message.url, method: message.method });
    });
    router.delete('/v2/messages/:id', (request, response) => {
      const message = this.#messages.get(request.params.id);
      if (message?.state !== 'ACTIVE') return refuse(response, 404, 'message not found');
      message.state = 'CANCELLED';
      response.status(202).json({ cancelled: 1 });
    });
    router.use((_request, response) => refuse(response, 404, 'not found'));
    return router;
  }

  reset(): void {
    this.deliveries.length = 0;
    this.#messages.clear();
    this.#known.clear();
    Object.assign(this.counts, { published: 0, deduplicated: 0 });
  }

  stop(): void {
    this.#stopping.abort();
  }

  #publish(request: Request, response: Response): Response {
    const url = request.originalUrl.slice(
      request.originalUrl.indexOf('/v2/publish/') + '/v2/publish/'.length,
    );
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      return refuse(response, 400, 'invalid destination url: endpoint has invalid scheme');
    const reference = request.get('upstash-deduplication-id');
    const known = reference === undefined ? undefined : this.#known.get(reference);
    if (known && known.until > Date.now()) {
      this.counts.deduplicated += 1;
      return response.status(202).json({ messageId: known.id, url, deduplicated: true });
    }
    const message = messageIn(request, url);
    this.#messages.set(message.id, message);
    if (reference !== undefined)
      this.#known.set(reference, { id: message.id, until: Date.now() + DEDUPLICATION_MS });
    this.counts.published += 1;
    void this.#deliver(message);
    return response.json({ messageId: message.id, url });
  }

  async #deliver(message: Message): Promise<void> {
    for (let retried = 0; retried <= message.maxRetries && message.state === 'ACTIVE'; retried += 1) {
      if (retried > 0) await sleep(RETRY_PAUSE_MS);
      const answer = await this.#send(message, retried);
      if (this.#stopping.signal.aborted) return;
      const isGood = answer.status >= 200 && answer.status < 300;
      const isLast = isGood || retried === message.maxRetries || answer.status === 489;
      const told = { message, answer, retried };
      if (isLast) message.state = isGood ? 'DELIVERED' : 'FAILED';
      if (message.callbacks.each !== undefined) await this.#callBack(message.callbacks.each, told);
      if (isLast && !isGood && message.callbacks.failure !== undefined)
        await this.#callBack(message.callbacks.failure, { ...told, dlqId: `dlq_${randomUUID()}` });
      if (isLast) return;
    }
  }

  /** The callback is a message of its own, with its own id, signature and retries. */
  async #callBack(
    url: string,
    told: { message: Message; answer: Answer; retried: number; dlqId?: string },
  ): Promise<void> {
    const { message, answer, retried, dlqId } = told;
    const body = {
      status: answer.status,
      header: answer.headers,
      body: answer.body.toString('base64'),
      retried,
      maxRetries: message.maxRetries,
      sourceMessageId: message.id,
      url: message.url,
      method: message.method,
      sourceHeader: Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name, [value]]),
      ),
      sourceBody: message.body.toString('base64'),
      notBefore: String(message.createdAt),
      createdAt: String(message.createdAt),
      callerIP: '127.0.0.1',
      ...(dlqId !== undefined && { dlqId }),
    };
    const callback: Message = {
      id: `msg_${randomUUID()}`,
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
      maxRetries: message.callbackRetries,
      timeoutMs: DEFAULT_TIMEOUT_MS,
      callbacks: { each: undefined, failure: undefined },
      callbackRetries: 0,
      createdAt: Date.now(),
      state: 'ACTIVE',
    };
    this.#messages.set(callback.id, callback);
    await this.#deliver(callback);
  }

  async #send(message: Message, retried: number): Promise<Answer> {
    const { url, method, body } = message;
    const headers = {
      ...message.headers,
      'user-agent': 'Upstash-QStash',
      'upstash-message-id': message.id,
      'upstash-retried': String(retried),
      'upstash-signature': signatureFor(url, body),
    };
    try {
      const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(message.timeoutMs)]);
      const answer = await fetch(url, {
        method,
        headers,
        signal,
        redirect: 'manual',
        ...(method !== 'GET' && { body: new Uint8Array(body) }),
      });
      const received = Buffer.from(await answer.arrayBuffer());
      this.deliveries.push({ url, headers, body, status: answer.status });
      const named = [...answer.headers].map(([name, value]): [string, string[]] => [name, [value]]);
      return { status: answer.status, headers: Object.fromEntries(named), body: received };
    } catch {
      // What the vendor tells of a destination that never answered is not documented.
      this.deliveries.push({ url, headers, body, status: 0 });
      return { status: 0, headers: {}, body: Buffer.alloc(0) };
    }
  }
}

const asksForToken: RequestHandler = (request, response, next) => {
  const token = /^Bearer +(\S+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined || token.startsWith('bad')) refuse(response, 401, 'invalid token');
  else next();
};

function refuse(response: Response, status: number, error: string): Response {
  return response.status(status).json({ error });
}

function messageIn(request: Request, url: string): Message {
  const forwarded = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith('upstash-forward-') ? [[name.slice('upstash-forward-'.length), String(value)]] : [],
  );
  const contentType = request.get('content-type');
  const timeout = /^(\d+)(s|m|h)$/.exec(request.get('upstash-timeout') ?? '');
  const unitMs = { s: 1000, m: 60_000, h: 3_600_000 }[timeout?.[2] ?? 's'] ?? 1000;
  return {
    id: `msg_${randomUUID()}`,
    url,
    method: request.get('upstash-method') ?? 'POST',
    headers: {
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...Object.fromEntries(forwarded),
    },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    maxRetries: Number(request.get('upstash-retries') ?? 3),
    timeoutMs: timeout ? Number(timeout[1]) * unitMs : DEFAULT_TIMEOUT_MS,
    callbacks: { each: request.get('upstash-callback'), failure: request.get('upstash-failure-callback') },
    callbackRetries: Number(request.get('upstash-callback-retries') ?? 3),
    createdAt: Date.now(),
    state: 'ACTIVE',
  };
}

/** The JWT that goes with a delivery; other claims and another key make the forgeries of tests. */
export function signatureFor(
  url: string,
  body: Buffer,
  change: { claims?: Record<string, unknown>; key?: string } = {},
): string {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'Upstash',
    sub: url,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFE_SECONDS,
    jti: `jwt_${randomUUID()}`,
    body: `${createHash('sha256').update(body).digest('base64url')}=`,
    ...change.claims,
  };
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const key = change.key ?? EMULATED_SIGNING_KEYS.current;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
