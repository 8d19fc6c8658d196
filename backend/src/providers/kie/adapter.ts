import { z } from 'zod';
import type { CheckContext, CheckOutcome, ProviderAdapter, RemoteFile, TransportAnswer } from '../adapter.ts';
import { bearer } from '../connection.ts';
import type { HttpAnswer } from '../http-messages.ts';
import { failure, overHttp } from '../read-failure.ts';
import { orderOf, uploadOf, warningsOf } from './build-order.ts';
import { kieModelOf } from './define-kie-model.ts';
import { FAMILIES } from './families.ts';
import { handleSchema, type KieHandle } from './handle.ts';
import { failureOfRecord, readEnvelope } from './read-answer.ts';
import type { KieRecord } from './read-record.ts';
import { isKieCallback } from './verify-callback.ts';

/** A task may be unknown for half a minute after it was taken; so many answers in a row are more than that. */
const MAX_MISSES = 7;
const LAST_TIME_MS = 8.64e15;

/** It becomes part of an address, and may be anything printable: the families name their jobs in their own ways. */
const takenSchema = z.object({ taskId: z.string().regex(/^[\x21-\x7e]{1,200}$/) });
const uploadedSchema = z.union([
  z.object({ downloadUrl: z.url() }).transform(({ downloadUrl }) => downloadUrl),
  // As the vendor's first page names it.
  z.object({ fileUrl: z.url() }).transform(({ fileUrl }) => fileUrl),
]);
const recordSchema = z.record(z.string(), z.unknown());

/**
 * Kie.ai: one key for some two hundred models, in families that are ordered and asked about differently. It takes no
 * key or reference with an order, so a start is never repeated, and it has no way to stop work that it has taken.
 */
export const adapter: ProviderAdapter = {
  slug: 'kie',
  isRepeatable: false,
  // The vendor lets an account run about a hundred.
  maxConcurrent: 50,
  limitPer: 'installation',
  connection: {
    label: { en: 'Kie.ai', 'zh-CN': 'Kie.ai' },
    website: 'https://kie.ai',
    endpoint: 'https://api.kie.ai',
    otherHosts: ['kieai.redpandaai.co'],
    authorize: bearer,
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/api/v1/chat/credit' },
      read(answer) {
        const reading = readEnvelope(answer, 'check');
        if (!('data' in reading) || typeof reading.data !== 'number') return { isGood: false };
        return { isGood: true, credit: String(reading.data) };
      },
    },
  },
  callback: { isSigned: true, verify: isKieCallback },
  prepare: (_model, input) => input.inputs.map((file) => uploadOf(file, input)),
  readPrepared(answer) {
    const reading = readEnvelope(answer, 'prepare');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    const uploaded = uploadedSchema.safeParse(reading.data);
    if (uploaded.success) return { kind: 'prepared', value: uploaded.data };
    return { kind: 'failed', failure: failure('unavailable', 'the upload was answered without a link') };
  },
  start: orderOf,
  readStart(answer, model, input) {
    const reading = readEnvelope(answer, 'start');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    const taken = takenSchema.safeParse(reading.data);
    if (!taken.success) {
      return { kind: 'failed', failure: failure('outcome_unknown', 'the order was answered without a task') };
    }
    const { taskId } = taken.data;
    return {
      kind: 'accepted',
      handle: { id: taskId },
      vendorTaskId: taskId,
      checkAfterMs: kieModelOf(model).checkEveryMs,
      warnings: warningsOf(model, input),
    };
  },
  check({ handle, model }) {
    const { statusPath } = FAMILIES[kieModelOf(model).family];
    const id = encodeURIComponent(handleSchema.parse(handle).id);
    return { kind: 'http', method: 'GET', url: `${statusPath}?taskId=${id}` };
  },
  readCheck(answer, context) {
    const { checkEveryMs, family } = kieModelOf(context.model);
    const handle = handleSchema.parse(context.handle);
    const reading = readEnvelope(answer, 'check');
    if ('failure' in reading) {
      if (reading.isUnknownTask) return missed(handle, reading.failure.detail, checkEveryMs);
      return { kind: 'failed', failure: reading.failure };
    }
    const record = recordSchema.safeParse(reading.data);
    // Runway answers so for a task it does not know.
    if (!record.success) return missed(handle, 'an answer without a record', checkEveryMs);
    const told = FAMILIES[family].read(record.data);
    if (told.state !== 'running') return endOf(told, context, answer);
    return {
      kind: 'running',
      checkAfterMs: checkEveryMs,
      ...(told.progress !== undefined && { progress: told.progress }),
      ...(handle.misses !== undefined && { handle: { id: handle.id } }),
    };
  },
};

/** A task that the vendor took and does not know: at first too fresh, later lost, and perhaps paid. */
function missed({ id, misses = 0 }: KieHandle, detail: string, checkAfterMs: number): CheckOutcome {
  if (misses + 1 < MAX_MISSES) return { kind: 'running', handle: { id, misses: misses + 1 }, checkAfterMs };
  const words = `the vendor no longer knows the task it took: ${detail}`;
  return { kind: 'failed', failure: failure('outcome_unknown', words) };
}

function endOf(
  record: Exclude<KieRecord, { state: 'running' }>,
  { model }: CheckContext,
  answer: TransportAnswer,
): CheckOutcome {
  const { refusedCodes, resultLifeMs } = FAMILIES[kieModelOf(model).family];
  if (record.state === 'failed') {
    return { kind: 'failed', failure: failureOfRecord(record.code, record.words, refusedCodes) };
  }
  if (record.urls.length === 0) {
    const nothing = failure('rejected', 'succeeded without any result', { code: 'result_incomplete' });
    return { kind: 'failed', failure: nothing };
  }
  const expiresAt = endOfLinks(record.completedAt, resultLifeMs, overHttp(answer));
  return {
    kind: 'done',
    outputs: record.urls.map(
      (url, index): RemoteFile => ({
        url,
        name: `result-${index + 1}`,
        role: 'result',
        inputPosition: index,
        ...(expiresAt !== undefined && { expiresAt }),
      }),
    ),
  };
}

/** Counted from the end of the work or, where the record does not tell it, from the answer's own date. */
function endOfLinks(
  completedAt: number | undefined,
  lifeMs: number,
  answer: HttpAnswer | { readonly kind: 'silence' },
): string | undefined {
  const answeredAt = answer.kind === 'http' ? Date.parse(answer.headers['date'] ?? '') : Number.NaN;
  const since = completedAt ?? answeredAt;
  return Number.isNaN(since) ? undefined : new Date(Math.min(since + lifeMs, LAST_TIME_MS)).toISOString();
}
