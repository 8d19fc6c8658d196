import { type Request, type Response, Router } from 'express';
import { bearerOf, type EmulatorKit, type VendorAnswer, type VendorEmulator } from '../../kit.ts';
import { klingRoutes } from './kling.ts';
import { midjourneyRoutes } from './midjourney.ts';

// TuZi: a relay of the new-api family. One key for a Midjourney gateway, Kling's own API and OpenAI-style pictures.

const relayError = (status: number, message: string, code: string | null = null): VendorAnswer => ({
  status,
  body: { error: { message, type: 'new_api_error', param: null, code } },
});

export const vendor: VendorEmulator = {
  slug: 'tuzi',
  keyOf: (request) => bearerOf(request) ?? request.get('mj-api-secret'),
  refusals: {
    400: relayError(400, 'invalid request', 'invalid_request'),
    401: relayError(401, '无效的令牌', 'invalid_api_key'),
    402: relayError(403, '用户额度不足', 'insufficient_user_quota'),
    429: relayError(429, '当前分组上游负载已饱和，请稍后再试', 'rate_limit_exceeded'),
    500: relayError(500, 'upstream error', 'upstream_error'),
    503: { status: 503, body: 'no healthy upstream' },
    refused: relayError(400, 'the prompt violates the content policy', 'content_policy_violation'),
  },
  routes(kit) {
    const router = Router();
    router.get('/v1/models', (_request, response) => {
      response.json({ object: 'list', data: [{ id: 'gemini-3-pro-image-preview', object: 'model' }] });
    });
    router.post('/v1/images/generations', (request, response) => makePictures(kit, request, response));
    router.use(midjourneyRoutes(kit));
    router.use(klingRoutes(kit));
    router.use((request, response) => {
      response.status(404).json(relayError(404, `Invalid URL (${request.method} ${request.path})`).body);
    });
    return router;
  },
};

const LONG_SIDES: Readonly<Record<string, number>> = { '1k': 1024, '2k': 2048, '4k': 4096 };

/** Ratios are written `3x4`; pictures come as links. Refused content is a success without a picture. */
async function makePictures(kit: EmulatorKit, request: Request, response: Response): Promise<void> {
  const { model, prompt, size, quality, image }: Record<string, unknown> = Object(request.body);
  const [width = 0, height = 0] = String(size).split('x').map(Number);
  const longSide = LONG_SIDES[String(quality)];
  if (
    model !== 'gemini-3-pro-image-preview' ||
    typeof prompt !== 'string' ||
    !(width && height && longSide)
  ) {
    response.status(400).json(relayError(400, 'invalid request', 'invalid_request').body);
    return;
  }
  const addresses = Array.isArray(image) ? image.map(String) : [];
  const inputs = (await Promise.all(addresses.map((address) => kit.readInput(address)))).flatMap(
    (bytes) => bytes ?? [],
  );
  const scale = longSide / Math.max(width, height);
  const file = await kit.drawPicture({
    prompt,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    ...(inputs.length > 0 && { inputs }),
  });
  kit.countAccepted();
  const fault = kit.jobFaultOf(request);
  const created = Math.floor(Date.now() / 1000);
  if (fault === 'filtered' || fault === 'fewer') {
    response.json({ created, data: [{ revised_prompt: 'PROHIBITED_CONTENT' }] });
    return;
  }
  response.json({ created, data: [{ url: kit.linkTo(file, fault), revised_prompt: prompt }] });
}
