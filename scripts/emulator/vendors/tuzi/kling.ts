import { randomInt, randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import sharp from 'sharp';
import type { Job } from '../../job-store.ts';
import type { EmulatorKit } from '../../kit.ts';

// Kling's own API behind the relay: a word that ends in "succeed", numbers as texts.

interface Order {
  readonly externalId: string;
  readonly callbackUrl: string | undefined;
  readonly shape: Shape;
}

/** Kling's own answers, the relay's video object, or that object in a wrapper of the relay's. */
type Shape = 'A' | 'B' | 'C';
/** `[[kling:B]]` in a prompt asks for answers of that shape. */
const SHAPE_MARK = /\[\[kling:([ABC])\]\]/;

const MODELS = [
  'kling-v1',
  'kling-v1-6',
  'kling-v2-master',
  'kling-v2-1-master',
  'kling-v2-5-turbo',
  'kling-v2-6',
];
const answer = (data: object, message = 'SUCCEED') => ({ code: 0, message, request_id: randomUUID(), data });
const refusal = (code: number, message: string) => ({ code, message, request_id: randomUUID() });

export function klingRoutes(kit: EmulatorKit): Router {
  const jobs = kit.openJobs<Order>();
  const router = Router();

  const take = (request: Request, response: Response): void => {
    const { external_task_id, callback_url }: Record<string, unknown> = Object(request.body);
    const job = jobs.accept({
      id: `7${randomInt(1e8, 1e9)}${randomInt(1e7, 1e8)}`,
      data: {
        externalId: String(external_task_id ?? ''),
        callbackUrl: typeof callback_url === 'string' ? callback_url : undefined,
        shape: (SHAPE_MARK.exec(String(Object(request.body).prompt))?.[1] ?? 'A') as Shape,
      },
      fault: kit.jobFaultOf(request),
      make: async () => [await kit.makeVideo()],
      onEnd: (ended) => callBack(kit, ended),
    });
    response.json(job.data.shape === 'A' ? answer(taskOf(job)) : videoObjectOf(job));
  };

  router.post('/kling/v1/videos/text2video', (request, response) => {
    const problem =
      problemOf(request.body, ['aspect_ratio']) ?? (promptOf(request) ? null : 'prompt is required');
    if (problem) response.status(400).json(refusal(1201, problem));
    else take(request, response);
  });
  router.post('/kling/v1/videos/image2video', async (request, response) => {
    const { image, image_tail: tail }: Record<string, unknown> = Object(request.body);
    const isPicture = typeof image === 'string' && image !== '' && !image.startsWith('data:');
    const problem =
      problemOf(request.body, ['image', 'image_tail']) ??
      (isPicture ? null : 'image is invalid') ??
      (await problemOfPicture(image)) ??
      (tail === undefined ? null : await problemOfPicture(tail));
    if (problem) response.status(400).json(refusal(1201, problem));
    else take(request, response);
  });
  router.get('/kling/v1/videos/:route/:id', (request, response) => {
    const job = jobs.find(request.params.id);
    if (job) response.json(tellOf(job));
    else response.status(404).json(refusal(1203, 'task not found'));
  });
  return router;
}

const MAX_PICTURE_BYTES = 10_000_000;
const MIN_SIDE = 300;
const MAX_RATIO = 2.5;

/** A link is not followed. */
async function problemOfPicture(picture: unknown): Promise<string | null> {
  const bytes = Buffer.from(String(picture), 'base64');
  const known = await sharp(bytes)
    .metadata()
    .catch(() => undefined);
  if (!known) return String(picture).startsWith('http') ? null : 'image is invalid';
  const [short, long] = [Math.min(known.width, known.height), Math.max(known.width, known.height)];
  if (known.format !== 'jpeg' && known.format !== 'png') return 'image format is not supported';
  if (bytes.length > MAX_PICTURE_BYTES) return 'image file is too large';
  return short < MIN_SIDE || long > short * MAX_RATIO
    ? 'image width, height or aspect ratio is invalid'
    : null;
}

const promptOf = (request: Request): boolean => {
  const { prompt }: { prompt?: unknown } = Object(request.body);
  return typeof prompt === 'string' && prompt !== '';
};

const COMMON = [
  'model_name',
  'prompt',
  'negative_prompt',
  'mode',
  'duration',
  'sound',
  'external_task_id',
  'callback_url',
];

/** Durations are texts; a field that the call does not know is refused. */
function problemOf(body: unknown, others: readonly string[]): string | null {
  const fields: Record<string, unknown> = Object(body);
  const unknown = Object.keys(fields).find((name) => !COMMON.includes(name) && !others.includes(name));
  if (unknown) return `${unknown} is not supported`;
  if (!MODELS.includes(String(fields['model_name']))) return 'model_name is invalid';
  if (typeof fields['duration'] !== 'string' || !['5', '10'].includes(fields['duration']))
    return 'duration is invalid';
  if (fields['mode'] !== undefined && !['std', 'pro'].includes(String(fields['mode'])))
    return 'mode is invalid';
  return null;
}

const STATUS = {
  queued: 'submitted',
  running: 'processing',
  succeeded: 'succeed',
  failed: 'failed',
  canceled: 'failed',
} as const;

function taskOf(job: Job<Order>): object {
  return {
    task_id: job.id,
    task_status: STATUS[job.state],
    task_status_msg: messageOf(job),
    task_info: { external_task_id: job.data.externalId },
    created_at: job.createdAt.getTime(),
    updated_at: (job.endedAt ?? job.createdAt).getTime(),
    ...(job.state === 'succeeded' && {
      task_result: { videos: job.links.map((url, index) => ({ id: `v${index}`, url, duration: '5.1' })) },
    }),
  };
}

function tellOf(job: Job<Order>): object {
  if (job.data.shape === 'A') return answer(taskOf(job));
  return job.data.shape === 'B' ? videoObjectOf(job) : wrapperOf(job);
}

const OBJECT_STATUS = {
  queued: 'queued',
  running: 'in_progress',
  succeeded: 'completed',
  failed: 'failed',
  canceled: 'failed',
} as const;

function videoObjectOf(job: Job<Order>): object {
  const isDone = job.state === 'succeeded';
  return {
    ...{ id: job.id, task_id: job.id, object: 'video', model: 'kling', status: OBJECT_STATUS[job.state] },
    ...{ progress: isDone ? 100 : 0, created_at: Math.floor(job.createdAt.getTime() / 1000) },
    ...(isDone && { metadata: { url: job.links[0] } }),
    ...(job.state === 'failed' && { error: { message: messageOf(job) } }),
  };
}

const WRAPPER_STATUS = {
  ...OBJECT_STATUS,
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  canceled: 'FAILURE',
} as const;

function wrapperOf(job: Job<Order>): object {
  const error = job.state === 'failed' ? { message: messageOf(job) } : null;
  const url = job.state === 'succeeded' ? job.links[0] : '';
  const data = {
    task_id: job.id,
    status: WRAPPER_STATUS[job.state],
    url,
    format: 'mp4',
    error,
    metadata: {},
  };
  return { code: 'success', message: '', data };
}

function messageOf({ state, failure }: Job<Order>): string {
  if (state !== 'failed') return '';
  return failure === 'refused' ? 'Failure to pass the risk control system' : 'emulated failure';
}

function callBack(kit: EmulatorKit, job: Job<Order>): void {
  const { callbackUrl } = job.data;
  if (callbackUrl !== undefined) kit.sendCallback({ url: callbackUrl, body: taskOf(job), fault: job.fault });
}
