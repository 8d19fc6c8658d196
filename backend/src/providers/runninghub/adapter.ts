import { z } from 'zod';
import type { CheckContext, CheckOutcome, ProviderAdapter, StartOutcome } from '../adapter.ts';
import { bearer } from '../connection.ts';
import type { HttpRequest, InputFile } from '../http-messages.ts';
import { failure } from '../read-failure.ts';
import { framesOf, orderOf, workflowOf } from './build-order.ts';
import { handleSchema, type RunningHubHandle } from './handle.ts';
import {
  FAILED,
  failureOfCode,
  failureOfWork,
  QUEUED,
  RUNNING,
  readEnvelope,
  UNKNOWN_TASKS,
} from './read-answer.ts';
import { framesIn } from './read-outputs.ts';

const UPLOAD_TIMEOUT_MS = 120_000;
const CHECK_EVERY_MS = 5000;
/** A fresh task may be unknown for a few seconds. */
const MAX_MISSES = 6;

const uploadSchema = z.object({ fileName: z.string().min(1).max(500) });
const acceptedSchema = z.object({
  taskId: z.string().regex(/^\d{1,30}$/),
  promptTips: z.string().nullish().catch(null),
});
const tipsSchema = z.object({
  result: z.boolean().optional(),
  node_errors: z.record(z.string(), z.unknown()).optional(),
});

/**
 * RunningHub runs workflows that an operator keeps there. It takes no key or reference with an order, so a start is
 * never repeated, and its callbacks carry no signature: only their address is a secret.
 */
export const adapter: ProviderAdapter = {
  slug: 'runninghub',
  isRepeatable: false,
  // What a plain key may run; beyond it the vendor says that it is busy, which is waited for.
  maxConcurrent: 2,
  limitPer: 'installation',
  connection: {
    label: { en: 'RunningHub', 'zh-CN': 'RunningHub' },
    website: 'https://www.runninghub.cn',
    endpoint: 'https://www.runninghub.cn',
    authorize,
    keyTest: {
      request: { kind: 'http', method: 'POST', url: '/uc/openapi/accountStatus', json: {} },
      read({ body }) {
        const account = z
          .object({ code: z.literal(0), data: z.object({ remainCoins: z.string().nullish() }) })
          .safeParse(body);
        if (!account.success) return { isGood: false };
        const { remainCoins } = account.data.data;
        return { isGood: true, ...(remainCoins != null && { credit: remainCoins }) };
      },
    },
  },
  callback: { isSigned: false },
  prepare: (_model, { inputs }) => inputs.map(upload),
  readPrepared(answer) {
    const reading = readEnvelope(answer, 'prepare');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    if (reading.code !== 0) {
      return { kind: 'failed', failure: failureOfCode(reading.code, reading.msg, 'prepare') };
    }
    const uploaded = uploadSchema.safeParse(reading.data);
    if (uploaded.success) return { kind: 'prepared', value: uploaded.data.fileName };
    return { kind: 'failed', failure: failure('unavailable', 'the upload was answered without a name') };
  },
  start: (_model, input) => orderOf(input),
  readStart(answer, _model, input): StartOutcome {
    const reading = readEnvelope(answer, 'start');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    if (reading.code !== 0) {
      return { kind: 'failed', failure: failureOfCode(reading.code, reading.msg, 'start') };
    }
    const accepted = acceptedSchema.safeParse(reading.data);
    if (!accepted.success) {
      return { kind: 'failed', failure: failure('outcome_unknown', 'the order was answered without a task') };
    }
    const { taskId, promptTips } = accepted.data;
    if (isInvalidGraph(promptTips)) {
      const detail = `the workflow does not fit its settings: ${promptTips}`.slice(0, 500);
      return { kind: 'failed', failure: failure('rejected', detail, { code: 'provider_not_configured' }) };
    }
    const nodes = [...workflowOf(input).outputs];
    return {
      kind: 'accepted',
      handle: { id: taskId, frames: [...framesOf(input)], nodes },
      vendorTaskId: taskId,
      checkAfterMs: CHECK_EVERY_MS,
    };
  },
  check: (context) => about('/task/openapi/outputs', context),
  readCheck(answer, { handle }) {
    const known = handleSchema.parse(handle);
    const reading = readEnvelope(answer, 'check');
    if ('failure' in reading) return { kind: 'failed', failure: reading.failure };
    const { code, msg, data } = reading;
    // Older answers say so with the code of success.
    const isUnderWay = code === RUNNING || code === QUEUED || /_TASK_IS_(?:RUNNING|QUEUED)$/.test(msg);
    if (isUnderWay) return underWay(known);
    if (UNKNOWN_TASKS.includes(code)) return missed(known, `code ${code} ${msg}`);
    if (code === FAILED) return { kind: 'failed', failure: failureOfWork(data, msg) };
    if (code !== 0) return { kind: 'failed', failure: failureOfCode(code, msg, 'check') };
    const outputs = framesIn(data, known);
    if (outputs.length > 0) return { kind: 'done', outputs };
    const nothing = failure('rejected', 'finished without any frame', { code: 'result_incomplete' });
    return { kind: 'failed', failure: nothing };
  },
  cancel: (context) => about('/task/openapi/cancel', context),
};

/** The key rides in the body, and in the header that newer pages ask for. The account's page calls it `apikey`. */
function authorize(request: HttpRequest, key: string): HttpRequest {
  const signed = bearer(request, key);
  if (request.form) return { ...signed, form: [{ name: 'apiKey', value: key }, ...request.form] };
  const name = request.url.endsWith('/uc/openapi/accountStatus') ? 'apikey' : 'apiKey';
  return { ...signed, json: { [name]: key, ...Object(request.json) } };
}

function upload(file: InputFile): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: '/task/openapi/upload',
    form: [
      { name: 'fileType', value: 'image' },
      { name: 'file', file },
    ],
    timeoutMs: UPLOAD_TIMEOUT_MS,
  };
}

function about(url: string, { handle }: CheckContext): HttpRequest {
  return { kind: 'http', method: 'POST', url, json: { taskId: handleSchema.parse(handle).id } };
}

function underWay({ misses, ...handle }: RunningHubHandle): CheckOutcome {
  return { kind: 'running', checkAfterMs: CHECK_EVERY_MS, ...(misses !== undefined && { handle }) };
}

/** A task that the vendor took and does not know: at first too fresh, later lost, and perhaps paid. */
function missed(handle: RunningHubHandle, detail: string): CheckOutcome {
  const misses = (handle.misses ?? 0) + 1;
  if (misses < MAX_MISSES) {
    return { kind: 'running', handle: { ...handle, misses }, checkAfterMs: CHECK_EVERY_MS };
  }
  const words = `the vendor no longer knows the task it took: ${detail}`;
  return { kind: 'failed', failure: failure('outcome_unknown', words) };
}

/** The vendor gives even a workflow that cannot run a task; JSON inside a text tells. */
function isInvalidGraph(promptTips: string | null | undefined): boolean {
  if (!promptTips) return false;
  try {
    const tips = tipsSchema.safeParse(JSON.parse(promptTips));
    if (!tips.success) return false;
    return tips.data.result === false || Object.keys(tips.data.node_errors ?? {}).length > 0;
  } catch {
    // Words that are not JSON say nothing certain; the task's own end will.
    return false;
  }
}
