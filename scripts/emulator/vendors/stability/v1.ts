import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { EmulatorKit } from '../../kit.ts';
import { answerWith } from '../../misbehave.ts';

// Stability AI's first contract, as its OpenAPI description of 2024 has it. Refusals that the kit gives for a fault come in
// the newer contract's envelope.

const ENGINE = 'stable-diffusion-xl-1024-v1-0';
const MAX_SAMPLES = 10;
const SIDE = 1024;

const problem = (status: number, name: string, message: string) => ({
  status,
  body: { id: randomBytes(16).toString('hex'), name, message },
});

/** Paths below `/v1`: engines, balance, pictures from words and from pictures. */
export function stabilityV1(kit: EmulatorKit): Router {
  const router = Router();
  router.get('/user/balance', (_request, response) => {
    response.json({ credits: 1234.5 });
  });
  router.get('/engines/list', (_request, response) => {
    response.json([{ id: ENGINE, name: 'Emulated XL', description: '', type: 'PICTURE' }]);
  });
  router.post('/generation/:engine/text-to-image', (request, response) => {
    const { text_prompts: prompts, width, height }: Record<string, unknown> = Object(request.body);
    const words = Array.isArray(prompts) ? Object(prompts[0]).text : undefined;
    const sides = [width ?? SIDE, height ?? SIDE].map(Number);
    if (!sides.every((side) => side >= 128 && side % 64 === 0))
      return answerWith(response, problem(400, 'invalid_height_or_width', 'sides are multiples of 64'));
    return make(kit, request, response, { words, sides, inputs: [] });
  });
  router.post('/generation/:engine/image-to-image', (request, response) => {
    const body: Record<string, unknown> = Object(request.body);
    const files = Array.isArray(request.files) ? request.files : [];
    const inputs = files.filter(({ fieldname }) => fieldname === 'init_image').map(({ buffer }) => buffer);
    if (inputs.length !== 1 || body['width'] !== undefined)
      return answerWith(response, problem(400, 'bad_request', 'one init_image, and no sides'));
    return make(kit, request, response, { words: wordsOf(body), sides: [SIDE, SIDE], inputs });
  });
  return router;
}

/** Readers of forms make objects of names with brackets, or leave them as they are. */
function wordsOf(body: Readonly<Record<string, unknown>>): unknown {
  const prompts = body['text_prompts'];
  return body['text_prompts[0][text]'] ?? (Array.isArray(prompts) ? Object(prompts[0]).text : undefined);
}

interface Wish {
  readonly words: unknown;
  readonly sides: readonly number[];
  readonly inputs: readonly Buffer[];
}

async function make(
  kit: EmulatorKit,
  request: Request,
  response: Response,
  { words, sides: [width = SIDE, height = SIDE], inputs }: Wish,
): Promise<Response> {
  if (request.params['engine'] !== ENGINE)
    return answerWith(response, problem(404, 'not_found', 'The specified engine was not found.'));
  if (typeof words !== 'string' || words === '')
    return answerWith(response, problem(400, 'invalid_prompts', 'text_prompts must not be empty'));
  const samples = Number(Object(request.body).samples ?? 1);
  if (!Number.isInteger(samples) || samples < 1 || samples > MAX_SAMPLES)
    return answerWith(response, problem(400, 'invalid_samples', `samples must be 1 to ${MAX_SAMPLES}`));
  const fault = kit.jobFaultOf(request);
  kit.countAccepted();
  const artifacts = await Promise.all(
    Array.from({ length: samples }, async (_, seed) => {
      const { bytes } = await kit.drawPicture({
        prompt: words,
        width,
        height,
        format: 'png',
        seed,
        caption: ENGINE,
        inputs,
      });
      return { base64: bytes.toString('base64'), seed, finishReason: finishReasonOf(fault, seed) };
    }),
  );
  return response.json({ artifacts });
}

function finishReasonOf(fault: ReturnType<EmulatorKit['jobFaultOf']>, position: number): string {
  if (fault === 'fails') return 'ERROR';
  const isFiltered = fault === 'filtered' || (fault === 'fewer' && position > 0);
  return isFiltered ? 'CONTENT_FILTERED' : 'SUCCESS';
}
