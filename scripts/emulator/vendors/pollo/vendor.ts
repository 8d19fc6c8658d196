import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { type Response, Router } from 'express';
import type { Job } from '../../job-store.ts';
import type { EmulatorKit, VendorAnswer, VendorEmulator } from '../../kit.ts';
import { problemsOf } from './models.ts';

// Pollo.ai's platform API in its older form: start, status, balance, signed webhooks. Starts come wrapped, states bare:
// both have been seen of both.

interface Order {
  readonly webhookUrl: string | undefined;
}

const problem = (
  status: number,
  code: string,
  message: string,
  issues: readonly string[] = [],
): VendorAnswer => ({
  status,
  body: {
    code,
    message,
    ...(issues.length > 0 && { data: { issues: issues.map((each) => ({ message: each })) } }),
  },
});

export const vendor: VendorEmulator = {
  slug: 'pollo',
  keyOf: (request) => request.get('x-api-key'),
  refusals: {
    400: problem(400, 'BAD_REQUEST', 'Input validation failed', ['emulated refusal']),
    401: problem(401, 'UNAUTHORIZED', 'Invalid API key'),
    402: problem(403, 'FORBIDDEN', 'Not enough credits'),
    429: problem(429, 'TOO_MANY_REQUESTS', 'Too many requests'),
    500: problem(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
    503: { status: 503, body: '<!doctype html><title>Just a moment...</title>' },
    refused: null,
  },
  routes(kit) {
    const jobs = kit.openJobs<Order>();
    const router = Router();
    router.get('/credit/balance', (_request, response) => {
      response.json({ availableCredits: 5000, totalCredits: 8000 });
    });
    router.get('/generation/:id/status', (request, response) => {
      const job = jobs.find(request.params.id);
      if (job) response.json(statusOf(job));
      else notFound(response);
    });
    router.post('/generation/:brand/:model', (request, response) => {
      const { input, webhookUrl }: Record<string, unknown> = Object(request.body);
      const problems = problemsOf(`${request.params.brand}/${request.params.model}`, Object(input));
      if (!problems) return notFound(response);
      if (problems.length > 0) {
        return response
          .status(400)
          .json(problem(400, 'BAD_REQUEST', 'Input validation failed', problems).body);
      }
      const job = jobs.accept({
        id: `cm${randomBytes(11).toString('hex')}`,
        data: { webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined },
        fault: kit.jobFaultOf(request),
        make: async () => [await kit.makeVideo()],
        onEnd: (ended) => callBack(kit, ended),
      });
      return response.json({ code: 'SUCCESS', message: 'ok', data: { taskId: job.id, status: 'waiting' } });
    });
    router.use((_request, response) => void notFound(response));
    return router;
  },
};

const notFound = (response: Response): Response =>
  response.status(404).json(problem(404, 'NOT_FOUND', 'Not found').body);

const STATUS = {
  queued: 'waiting',
  running: 'processing',
  succeeded: 'succeed',
  failed: 'failed',
  canceled: 'failed',
} as const;

/** Nothing stands in `generations` before the work begins; one whose result was filtered away failed. */
function statusOf(job: Job<Order>): object {
  const dates = {
    createdDate: job.createdAt.toISOString(),
    updatedDate: (job.endedAt ?? job.createdAt).toISOString(),
  };
  const url = job.links[0] ?? null;
  const isEmpty = job.state === 'succeeded' && url === null;
  const generation = {
    id: `${job.id}-1`,
    status: isEmpty ? 'failed' : STATUS[job.state],
    failMsg: isEmpty ? 'The result was filtered' : failMsgOf(job),
    url,
    mediaType: 'video',
    ...dates,
  };
  return { taskId: job.id, credit: 40, generations: job.state === 'queued' ? [] : [generation] };
}

function failMsgOf({ state, failure }: Job<Order>): string | null {
  if (state !== 'failed') return null;
  return failure === 'refused' ? 'Content policy violation' : 'emulated failure';
}

function callBack(kit: EmulatorKit, job: Job<Order>): void {
  const { webhookUrl } = job.data;
  if (webhookUrl === undefined) return;
  const status = job.state === 'succeeded' ? 'succeed' : 'failed';
  kit.sendCallback({ url: webhookUrl, body: { taskId: job.id, status }, fault: job.fault, sign });
}

function sign(payload: string, secret: string): Record<string, string> {
  const [id, seconds] = [`wh_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${payload}`).digest('base64');
  return { 'x-webhook-id': id, 'x-webhook-timestamp': seconds, 'x-webhook-signature': signature };
}
