import type { ProviderAdapter, ProviderFailure, TransportAnswer } from '@atelier/backend/providers/adapter';
import type { Connection } from '@atelier/backend/providers/connection';
import type { HttpAnswer, HttpSilence, Json } from '@atelier/backend/providers/http-messages';
import { isStandardWebhook } from '@atelier/backend/providers/standard-webhooks';

export interface DrillVendor {
  readonly url: string;
  /** Whether the vendor knows our reference again, so that a start may be repeated. */
  readonly isKeyed: boolean;
  readonly maxConcurrent: number;
  readonly checkAfterMs: number;
  readonly limitPer?: 'installation' | 'process';
  /** What it signs callbacks with; one without is told no address. */
  readonly callbackSecret?: string;
}

const CALL_TIMEOUT_MS = 10_000;
const ORIGIN_FALLBACK_MS = 200;

type VendorAnswer = HttpAnswer | HttpSilence;

function fromVendor(answer: TransportAnswer): VendorAnswer {
  if (answer.kind === 'local') throw new Error('the drill vendor does nothing on this machine');
  return answer;
}

/** What went wrong; undefined when the answer can be read. */
function failureOf(answer: VendorAnswer, unclear: ProviderFailure['kind']): ProviderFailure | undefined {
  if (answer.kind === 'silence') {
    const kind = answer.mayHaveBeenHeard ? unclear : 'unavailable';
    return { kind, code: codeOf(kind), detail: answer.detail };
  }
  if (answer.status === 429) {
    const retryAfterMs = Number(answer.headers['retry-after'] ?? 1) * 1000;
    return { kind: 'rate_limited', code: 'vendor_rate_limited', detail: '429', retryAfterMs };
  }
  if (answer.status >= 500) {
    const retryAfterMs = ORIGIN_FALLBACK_MS;
    return { kind: 'unavailable', code: 'vendor_unavailable', detail: String(answer.status), retryAfterMs };
  }
  if (typeof answer.body !== 'object' || answer.body === null) {
    return {
      kind: unclear,
      code: codeOf(unclear),
      detail: 'unreadable answer',
      retryAfterMs: ORIGIN_FALLBACK_MS,
    };
  }
  return undefined;
}

const codeOf = (kind: ProviderFailure['kind']): ProviderFailure['code'] =>
  kind === 'outcome_unknown' ? 'vendor_outcome_unknown' : 'vendor_unavailable';

const read = (answer: VendorAnswer): Record<string, Json> =>
  answer.kind === 'http' ? (answer.body as Record<string, Json>) : {};

/** The vendor as an operator would have set it up, with the secret of its callbacks. */
export function connectionOf(endpoint: string, callbackSecret: string): Connection {
  return {
    slug: 'local',
    endpoint,
    key: null,
    allowsPrivateAddress: true,
    isEmulated: false,
    keepsResults: true,
    pathPrefix: null,
    callbackSecret,
  };
}

/** The emulated vendor's protocol, as an adapter like any other. */
export function drillAdapter(vendor: DrillVendor): ProviderAdapter {
  const unclearStart = vendor.isKeyed ? 'unavailable' : 'outcome_unknown';
  return {
    slug: 'local',
    isRepeatable: vendor.isKeyed,
    maxConcurrent: vendor.maxConcurrent,
    limitPer: vendor.limitPer ?? 'installation',
    ...(vendor.callbackSecret !== undefined && {
      callback: { isSigned: true, verify: isStandardWebhook },
    }),
    start: (_model, { taskId, attempt, callbackUrl }) => ({
      kind: 'http',
      method: 'POST',
      url: `${vendor.url}/jobs`,
      json: { reference: `${taskId}:${attempt}`, callback: callbackUrl },
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    readStart(received) {
      const answer = fromVendor(received);
      const failure = failureOf(answer, unclearStart);
      if (failure) return { kind: 'failed', failure };
      return { kind: 'accepted', handle: { id: read(answer).id ?? null }, checkAfterMs: vendor.checkAfterMs };
    },
    check: ({ handle }) => ({
      kind: 'http',
      method: 'GET',
      url: `${vendor.url}/jobs/${(handle as { id: string }).id}`,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    readCheck(received) {
      const answer = fromVendor(received);
      const failure = failureOf(answer, 'unavailable');
      if (failure) return { kind: 'failed', failure: { retryAfterMs: ORIGIN_FALLBACK_MS, ...failure } };
      const { state, file } = read(answer);
      if (state !== 'done') return { kind: 'running', checkAfterMs: vendor.checkAfterMs };
      const url = `${vendor.url}${String(file)}`;
      return { kind: 'done', outputs: [{ url, name: 'matting.png', role: 'matting', inputPosition: 0 }] };
    },
  };
}
