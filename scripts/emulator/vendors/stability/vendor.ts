import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import sharp from 'sharp';
import type { PictureFormat } from '../../draw-picture.ts';
import type { EmulatedFile } from '../../file-shelf.ts';
import { bearerOf, type EmulatorKit, type VendorEmulator } from '../../kit.ts';
import { answerWith } from '../../misbehave.ts';
import { stabilityV1 } from './v1.ts';

// Stability AI's v2beta: multipart calls that answer with a picture, two that answer with a job. v1 stands beside it.

const ROOT = '/v2beta/stable-image';
const NEEDS_PROMPT = [
  '/generate/core',
  '/generate/ultra',
  '/generate/sd3',
  '/upscale/conservative',
  '/upscale/creative',
  '/edit/inpaint',
  '/edit/search-and-replace',
  '/edit/search-and-recolor',
];
const NO_PROMPT = [
  '/upscale/fast',
  '/edit/erase',
  '/edit/outpaint',
  '/edit/remove-background',
  '/edit/replace-background-and-relight',
];
const ASYNC = ['/upscale/creative', '/edit/replace-background-and-relight'];
const SIDE = 1024;

const problem = (status: number, name: string, ...errors: string[]) => ({
  status,
  body: { id: randomBytes(16).toString('hex'), name, errors },
});

export const vendor: VendorEmulator = {
  slug: 'stability',
  keyOf: bearerOf,
  refusals: {
    400: problem(400, 'bad_request', 'prompt: emulated refusal'),
    401: problem(401, 'unauthorized', 'missing or invalid authorization header'),
    402: problem(402, 'payment_required', 'You lack sufficient credits to make this request.'),
    429: { ...problem(429, 'rate_limit_exceeded', 'Too many requests.'), headers: { 'retry-after': '1' } },
    500: problem(500, 'internal_error', 'An unexpected error occurred.'),
    503: problem(503, 'service_unavailable', 'Try again later.'),
    refused: problem(403, 'content_moderation', 'Your request was flagged by our content moderation system.'),
  },
  routes(kit) {
    const jobs = kit.openJobs<null>();
    const router = Router();
    router.use('/v1', stabilityV1(kit));
    router.get('/v2beta/results/:id', (request, response) => {
      const job = jobs.find(request.params.id);
      if (!job) return answerWith(response, problem(404, 'not_found', 'id: no such result'));
      if (job.state === 'queued' || job.state === 'running')
        return response.status(202).json({ id: job.id, status: 'in-progress' });
      const [output] = job.outputs;
      if (job.state !== 'succeeded')
        return answerWith(response, problem(500, 'internal_error', 'The job failed.'));
      return sendPicture(response, output?.file ?? null);
    });
    for (const path of [...NEEDS_PROMPT, ...NO_PROMPT]) {
      router.post(ROOT + path, async (request, response) => {
        const wrong = problemOf(path, request) ?? (await problemOfPicture(path, request));
        if (wrong) return answerWith(response, wrong);
        const fault = kit.jobFaultOf(request);
        if (ASYNC.includes(path)) {
          const make = async () => [await draw(kit, request, path)];
          const job = jobs.accept({ id: randomBytes(32).toString('hex'), data: null, fault, make });
          return response.json({ id: job.id });
        }
        if (fault === 'fails') return answerWith(response, problem(500, 'internal_error', 'The job failed.'));
        kit.countAccepted();
        const isFiltered = fault === 'filtered' || fault === 'fewer';
        return sendPicture(response, isFiltered ? null : await draw(kit, request, path));
      });
    }
    router.use((_request, response) => answerWith(response, problem(404, 'not_found', 'no such path')));
    return router;
  },
};

/** Without a picture the vendor sends a blurred one and says so; here a single grey dot stands for it. */
async function sendPicture(response: Response, file: EmulatedFile | null): Promise<Response> {
  const bytes =
    file?.bytes ?? Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  response.type(`application/json; type=${file?.contentType ?? 'image/png'}`);
  return response.send(
    JSON.stringify({
      image: bytes.toString('base64'),
      finish_reason: file ? 'SUCCESS' : 'CONTENT_FILTERED',
      seed: 12_345,
    }),
  );
}

function filesOf(request: Request): Express.Multer.File[] {
  return Array.isArray(request.files) ? request.files : [];
}

function problemOf(path: string, request: Request) {
  const body: Record<string, unknown> = Object(request.body);
  if (!request.is('multipart/form-data'))
    return problem(400, 'bad_request', 'body: must be multipart/form-data');
  if (NEEDS_PROMPT.includes(path) && !body.prompt) return problem(400, 'bad_request', 'prompt: is required');
  const picture = path.endsWith('relight') ? 'subject_image' : 'image';
  const hasPicture = filesOf(request).some(({ fieldname }) => fieldname === picture);
  if (!path.startsWith('/generate') && !hasPicture)
    return problem(400, 'bad_request', `${picture}: is required`);
  if (hasPicture && path === '/generate/sd3' && body.aspect_ratio !== undefined)
    return problem(400, 'bad_request', 'aspect_ratio: is not allowed with an image');
  if (path === '/edit/remove-background' && body.output_format === 'jpeg')
    return problem(400, 'bad_request', 'output_format: must be one of png, webp');
  if (path.startsWith('/generate') && hasPicture && body.strength === undefined)
    return problem(400, 'bad_request', 'strength: is required with an image');
  return undefined;
}

/** Sides and pixels of an input picture: [least side, most side, most pixels, most of the longer side by the shorter]. */
const ANY = Infinity;
const PICTURE_LIMITS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '/generate/ultra': [64, 16_384, ANY, ANY],
  '/generate/sd3': [64, ANY, ANY, ANY],
  '/upscale/fast': [32, 1536, 1_048_576, ANY],
  '/upscale/conservative': [64, ANY, 9_437_184, 2.5],
  '/upscale/creative': [64, ANY, 1_048_576, ANY],
  '/edit/erase': [64, ANY, 9_437_184, ANY],
  '/edit/inpaint': [64, ANY, 9_437_184, ANY],
  '/edit/outpaint': [64, ANY, 9_437_184, 2.5],
  '/edit/search-and-replace': [64, ANY, 9_437_184, 2.5],
  '/edit/search-and-recolor': [64, ANY, 9_437_184, 2.5],
  '/edit/remove-background': [64, ANY, 4_194_304, ANY],
  '/edit/replace-background-and-relight': [64, ANY, 9_437_184, 2.5],
};
const MAX_REQUEST_BYTES = 10 * 2 ** 20;

async function problemOfPicture(path: string, request: Request) {
  const files = filesOf(request);
  if (files.reduce((sum, { size }) => sum + size, 0) > MAX_REQUEST_BYTES)
    return problem(413, 'payload_too_large', 'body: must be at most 10 MiB');
  const picture = files.find(({ fieldname }) => fieldname !== 'mask');
  const limits = PICTURE_LIMITS[path];
  if (!picture || !limits) return undefined;
  const { width, height } = await sharp(picture.buffer).metadata();
  const [least, most, pixels, ratio] = limits;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short < least || long > most || width * height > pixels)
    return problem(400, 'bad_request', `${picture.fieldname}: sides or pixels out of range`);
  if (long > short * ratio)
    return problem(400, 'bad_request', `${picture.fieldname}: aspect ratio out of range`);
  return undefined;
}

async function draw(kit: EmulatorKit, request: Request, path: string): Promise<EmulatedFile> {
  const body: Record<string, unknown> = Object(request.body);
  const [across = 1, down = 1] = String(body.aspect_ratio ?? '1:1')
    .split(':')
    .map(Number);
  const ratio = across / down;
  return kit.drawPicture({
    prompt: String(body.prompt ?? body.background_prompt ?? path.split('/').at(-1)),
    width: Math.round(SIDE * Math.sqrt(ratio)),
    height: Math.round(SIDE / Math.sqrt(ratio)),
    format: String(body.output_format ?? 'png') as PictureFormat,
    seed: Number(body.seed ?? 0),
    caption: path,
    inputs: filesOf(request)
      .filter(({ fieldname }) => fieldname !== 'mask')
      .map(({ buffer }) => buffer),
    transparent: path === '/edit/remove-background',
  });
}
