import { createHash, randomInt } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { EmulatedFile } from '../../file-shelf.ts';
import type { Job, JobStore } from '../../job-store.ts';
import type { EmulatorKit, VendorAnswer, VendorEmulator } from '../../kit.ts';
import {
  FRAMES_NODE,
  NODE_INPUTS,
  PICTURE_NODE,
  PROMPT_NODE,
  savingNodeOf,
  WEBAPP_ID,
  WORKFLOW_ID,
} from './workflow.ts';

// RunningHub's HTTP API v1: upload, create, AI apps, status, outputs, cancel, account, callbacks without a signature.
// Everything comes with HTTP 200 and a code in the body.

interface Order {
  readonly frames: readonly number[];
  readonly webhookUrl: string | undefined;
}

const MAX_UPLOAD_BYTES = 30 * 2 ** 20;
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/webp': 'webp' };
const say = (code: number, msg: string, data: unknown = null): VendorAnswer => ({
  status: 200,
  body: { code, msg, data },
});
const TASK_UNKNOWN = say(807, 'APIKEY_TASK_NOT_FOUND').body;

export const vendor: VendorEmulator = {
  slug: 'runninghub',
  keyOf: (request) => {
    const { apiKey, apikey }: { apiKey?: unknown; apikey?: unknown } = Object(request.body);
    const key = apiKey ?? apikey;
    return typeof key === 'string' ? key : undefined;
  },
  refusals: {
    400: say(301, 'PARAMS_INVALID'),
    401: say(802, 'APIKEY_UNAUTHORIZED'),
    402: say(416, 'TASK_CREATE_FAILED_BY_NOT_ENOUGH_WALLET'),
    429: say(421, 'TASK_QUEUE_MAXED'),
    500: say(500, 'UNKNOWN_ERROR'),
    503: { status: 503, body: 'no healthy upstream' },
    refused: say(1501, 'content check failed'),
  },
  routes(kit) {
    const jobs = kit.openJobs<Order>();
    const uploads = new Map<string, Buffer>();
    const router = Router();
    const parts = { kit, jobs, uploads };
    router.post('/uc/openapi/accountStatus', (_request, response) => {
      const data = { remainCoins: '5000', currentTaskCounts: '0', remainMoney: null, currency: null };
      response.json(say(0, 'success', { ...data, apiType: 'NORMAL' }).body);
    });
    router.post('/task/openapi/upload', (request, response) => storeFile(uploads, request, response));
    router.post('/task/openapi/create', (request, response) =>
      create(parts, Object(request.body).workflowId === WORKFLOW_ID ? null : 380, request, response),
    );
    router.post('/task/openapi/ai-app/run', (request, response) =>
      create(parts, String(Object(request.body).webappId) === WEBAPP_ID ? null : 901, request, response),
    );
    router.post('/task/openapi/status', (request, response) => {
      const job = jobs.find(String(Object(request.body).taskId));
      response.json(job ? say(0, 'success', STATUS[job.state]).body : TASK_UNKNOWN);
    });
    router.post('/task/openapi/outputs', (request, response) => {
      const job = jobs.find(String(Object(request.body).taskId));
      response.json(job ? outputsOf(job) : TASK_UNKNOWN);
    });
    router.post('/task/openapi/cancel', (request, response) => {
      const isCanceled = jobs.cancel(String(Object(request.body).taskId));
      response.json(isCanceled ? say(0, 'success').body : TASK_UNKNOWN);
    });
    // Also what a misspelt path gets.
    router.use((_request, response) => response.json(say(412, 'TOKEN_INVALID').body));
    return router;
  },
};

const STATUS = {
  queued: 'QUEUED',
  running: 'RUNNING',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  canceled: 'FAILED',
};

interface Parts {
  readonly kit: EmulatorKit;
  readonly jobs: JobStore<Order>;
  readonly uploads: ReadonlyMap<string, Buffer>;
}

function create(
  { kit, jobs, uploads }: Parts,
  unknown: 380 | 901 | null,
  request: Request,
  response: Response,
): Response {
  const { nodeInfoList, webhookUrl }: { nodeInfoList?: unknown; webhookUrl?: unknown } = Object(request.body);
  if (unknown === 380) return response.json(say(380, 'WORKFLOW_NOT_EXISTS').body);
  if (unknown === 901) return response.json(say(901, 'WEBAPP_NOT_EXISTS').body);
  const values = valuesIn(nodeInfoList);
  const picture = uploads.get(values?.get(PICTURE_NODE) ?? '');
  const frames = (values?.get(FRAMES_NODE) ?? '').split(',').map(Number);
  const areFrames = frames.every((frame) => Number.isInteger(frame) && frame >= 1 && frame <= 12);
  if (!values || !areFrames) return response.json(say(803, 'APIKEY_INVALID_NODE_INFO').body);
  const job = jobs.accept({
    id: `19${randomInt(1e8, 1e9)}${randomInt(1e7, 1e8)}`,
    data: { frames, webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined },
    // An input that was never uploaded is found missing only by the node that loads it.
    fault: picture ? kit.jobFaultOf(request) : 'fails',
    make: () => draw(kit, frames, values.get(PROMPT_NODE) ?? '', picture),
    onEnd: (ended) => callBack(kit, ended),
  });
  const promptTips = JSON.stringify({
    result: true,
    error: null,
    outputs_to_execute: frames.map(savingNodeOf),
    node_errors: {},
  });
  const data = { taskId: job.id, taskStatus: STATUS[job.state], clientId: 'emulated', netWssUrl: null };
  return response.json(say(0, 'success', { ...data, promptTips }).body);
}

/** Values by node; undefined when a node or its input does not exist. */
function valuesIn(nodeInfoList: unknown): Map<string, string> | undefined {
  const values = new Map<string, string>();
  for (const entry of Array.isArray(nodeInfoList) ? nodeInfoList : []) {
    const { nodeId, fieldName, fieldValue }: Record<string, unknown> = Object(entry);
    if (typeof nodeId !== 'string' || NODE_INPUTS[nodeId] !== fieldName) return undefined;
    values.set(nodeId, String(fieldValue));
  }
  return values;
}

function draw(
  kit: EmulatorKit,
  frames: readonly number[],
  prompt: string,
  picture: Buffer | undefined,
): Promise<EmulatedFile[]> {
  return Promise.all(
    frames.map((frame) =>
      kit.drawPicture({
        prompt,
        width: 768,
        height: 1024,
        seed: frame,
        caption: `frame ${frame}`,
        ...(picture && { inputs: [picture] }),
      }),
    ),
  );
}

function outputsOf(job: Job<Order>): unknown {
  if (job.state === 'queued') return say(813, 'APIKEY_TASK_IS_QUEUED').body;
  if (job.state === 'running') {
    return say(804, 'APIKEY_TASK_IS_RUNNING', { netWssUrl: null }).body;
  }
  if (job.state !== 'succeeded') {
    const isRefused = job.failure === 'refused';
    const failedReason = {
      node_id: isRefused ? '101' : '12',
      node_name: isRefused ? 'ContentFilter' : 'LoadImage',
      exception_type: isRefused ? 'ContentError' : 'RuntimeError',
      exception_message: isRefused ? 'NSFW content was found' : 'emulated failure',
      traceback: '["line 1"]',
      current_inputs: '{}',
      current_outputs: '{}',
    };
    return say(805, 'APIKEY_TASK_STATUS_ERROR', { failedReason }).body;
  }
  return say(
    0,
    'success',
    filesOf(job, (seconds) => String(seconds)),
  ).body;
}

/** In no order that anybody promised: here the last frame first. */
function filesOf({ data, outputs, totalMs }: Job<Order>, secondsAs: (seconds: number) => unknown): unknown[] {
  return data.frames
    .flatMap((frame, index) => {
      const output = outputs[index];
      if (!output) return [];
      const taskCostTime = secondsAs(Math.round(totalMs / 1000));
      const file = { fileUrl: output.link, fileType: 'png', taskCostTime, nodeId: savingNodeOf(frame) };
      return [{ ...file, consumeCoins: '21', consumeMoney: null, thirdPartyConsumeMoney: null }];
    })
    .reverse();
}

/** The answer of `outputs` as a text inside the message, with seconds as a number. */
function callBack(kit: EmulatorKit, job: Job<Order>): void {
  const { webhookUrl } = job.data;
  if (webhookUrl === undefined || job.state === 'canceled') return;
  const answer =
    job.state === 'succeeded'
      ? say(
          0,
          'success',
          filesOf(job, (seconds) => seconds),
        ).body
      : outputsOf(job);
  const body = { event: 'TASK_END', taskId: job.id, eventData: JSON.stringify(answer) };
  kit.sendCallback({ url: webhookUrl, body, fault: job.fault });
}

function storeFile(uploads: Map<string, Buffer>, request: Request, response: Response): Response {
  const [file] = Array.isArray(request.files) ? request.files : [];
  if (!file) return response.json(say(301, 'PARAMS_INVALID').body);
  if (file.size > MAX_UPLOAD_BYTES) return response.json(say(809, 'APIKEY_FILE_SIZE_EXCEEDED').body);
  const digest = createHash('sha256').update(file.buffer).digest('hex');
  const fileName = `api/${digest}.${ENDINGS[file.mimetype] ?? 'png'}`;
  uploads.set(fileName, file.buffer);
  return response.json(say(0, 'success', { fileName, fileType: 'image' }).body);
}
