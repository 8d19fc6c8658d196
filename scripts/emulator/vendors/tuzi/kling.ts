import { randomInt, randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { Job } from '../../job-store.ts';
import type { EmulatorKit } from '../../kit.ts';

// Kling's own API behind the relay: a word that ends in "succeed", numbers as texts.

interface Order {
  readonly externalId: string;
  readonly callbackUrl: string | undefined;
}

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
      },
      fault: kit.jobFaultOf(request),
      make: async () => [await kit.makeVideo()],
      onEnd: (ended) => callBack(kit, ended),
    });
    response.json(answer(taskOf(job)));
  };

  router.post('/kling/v1/videos/text2video', (request, response) => {
    const problem =
      problemOf(request.body, ['aspect_ratio']) ?? (promptOf(request) ? null : 'prompt is required');
    if (problem) response.status(400).json(refusal(1201, problem));
    else take(request, response);
  });
  router.post('/kling/v1/videos/image2video', (request, response) => {
    const { image }: { image?: unknown } = Object(request.body);
    const isPicture = typeof image === 'string' && image !== '' && !image.startsWith('data:');
    const problem =
      problemOf(request.body, ['image', 'image_tail']) ?? (isPicture ? null : 'image is invalid');
    if (problem) response.status(400).json(refusal(1201, problem));
    else take(request, response);
  });
  router.get('/kling/v1/videos/:route/:id', (request, response) => {
    const job = jobs.find(request.params.id);
    if (job) response.json(answer(taskOf(job)));
    else response.status(404).json(refusal(1203, 'task not found'));
  });
  return router;
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

function messageOf({ state, failure }: Job<Order>): string {
  if (state !== 'failed') return '';
  return failure === 'refused' ? 'Failure to pass the risk control system' : 'emulated failure';
}

function callBack(kit: EmulatorKit, job: Job<Order>): void {
  const { callbackUrl } = job.data;
  if (callbackUrl !== undefined) kit.sendCallback({ url: callbackUrl, body: taskOf(job), fault: job.fault });
}
