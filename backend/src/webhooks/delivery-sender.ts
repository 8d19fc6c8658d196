import { WEBHOOK_TIMEOUT_MS } from '@atelier/shared/limits';
import type { AttemptFailure } from '@atelier/shared/webhook-events';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { ExcerptedResponse, SafeFetch } from '../lib/safe-fetch.ts';
import { SealBrokenError } from '../lib/sealed-secrets.ts';
import type { AttemptOutcome, Claim } from './delivery-claims.ts';
import type { EndpointSecrets } from './endpoint-secrets.ts';
import { restDelayMs } from './retry-schedule.ts';
import { signatureHeaders } from './signatures.ts';

/** Enough of an answer to see what went wrong. */
const EXCERPT_BYTES = 1024;
const GONE = 410;
/** Controls other than tab and line feed; PostgreSQL refuses the zero character in text. */
const UNPRINTABLE = /[\p{Cc}--[\t\n]]/gv;

export interface DeliverySenderParts {
  readonly safeFetch: Pick<SafeFetch, 'toExcerpt'>;
  readonly allowHttp: boolean;
  readonly secrets: EndpointSecrets;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For the whole exchange. */
  readonly timeoutMs?: number | undefined;
}

/** Makes one attempt: signs, sends, judges the answer. Never throws for what an endpoint does. */
export class DeliverySender {
  readonly #parts: DeliverySenderParts;

  constructor(parts: DeliverySenderParts) {
    this.#parts = parts;
  }

  async send(claim: Claim, signal: AbortSignal): Promise<AttemptOutcome> {
    const { safeFetch, allowHttp, clock, timeoutMs = WEBHOOK_TIMEOUT_MS } = this.#parts;
    const startedAt = performance.now();
    const ended = (outcome: Partial<AttemptOutcome>): AttemptOutcome => ({
      failure: null,
      statusCode: null,
      excerpt: null,
      restMs: null,
      durationMs: Math.round(performance.now() - startedAt),
      ...outcome,
    });
    try {
      const { payload } = claim.delivery;
      const response = await safeFetch.toExcerpt(claim.endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Atelier-Webhooks/1',
          ...this.#sign(claim),
        },
        body: payload,
        allowHttp,
        timeoutMs,
        firstByteTimeoutMs: timeoutMs,
        maxBytes: EXCERPT_BYTES,
        signal,
      });
      return ended({
        failure: judge(response.status),
        statusCode: response.status,
        excerpt: excerptOf(response),
        restMs: restDelayMs(response.status, response.headers['retry-after'], clock.now()),
      });
    } catch (error) {
      return ended({ failure: this.#explain(error, claim) });
    }
  }

  #sign({ delivery: { id, payload }, endpoint }: Claim): Record<string, string> {
    const { secrets, clock } = this.#parts;
    return signatureHeaders({ id, sentAt: clock.now(), payload, secrets: secrets.open(endpoint) });
  }

  #explain(error: unknown, { endpoint }: Claim): AttemptFailure {
    if (error instanceof SealBrokenError) {
      this.#parts.logger.error(
        { err: error, webhookId: endpoint.id },
        'a webhook cannot be signed: its secret cannot be opened; see SECRETS_KEY',
      );
      return 'not_signed';
    }
    if (error instanceof AppError && error.code === 'url_refused') return 'address_refused';
    if (error instanceof AppError && error.code === 'url_fetch_failed') {
      if (error.values.reason === 'aborted') return 'interrupted';
      return error.values.reason === 'timed_out' ? 'timed_out' : 'connection_failed';
    }
    throw error;
  }
}

function judge(status: number): AttemptFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status === GONE) return 'gone';
  return status >= 300 && status < 400 ? 'redirected' : 'status_refused';
}

/** Readable text of the answer's beginning; a picture or an archive shows as replacement characters. */
function excerptOf({ excerpt }: ExcerptedResponse): string | null {
  const text = new TextDecoder().decode(excerpt).replace(UNPRINTABLE, '').trim();
  return text === '' ? null : text;
}
