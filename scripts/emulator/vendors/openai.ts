import { type Request, type Response, Router } from 'express';
import type { PictureFormat } from '../draw-picture.ts';
import type { EmulatedFile } from '../file-shelf.ts';
import { bearerOf, type EmulatorKit, type VendorEmulator } from '../kit.ts';
import { answerWith } from '../misbehave.ts';

// OpenAI's Images API below /v1: generations, edits, models. No streaming here.

const LIVE = [
  'gpt-image-2.6-sunburst',
  'gpt-image-2.6-flare',
  'gpt-image-2.5-sunburst',
  'gpt-image-2.5-flare',
];
const KNOWN = [
  ...LIVE,
  'gpt-image-2',
  'gpt-image-1.5',
  'gpt-image-1-mini',
  'gpt-image-1',
  'dall-e-3',
  'dall-e-2',
];
const SIZE = /^(\d{2,4})x(\d{2,4})$/;
const MAX_PICTURES = 10;
const MAX_INPUTS = 16;

const error = (
  status: number,
  code: string | null,
  message: string,
  type = 'invalid_request_error',
  param: string | null = null,
) => ({
  status,
  body: { error: { message, type, param, code } },
});
const invalid = (param: string, message: string) =>
  error(400, 'invalid_value', message, 'invalid_request_error', param);

export const vendor: VendorEmulator = {
  slug: 'openai',
  keyOf: bearerOf,
  refusals: {
    400: invalid('prompt', 'Invalid value: emulated refusal.'),
    401: error(401, 'invalid_api_key', 'Incorrect API key provided.'),
    402: error(429, 'insufficient_quota', 'You exceeded your current quota.', 'insufficient_quota'),
    429: {
      ...error(429, 'rate_limit_exceeded', 'Rate limit reached.', 'requests'),
      headers: { 'retry-after': '1' },
    },
    500: error(500, null, 'The server had an error.', 'server_error'),
    503: error(503, 'server_is_overloaded', 'The server is overloaded.', 'service_unavailable_error'),
    refused: error(
      400,
      'moderation_blocked',
      'Your request was rejected by the safety system. safety_violations=[violence]',
      'image_generation_user_error',
    ),
  },
  routes(kit) {
    const router = Router();
    router.get('/models', (_request, response) => {
      const data = KNOWN.map((id) => ({ id, object: 'model', created: 1_760_000_000, owned_by: 'openai' }));
      response.json({ object: 'list', data });
    });
    router.post('/images/generations', (request, response) => make(kit, request, response, []));
    router.post('/images/edits', async (request, response) => {
      const inputs = await inputsOf(kit, request);
      if (inputs.length === 0)
        return answerWith(response, invalid('image', 'At least one image is required.'));
      return make(kit, request, response, inputs);
    });
    router.use((_request, response) => answerWith(response, error(404, null, 'Invalid URL')));
    return router;
  },
};

/** Parts named `image` or `image[]`, or the JSON form's `images`. The mask is accepted and not drawn. */
async function inputsOf(kit: EmulatorKit, request: Request): Promise<Buffer[]> {
  const files = Array.isArray(request.files) ? request.files : [];
  const parts = files
    .filter(({ fieldname }) => /^image(?:\[\])?$/.test(fieldname))
    .map(({ buffer }) => buffer);
  const images: unknown = Object(request.body).images;
  const links = Array.isArray(images) ? images.map((image) => String(Object(image).image_url)) : [];
  const read = await Promise.all(links.map((link) => kit.readInput(link)));
  return [...parts, ...read.filter((bytes) => bytes !== undefined)];
}

/** What this contract refuses, in its words; undefined when the call is good. */
function problemOf(body: Record<string, unknown>, inputs: readonly Buffer[]) {
  const model = String(body.model);
  const isLegacy = model.startsWith('dall-e');
  const count = Number(body.n ?? 1);
  if (typeof body.prompt !== 'string' || body.prompt === '')
    return invalid('prompt', 'A prompt is required.');
  if (!KNOWN.includes(model)) return error(404, 'model_not_found', `The model '${model}' does not exist.`);
  for (const name of isLegacy ? [] : ['response_format', 'style']) {
    if (body[name] !== undefined)
      return error(400, 'unknown_parameter', `Unknown parameter: '${name}'.`, 'invalid_request_error', name);
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_PICTURES)
    return invalid('n', 'n must be 1 to 10.');
  if (model === 'dall-e-3' && count > 1) return invalid('n', 'n must be 1 for this model.');
  if (body.size !== undefined && body.size !== 'auto' && !SIZE.test(String(body.size)))
    return invalid('size', 'Invalid size.');
  if (body.background === 'transparent' && (body.output_format === 'jpeg' || model === 'gpt-image-2'))
    return invalid('background', 'Transparent background is not supported here.');
  if (inputs.length > MAX_INPUTS) return invalid('image', 'Too many images.');
  return undefined;
}

async function make(
  kit: EmulatorKit,
  request: Request,
  response: Response,
  inputs: readonly Buffer[],
): Promise<Response> {
  const body: Record<string, unknown> = Object(request.body);
  const problem = problemOf(body, inputs);
  if (problem) return answerWith(response, problem);
  const fault = kit.jobFaultOf(request);
  if (fault === 'fails')
    return answerWith(
      response,
      error(500, 'image_generation_failed', 'Generation failed.', 'image_generation_server_error'),
    );
  kit.countAccepted();
  const ordered = Number(body.n ?? 1);
  const count = fault === 'fewer' || fault === 'filtered' ? Math.max(0, ordered - 1) : ordered;
  const format = String(body.output_format ?? 'png') as PictureFormat;
  const pictures = await Promise.all(
    Array.from({ length: count }, (_, index) => draw(kit, body, inputs, format, index)),
  );
  const data = pictures.map((file) =>
    body.response_format === 'url'
      ? { url: kit.linkTo(file, fault) }
      : { b64_json: file.bytes.toString('base64') },
  );
  const isLegacy = String(body.model).startsWith('dall-e');
  return response.json({
    created: Math.floor(Date.now() / 1000),
    data,
    ...(!isLegacy && {
      background: body.background === 'transparent' ? 'transparent' : 'opaque',
      output_format: format,
      size: body.size === 'auto' || body.size === undefined ? '1024x1024' : body.size,
      quality: body.quality ?? 'medium',
      usage: {
        input_tokens: 14,
        output_tokens: 196 * count,
        total_tokens: 14 + 196 * count,
        input_tokens_details: { text_tokens: 14, image_tokens: 0 },
      },
    }),
  });
}

function draw(
  kit: EmulatorKit,
  body: Record<string, unknown>,
  inputs: readonly Buffer[],
  format: PictureFormat,
  index: number,
): Promise<EmulatedFile> {
  const [, width = '1024', height = '1024'] = SIZE.exec(String(body.size)) ?? [];
  return kit.drawPicture({
    prompt: String(body.prompt),
    width: Number(width),
    height: Number(height),
    format,
    seed: index,
    caption: String(body.model),
    inputs,
    transparent: body.background === 'transparent',
  });
}
