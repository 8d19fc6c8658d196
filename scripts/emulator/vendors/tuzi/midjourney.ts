import { randomInt } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { EmulatedFile } from '../../file-shelf.ts';
import type { Job } from '../../job-store.ts';
import type { EmulatorKit } from '../../kit.ts';

// The Midjourney gateway speaks the protocol of midjourney-proxy: bare task objects, callbacks without a signature.

interface Order {
  readonly action: 'IMAGINE' | 'VIDEO';
  readonly prompt: string;
  readonly state: string;
  readonly notifyHook: string | undefined;
}

const PICTURES = 4;
const SIDE = 1024;
const refusal = (description: string, code: number) => ({
  description: `${description} `,
  type: 'upstream_error',
  code,
});

export function midjourneyRoutes(kit: EmulatorKit): Router {
  const jobs = kit.openJobs<Order>();
  const router = Router();

  const take = (
    request: Request,
    response: Response,
    action: Order['action'],
    make: () => Promise<EmulatedFile[]>,
  ) => {
    const { prompt, state, notifyHook }: Record<string, unknown> = Object(request.body);
    const job = jobs.accept({
      id: `17${randomInt(1e6, 1e7)}${randomInt(1e6, 1e7)}`,
      data: {
        action,
        prompt: String(prompt),
        state: String(state ?? ''),
        notifyHook: typeof notifyHook === 'string' ? notifyHook : undefined,
      },
      fault: kit.jobFaultOf(request),
      make,
      onEnd: (ended) => callBack(kit, ended),
    });
    response.json({ code: 1, description: 'Submit Success', properties: null, result: job.id });
  };

  router.post('/mj/submit/imagine', (request, response) => {
    const { prompt, base64Array }: Record<string, unknown> = Object(request.body);
    if (typeof prompt !== 'string' || prompt === '') {
      response.status(400).json(refusal('prompt_is_required', 4));
      return;
    }
    const addresses = Array.isArray(base64Array) ? base64Array.map(String) : [];
    if (addresses.length > 4 || !addresses.every((address) => address.startsWith('data:image/'))) {
      response.json({ code: 4, description: 'base64Array is invalid', properties: {}, result: null });
      return;
    }
    take(request, response, 'IMAGINE', () => drawFour(kit, prompt, addresses));
  });

  router.post('/mj/submit/video', (request, response) => {
    const { image, motion, videoType }: Record<string, unknown> = Object(request.body);
    const isGood =
      typeof image === 'string' &&
      ['low', 'high'].includes(String(motion)) &&
      ['vid_1.1_i2v_480', 'vid_1.1_i2v_720'].includes(String(videoType));
    if (!isGood) {
      response.json({ code: 4, description: 'video parameters are invalid', properties: {}, result: null });
      return;
    }
    take(request, response, 'VIDEO', async () => [await kit.makeVideo()]);
  });

  router.get('/mj/task/:id/fetch', (request, response) => {
    const job = jobs.find(request.params.id);
    if (job) response.json(taskOf(job));
    else response.status(400).json(refusal('task_no_found', 4));
  });
  return router;
}

/** Flags of the prompt decide the shape, as with the real one. */
async function drawFour(
  kit: EmulatorKit,
  prompt: string,
  addresses: readonly string[],
): Promise<EmulatedFile[]> {
  const [, across = 1, down = 1] = /--ar (\d+):(\d+)/.exec(prompt)?.map(Number) ?? [];
  const scale = SIDE / Math.max(across, down);
  const read = await Promise.all(addresses.map((address) => kit.readInput(address)));
  const inputs = read.flatMap((bytes) => bytes ?? []);
  return Promise.all(
    Array.from({ length: PICTURES }, (_, seed) =>
      kit.drawPicture({
        prompt,
        width: Math.round(across * scale),
        height: Math.round(down * scale),
        seed,
        ...(inputs.length > 0 && { inputs }),
      }),
    ),
  );
}

const STATUS = {
  queued: 'SUBMITTED',
  running: 'IN_PROGRESS',
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  canceled: 'FAILURE',
} as const;

/** The description stays as it was; progress says 100% for failures, too. */
function taskOf(job: Job<Order>): object {
  const { action, prompt, state } = job.data;
  const isOver = job.endedAt !== null;
  const links = job.links.map((url) => ({ url }));
  const results =
    job.state !== 'succeeded'
      ? { imageUrl: '' }
      : action === 'VIDEO'
        ? { imageUrl: '', videoUrl: links[0]?.url ?? '', videoUrls: links }
        : { imageUrl: links[0]?.url ?? '', imageUrls: links };
  return {
    id: job.id,
    action,
    status: STATUS[job.state],
    progress: isOver ? '100%' : `${Math.floor(job.progress * 100)}%`,
    prompt,
    promptEn: prompt,
    description: 'Submit Success',
    submitTime: job.createdAt.getTime(),
    startTime: job.startedAt?.getTime() ?? 0,
    finishTime: job.endedAt?.getTime() ?? 0,
    failReason: failReasonOf(job),
    state,
    buttons: null,
    properties: { finalPrompt: prompt },
    ...results,
  };
}

function failReasonOf({ state, failure }: Job<Order>): string {
  if (state !== 'failed') return '';
  return failure === 'refused' ? 'Banned prompt: the words are sensitive' : 'emulated failure';
}

function callBack(kit: EmulatorKit, job: Job<Order>): void {
  const { notifyHook } = job.data;
  if (notifyHook !== undefined) kit.sendCallback({ url: notifyHook, body: taskOf(job), fault: job.fault });
}
