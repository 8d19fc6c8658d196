import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { signStandardWebhook } from '../../callbacks.ts';
import type { PictureFormat } from '../../draw-picture.ts';
import type { EmulatedFile } from '../../file-shelf.ts';
import type { Job, JobStore } from '../../job-store.ts';
import { bearerOf, type EmulatorKit, type VendorEmulator } from '../../kit.ts';
import { answerWith } from '../../misbehave.ts';

import { MODELS } from './models.ts';
import { problemsOf } from './problems-of-input.ts';

// Replicate's HTTP API v1: predictions, cancel, model schemas, files, webhook secret.

interface Prediction {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhook: string | undefined;
  readonly events: readonly string[];
}

const PICTURE_FIELDS = ['image', 'image_prompt', 'input_image', 'first_frame_image'];
const NOT_FOUND = {
  status: 404,
  body: { detail: 'The requested resource could not be found.', status: 404 },
};
const REFUSED_WORDS =
  'The input or output was flagged as sensitive. Please try again with different inputs. (E005)';

const problem = (status: number, title: string, detail: string, headers = {}) => ({
  status,
  headers,
  body: { title, detail, status },
});

export const vendor: VendorEmulator = {
  slug: 'replicate',
  keyOf: bearerOf,
  refusals: {
    400: problem(422, 'Input validation failed', '- input: emulated refusal\n'),
    401: problem(401, 'Unauthenticated', 'You did not pass a valid authentication token'),
    402: problem(402, 'Insufficient credit', 'You have insufficient credit to run this model.'),
    429: {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { detail: 'Request was throttled. Your rate limit resets in ~1s.', status: 429 },
    },
    500: { status: 500, body: { detail: 'Internal server error', status: 500 } },
    503: { status: 503, body: { detail: 'Service unavailable', status: 503 } },
    refused: null,
  },
  routes(kit) {
    const jobs = kit.openJobs<Prediction>();
    const router = Router();
    router.get('/account', (_request, response) => {
      response.json({ type: 'user', username: 'emulated', name: 'Emulated', github_url: null });
    });
    router.get('/webhooks/default/secret', (_request, response) => {
      response.json({ key: kit.callbackSecret });
    });
    router.get('/models/:owner/:name', (request, response) => sendModel(request, response));
    router.post('/models/:owner/:name/predictions', (request, response) =>
      create(kit, jobs, `${request.params.owner}/${request.params.name}`, request, response),
    );
    router.post('/predictions', (request, response) =>
      create(kit, jobs, String(Object(request.body).version).replace(/:[0-9a-f]+$/, ''), request, response),
    );
    router.get('/predictions', (_request, response) => {
      response.json({ next: null, previous: null, results: jobs.all().map((job) => present(kit, job)) });
    });
    router.get('/predictions/:id', (request, response) => {
      const job = jobs.find(request.params.id);
      if (job) response.json(present(kit, job));
      else answerWith(response, NOT_FOUND);
    });
    router.post('/predictions/:id/cancel', (request, response) => {
      const job = jobs.find(request.params.id);
      if (!job) return answerWith(response, NOT_FOUND);
      jobs.cancel(job.id);
      response.json(present(kit, job));
    });
    router.post('/files', (request, response) => storeFile(kit, request, response));
    router.use((_request, response) => answerWith(response, NOT_FOUND));
    return router;
  },
};

async function create(
  kit: EmulatorKit,
  jobs: JobStore<Prediction>,
  name: string,
  request: Request,
  response: Response,
): Promise<Response> {
  const model = MODELS[name];
  if (!model) return answerWith(response, NOT_FOUND);
  const body: Record<string, unknown> = Object(request.body);
  const problems = problemsOf(body, model.input);
  if (problems.length > 0) {
    const detail = problems.map(({ field, description }) => `- ${field}: ${description}\n`).join('');
    const words = { title: 'Input validation failed', detail, status: 422, invalid_fields: problems };
    return answerWith(response, { status: 422, body: words });
  }
  const { webhook, webhook_events_filter: events } = body;
  const input: Record<string, unknown> = Object(body['input']);
  const job = jobs.accept({
    id: randomBytes(13).toString('hex'),
    data: {
      model: name,
      input,
      webhook: typeof webhook === 'string' ? webhook : undefined,
      events: Array.isArray(events) ? events.map(String) : ['output', 'completed'],
    },
    fault: kit.jobFaultOf(request),
    make: () => makeOutputs(kit, input, name, model.isVideo === true),
    onEnd: (ended) => callBack(kit, ended),
  });
  await holdOn(request, job);
  return response.status(201).json(present(kit, job));
}

/** `Prefer: wait[=n]` holds the answer until the end, but no longer than asked for. */
async function holdOn(request: Request, job: Job<Prediction>): Promise<void> {
  const wait = /^wait(?:=(\d+))?$/.exec(request.get('prefer') ?? '');
  if (!wait) return;
  const until = Date.now() + Number(wait[1] ?? 60) * 1000;
  while (!job.endedAt && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function makeOutputs(
  kit: EmulatorKit,
  input: Readonly<Record<string, unknown>>,
  model: string,
  isVideo: boolean,
): Promise<EmulatedFile[]> {
  const picture = PICTURE_FIELDS.map((name) => input[name]).find((value) => typeof value === 'string');
  const ground = picture === undefined ? undefined : await kit.readInput(String(picture));
  if (picture !== undefined && !ground) throw new Error('the input picture could not be read');
  if (isVideo) return [await kit.makeVideo()];
  const [across = 1, down = 1] = String(input['aspect_ratio'] ?? '1:1')
    .split(':')
    .map(Number);
  const ratio = Number.isFinite(across / down) ? across / down : 1;
  const format = String(input['output_format'] ?? 'webp');
  return Promise.all(
    Array.from({ length: Number(input['num_outputs'] ?? 1) }, (_, index) =>
      kit.drawPicture({
        prompt: String(input['prompt']),
        width: Math.round(1024 * Math.sqrt(ratio)),
        height: Math.round(1024 / Math.sqrt(ratio)),
        format: format === 'jpg' ? 'jpeg' : (format as PictureFormat),
        seed: Number(input['seed'] ?? 0) + index,
        caption: model,
        ...(ground && { inputs: [ground] }),
      }),
    ),
  );
}

const STATUS = {
  queued: 'starting',
  running: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

function present(kit: EmulatorKit, job: Job<Prediction>): unknown {
  const { model, input, webhook, events } = job.data;
  const error = job.failure === 'refused' ? REFUSED_WORDS : 'Prediction failed. (E1001)';
  const url = `${kit.base}/predictions/${job.id}`;
  const output = MODELS[model]?.isList ? job.links : (job.links[0] ?? null);
  return {
    id: job.id,
    model,
    version: 'hidden',
    input,
    logs: '',
    output: job.state === 'succeeded' ? output : null,
    error: job.state === 'failed' ? error : null,
    status: STATUS[job.state],
    source: 'api',
    data_removed: false,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    completed_at: job.endedAt?.toISOString() ?? null,
    metrics: job.endedAt ? { predict_time: job.totalMs / 1000 } : {},
    urls: { get: url, cancel: `${url}/cancel`, web: url },
    ...(webhook !== undefined && { webhook, webhook_events_filter: events }),
  };
}

function callBack(kit: EmulatorKit, job: Job<Prediction>): void {
  const { webhook, events } = job.data;
  if (webhook === undefined || !events.includes('completed')) return;
  kit.sendCallback({ url: webhook, body: present(kit, job), fault: job.fault, sign: signStandardWebhook });
}

function sendModel(request: Request, response: Response): Response {
  const name = `${request.params['owner']}/${request.params['name']}`;
  const model = MODELS[name];
  if (!model) return answerWith(response, NOT_FOUND);
  const properties = Object.fromEntries(
    Object.entries(model.input).map(([field, { values, required, ...rule }]) => [
      field,
      { ...rule, ...(values && { enum: values }) },
    ]),
  );
  const required = Object.keys(model.input).filter((field) => model.input[field]?.required);
  return response.json({
    owner: request.params['owner'],
    name: request.params['name'],
    visibility: 'public',
    latest_version: {
      id: 'hidden',
      openapi_schema: { components: { schemas: { Input: { type: 'object', properties, required } } } },
    },
  });
}

function storeFile(kit: EmulatorKit, request: Request, response: Response): Response {
  const [file] = Array.isArray(request.files) ? request.files : [];
  if (!file) return answerWith(response, problem(400, 'Bad request', 'content: this field is required'));
  const { buffer: bytes, mimetype: contentType, size } = file;
  const media = { width: null, height: null, seconds: null };
  const link = kit.linkTo({ bytes, contentType, name: file.originalname || 'content', ...media });
  const id = /files\/([^/]+)/.exec(link)?.[1];
  const createdAt = new Date();
  return response.status(201).json({
    id,
    name: file.originalname,
    content_type: contentType,
    size,
    metadata: {},
    created_at: createdAt.toISOString(),
    expires_at: new Date(createdAt.getTime() + kit.options.linkMs).toISOString(),
    urls: { get: link },
  });
}
