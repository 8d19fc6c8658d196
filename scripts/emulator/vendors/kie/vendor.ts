import { createHmac, randomBytes } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Job, JobStore } from '../../job-store.ts';
import { bearerOf, type EmulatorKit, type VendorAnswer, type VendorEmulator } from '../../kit.ts';
import { answerWith } from '../../misbehave.ts';
import { RateWindow } from '../../rate-window.ts';
import { FAMILIES, rulesOf } from './families.ts';
import type { Family, Order } from './family.ts';
import { problemOf } from './input-rules.ts';
import { makeResults, pictureLinksIn } from './make-results.ts';
import { JOB_MODELS } from './models.ts';
import { MJ_VIDEO_TASKS } from './picture-families.ts';
import { problemOfPictures } from './picture-limits.ts';
import { uploadRoutes } from './uploads.ts';

// Kie.ai: eight ways to order, six dialects of answers, uploads, credit, callbacks. Refusals come with HTTP 200 and the
// true status in the body, as on the wire.

const BALANCE = 5916.25;
const say = (code: number, msg: string, data: unknown = null): VendorAnswer => ({
  status: 200,
  body: { code, msg, data },
});
const MODEL_UNKNOWN =
  'The model name you specified is not supported. Please verify that you are using the correct model name.';

export const vendor: VendorEmulator = {
  slug: 'kie',
  keyOf: bearerOf,
  refusals: {
    400: say(422, 'prompt is not within the range of allowed options'),
    // Without `data`, alone among the answers.
    401: { status: 200, body: { code: 401, msg: 'Unauthorized – Authentication failed.' } },
    402: say(402, 'Credits insufficient : Your current balance is not enough. Please top up to continue.'),
    429: say(429, 'Your call frequency is too high. Please try again later.'),
    500: say(500, 'Server exception, please try again later.'),
    // What stands in front of the vendor.
    503: { status: 503, body: 'no healthy upstream' },
    refused: null,
  },
  routes(kit) {
    const jobs = kit.openJobs<Order>();
    const router = Router();
    // Per account: 20 orders in ten seconds, ten questions a second.
    const [starts, questions] = [new RateWindow(20, 10_000), new RateWindow(10, 1000)];
    const limited =
      (window: RateWindow): RequestHandler =>
      (_request, response, next) => {
        if (!kit.options.limitsRates || window.admits()) next();
        else answerWith(response, vendor.refusals[429]);
      };
    for (const family of FAMILIES) {
      router.post(family.createPath, limited(starts), (request, response) =>
        create(kit, jobs, family, request, response),
      );
      router.get(family.statusPath, limited(questions), (request, response) =>
        tell(jobs, family, request, response),
      );
    }
    router.get('/api/v1/chat/credit', (_request, response) => {
      response.json({ code: 200, msg: 'success', data: BALANCE });
    });
    router.post('/api/v1/common/download-url', (request, response) => {
      const { url }: { url?: unknown } = Object(request.body);
      const file = kit.files.find(String(url));
      response.json(
        file ? { code: 200, msg: 'success', data: kit.linkTo(file) } : say(422, 'url is wrong').body,
      );
    });
    router.get('/api/v1/models', (_request, response) => {
      const models = Object.entries(JOB_MODELS)
        .filter(([, { isGone }]) => !isGone)
        .map(([model]) => ({ model, slug: model, title: model, description: null, pricingDesc: null }));
      response.json({ code: 200, msg: 'success', data: { total: models.length, models } });
    });
    router.use('/api', uploadRoutes(kit));
    router.use((_request, response) => response.json(say(404, 'Not Found').body));
    return router;
  },
};

async function create(
  kit: EmulatorKit,
  jobs: JobStore<Order>,
  family: Family,
  request: Request,
  response: Response,
): Promise<Response> {
  const order = orderIn(family, Object(request.body));
  const answer = refusalOf(family, order, jobs) ?? codeAskedFor(order);
  if (answer) return response.json(answer.body);
  const pictures = await Promise.all(pictureLinksIn(order.input).map((link) => kit.readInput(link)));
  const known = pictures.filter((bytes) => bytes !== undefined);
  if (known.length < pictures.length) {
    return response.json(
      say(451, 'Failed to fetch the image. Kindly verify any access limits set by you.').body,
    );
  }
  const unfit = await problemOfPictures(order.model, known);
  if (unfit !== undefined) return response.json(say(422, unfit).body);
  const job = jobs.accept({
    id: randomBytes(16).toString('hex'),
    data: order,
    fault: kit.jobFaultOf(request) ?? (willFail(order, jobs) ? 'fails' : null),
    make: () => makeResults(kit, order, known),
    onEnd: (ended) => callBack(kit, family, ended),
  });
  const data = family.name === 'jobs' ? { taskId: job.id, recordId: job.id } : { taskId: job.id };
  return response.json({ code: 200, msg: 'success', data });
}

/** Asked for, or the extension of a Runway video that there never was: the vendor looks at the parent only then. */
function willFail({ family, failAs, input }: Order, jobs: JobStore<Order>): boolean {
  const isOrphan = family.createPath === '/api/v1/runway/extend' && !jobs.find(String(input['taskId']));
  return failAs !== undefined || isOrphan;
}

/** `[[kie:455]]` in a prompt asks for this code at once, `[[kie:fail-408]]` for a failure told with it. */
const MARK = /\[\[kie:(fail-)?(\d{3})\]\]/;

function codeAskedFor({ input }: Order): VendorAnswer | undefined {
  const [, isLater, code] = MARK.exec(String(input['prompt'] ?? '')) ?? [];
  return code === undefined || isLater ? undefined : say(Number(code), `emulated ${code}`);
}

function orderIn(family: Family, body: Readonly<Record<string, unknown>>): Order {
  const { callBackUrl, ...rest } = body;
  const isJob = family.name === 'jobs';
  const model = isJob ? String(body['model']) : family.name;
  const input: Record<string, unknown> = isJob ? Object(body['input']) : rest;
  const [, isLater, code] = MARK.exec(String(input['prompt'] ?? '')) ?? [];
  const isVideo = MJ_VIDEO_TASKS.includes(String(input['taskType']));
  return {
    family,
    model,
    input,
    callBackUrl: typeof callBackUrl === 'string' ? callBackUrl : undefined,
    output: isVideo ? 'video' : ((isJob ? JOB_MODELS[model]?.output : undefined) ?? family.output),
    resultCount: family.resultCount(input),
    failAs: isLater && code !== undefined ? Number(code) : undefined,
  };
}

/** What speaks against an order, in the family's manner. */
function refusalOf(family: Family, { input, model }: Order, jobs: JobStore<Order>): VendorAnswer | undefined {
  const rules = rulesOf(family, model);
  if (!rules) return say(422, MODEL_UNKNOWN);
  const problem = problemOf(input, rules) ?? ruleBetweenFields(family, input);
  if (problem !== undefined) return say(422, problem);
  // Runway looks at the parent only later.
  if (family.createPath !== '/api/v1/veo/extend') return undefined;
  const parent = jobs.find(String(input['taskId']));
  if (parent?.data.family.name !== 'veo' || parent.state !== 'succeeded')
    return say(422, 'Record does not exist');
  const resolution = parent.data.input['resolution'] ?? '720p';
  return resolution === '720p' ? undefined : say(422, 'A video in 1080p or 4k cannot be extended');
}

/** What the documentation says in sentences. */
function ruleBetweenFields({ name }: Family, input: Readonly<Record<string, unknown>>): string | undefined {
  const images = pictureLinksIn(input).length;
  const { quality, duration, aspectRatio, safetyTolerance, generationType, model, taskType } = input;
  if (name === '4o' && !input['prompt'] && images === 0) return 'prompt and filesUrl cannot both be empty';
  if (name === 'flux' && images > 0 && Number(safetyTolerance ?? 0) > 2) return 'safetyTolerance must be 0-2';
  if (name === 'runway' && quality === '1080p' && duration === 10) return '1080p supports 5 seconds only';
  if (name === 'runway' && !('taskId' in input) && images === 0 && !aspectRatio)
    return 'aspectRatio is required';
  if (name === 'midjourney' && taskType !== 'mj_txt2img' && images === 0) return 'fileUrls is required';
  if (name !== 'veo' || 'taskId' in input) return undefined;
  if (generationType === 'REFERENCE_2_VIDEO') {
    if (model === 'veo3') return 'REFERENCE_2_VIDEO is not supported by veo3';
    if ((duration ?? 8) !== 8) return 'REFERENCE_2_VIDEO supports 8 seconds only';
    return images === 0 ? 'imageUrls is required' : undefined;
  }
  return images > 2 ? 'imageUrls takes at most two frames' : undefined;
}

function tell(jobs: JobStore<Order>, family: Family, request: Request, response: Response): Response {
  const job = jobs.find(String(request.query['taskId']));
  if (job?.data.family.name !== family.name) return response.json(family.unknownTask);
  return response.json({ code: 200, msg: 'success', data: job.data.family.record(job) });
}

function callBack(kit: EmulatorKit, family: Family, job: Job<Order>): void {
  const { callBackUrl } = job.data;
  if (callBackUrl === undefined || job.state === 'canceled') return;
  kit.sendCallback({
    url: callBackUrl,
    body: family.callback(job),
    fault: job.fault,
    sign: (_payload, secret) => signatureOf(job.id, secret),
  });
}

/** Over task and time alone, with the secret's text as the key. */
function signatureOf(taskId: string, secret: string): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${taskId}.${seconds}`).digest('base64');
  return { 'x-webhook-timestamp': seconds, 'x-webhook-signature': signature };
}
