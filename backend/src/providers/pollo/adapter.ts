import { z } from 'zod';
import type { CheckOutcome, ModelAtVendor, ProviderAdapter, RemoteFile, StartInput } from '../adapter.ts';
import { type HttpRequest, type Json, ORDER_TIMEOUT_MS } from '../http-messages.ts';
import { failure, failureOfSilence, overHttp } from '../read-failure.ts';
import { isResultLink } from '../result-link.ts';
import { polloModelOf } from './define-pollo-model.ts';
import { contentOf, failureOf, failureOfWork } from './read-answer.ts';
import { isPolloCallback } from './verify-callback.ts';

const CHECK_EVERY_MS = 10_000;
/** A fresh task may be unknown for a few seconds. */
const MAX_MISSES = 4;
/** Results stay so long at the vendor. */
const LINK_LIFE_MS = 14 * 24 * 60 * 60_000;

/** It becomes part of an address. */
const idSchema = z.object({ taskId: z.string().regex(/^[\w.:-]{1,200}$/) });
const handleSchema = z.object({ id: z.string(), misses: z.int() });
type Handle = z.output<typeof handleSchema>;

const statusSchema = z.object({
  generations: z.array(
    z.object({
      status: z.string(),
      failMsg: z.string().nullish().catch(null),
      url: z.string().nullish().catch(null),
    }),
  ),
});
type Generation = z.output<typeof statusSchema>['generations'][number];

/**
 * Pollo.ai: videos of other houses behind one task API. It takes pictures by their address alone, knows no order again and
 * has no way to stop work.
 */
export const adapter: ProviderAdapter = {
  slug: 'pollo',
  isRepeatable: false,
  // The vendor names no figure.
  maxConcurrent: 5,
  limitPer: 'installation',
  fetchesInputs: true,
  connection: {
    label: { en: 'Pollo.ai', 'zh-CN': 'Pollo.ai' },
    website: 'https://pollo.ai',
    endpoint: 'https://pollo.ai/api/platform',
    authorize: (request, key) => ({ ...request, headers: { ...request.headers, 'x-api-key': key } }),
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/credit/balance', timeoutMs: 20_000 },
      read(answer) {
        const balance = z.object({ availableCredits: z.number() }).safeParse(contentOf(answer));
        if (answer.status !== 200 || !balance.success) return { isGood: false };
        return { isGood: true, credit: String(balance.data.availableCredits) };
      },
    },
  },
  callback: { isSigned: true, verify: isPolloCallback },
  start: orderOf,
  readStart(answer) {
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
    const refused = failureOf(heard, 'start');
    if (refused) return { kind: 'failed', failure: refused };
    const taken = idSchema.safeParse(contentOf(heard));
    if (!taken.success) {
      return { kind: 'failed', failure: failure('outcome_unknown', 'the order was answered without a task') };
    }
    const { taskId } = taken.data;
    return {
      kind: 'accepted',
      handle: { id: taskId, misses: 0 },
      vendorTaskId: taskId,
      checkAfterMs: CHECK_EVERY_MS,
    };
  },
  check: ({ handle }) => ({
    kind: 'http',
    method: 'GET',
    url: `/generation/${handleSchema.parse(handle).id}/status`,
  }),
  readCheck(answer, context) {
    const handle = handleSchema.parse(context.handle);
    const heard = overHttp(answer);
    if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'check', false) };
    if (heard.status === 404) return missed(handle);
    const refused = failureOf(heard, 'check');
    if (refused) return { kind: 'failed', failure: refused };
    const told = statusSchema.safeParse(contentOf(heard));
    if (!told.success) {
      return { kind: 'failed', failure: failure('unavailable', 'an answer without generations') };
    }
    return outcomeOf(told.data.generations, handle, Date.parse(heard.headers['date'] ?? ''));
  },
};

function orderOf(model: ModelAtVendor, { parameters, inputs, callbackUrl }: StartInput): HttpRequest {
  const { fields, numbers = [] } = polloModelOf(model);
  const input: Record<string, Json> = {};
  for (const [name, vendorField] of Object.entries(fields)) {
    const value = parameters[name];
    if (value === undefined || value === '') continue;
    input[vendorField] = numbers.includes(name) ? Number(value) : (value as Json);
  }
  for (const { role, link } of inputs) {
    if (link !== undefined) input[role === 'lastFrame' ? 'imageTail' : 'image'] = link;
  }
  return {
    kind: 'http',
    method: 'POST',
    url: `/generation/${model.vendorModel}`,
    json: { input, ...(callbackUrl !== null && { webhookUrl: callbackUrl }) },
    timeoutMs: ORDER_TIMEOUT_MS,
  };
}

const FINAL = ['succeed', 'failed'];

/** None yet is a task in line; a word that nobody knows is work under way, until the deadline. */
function outcomeOf(generations: readonly Generation[], handle: Handle, answeredAt: number): CheckOutcome {
  const isOver = generations.length > 0 && generations.every(({ status }) => FINAL.includes(status));
  if (!isOver) {
    const known = handle.misses > 0 ? { handle: { ...handle, misses: 0 } } : {};
    return { kind: 'running', checkAfterMs: CHECK_EVERY_MS, ...known };
  }
  const expiresAt = Number.isNaN(answeredAt) ? undefined : new Date(answeredAt + LINK_LIFE_MS).toISOString();
  const links = generations.flatMap(({ status, url }) =>
    status === 'succeed' && isResultLink(url) ? [url] : [],
  );
  if (links.length > 0) {
    const outputs = links.map(
      (url, index): RemoteFile => ({
        ...{ url, name: `result-${index + 1}`, role: 'result', inputPosition: 0 },
        ...(expiresAt !== undefined && { expiresAt }),
      }),
    );
    return { kind: 'done', outputs };
  }
  if (generations.some(({ status }) => status === 'succeed')) {
    const nothing = failure('rejected', 'succeeded without any result', { code: 'result_incomplete' });
    return { kind: 'failed', failure: nothing };
  }
  const words = generations.map(({ failMsg }) => failMsg ?? '').find((message) => message !== '') ?? '';
  return { kind: 'failed', failure: failureOfWork(words) };
}

/** A task that the vendor took and does not know: at first too fresh, later lost, and perhaps paid. */
function missed(handle: Handle): CheckOutcome {
  const misses = handle.misses + 1;
  if (misses < MAX_MISSES)
    return { kind: 'running', handle: { ...handle, misses }, checkAfterMs: CHECK_EVERY_MS };
  return {
    kind: 'failed',
    failure: failure('outcome_unknown', 'the vendor no longer knows the task it took'),
  };
}
