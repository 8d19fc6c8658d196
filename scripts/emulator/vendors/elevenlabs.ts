import { Router } from 'express';
import type { VendorEmulator } from '../kit.ts';
import { answerWith } from '../misbehave.ts';

// ElevenLabs: text to speech, voices, models, the subscription.

const VOICES = [
  { voice_id: '21m00Tcm4TlvDq8ikWAM', name: 'Rachel', labels: { gender: 'female', accent: 'american' } },
  { voice_id: 'pNInz6obpgDQGcFmaJgB', name: 'Adam', labels: { gender: 'male', accent: 'american' } },
  { voice_id: 'EmulatedChineseVoice', name: '晓雨', labels: { gender: 'female', language: 'zh' } },
];
/** Above the plan of the emulated account. */
export const LIBRARY_VOICE = 'EmulatedLibraryVoice';
const LIMITS: Readonly<Record<string, number>> = {
  eleven_v3: 5000,
  eleven_multilingual_v2: 10_000,
  eleven_flash_v2_5: 40_000,
  eleven_turbo_v2_5: 40_000,
};
/** All that the vendor's own client insists on. */
const SUBSCRIPTION = {
  tier: 'creator',
  status: 'active',
  character_count: 1200,
  character_limit: 100_000,
  max_credit_limit_extension: 0,
  can_extend_character_limit: false,
  allowed_to_extend_character_limit: false,
  voice_slots_used: 0,
  professional_voice_slots_used: 0,
  professional_voice_slots_used_in_workspace: 0,
  voice_limit: 30,
  voice_add_edit_counter: 0,
  professional_voice_limit: 1,
  can_extend_voice_limit: false,
  can_use_instant_voice_cloning: true,
  can_use_professional_voice_cloning: true,
  current_overage: { amount: '0', currency: 'usd' },
  open_invoices: [],
  has_open_invoices: false,
};
const REQUEST_ID = '0123456789abcdef0123456789abcdef';

const problem = (status: number, type: string, code: string, message: string, legacy = code) => ({
  status,
  body: { detail: { type, code, message, status: legacy, request_id: REQUEST_ID } },
});

export const vendor: VendorEmulator = {
  slug: 'elevenlabs',
  without: ['filtered', 'fewer'],
  keyOf: (request) => request.get('xi-api-key'),
  refusals: {
    400: problem(400, 'validation_error', 'invalid_parameters', 'Emulated refusal.'),
    401: problem(401, 'authentication_error', 'invalid_api_key', 'Invalid API key.'),
    402: problem(401, 'authentication_error', 'quota_exceeded', 'This request exceeds your quota.'),
    429: problem(429, 'rate_limit_error', 'concurrent_limit_exceeded', 'Too many concurrent requests.'),
    500: problem(500, 'server_error', 'internal_error', 'Something went wrong.'),
    503: problem(503, 'server_error', 'system_busy', 'We are experiencing heavy traffic.'),
    refused: problem(400, 'validation_error', 'content_policy_violation', 'The text violates our terms.'),
  },
  routes(kit) {
    const router = Router();
    router.get('/v1/user/subscription', (_request, response) => {
      response.json(SUBSCRIPTION);
    });
    router.get('/v2/voices', (request, response) => {
      const from = Number(request.query['next_page_token'] ?? 0);
      const to = from + Number(request.query['page_size'] ?? 10);
      const voices = VOICES.slice(from, to).map((voice) => ({
        ...voice,
        category: 'premade',
        available_for_tiers: [],
        high_quality_base_model_ids: [],
      }));
      const more = to < VOICES.length;
      response.json({
        ...{ voices, has_more: more, total_count: VOICES.length },
        next_page_token: more ? String(to) : null,
      });
    });
    router.get('/v1/models', (_request, response) => {
      const models = Object.entries(LIMITS).map(([model_id, limit]) => ({
        model_id,
        name: model_id,
        can_do_text_to_speech: true,
        maximum_text_length_per_request: limit,
      }));
      response.json(models);
    });
    router.post('/v1/text-to-speech/:voiceId', async (request, response) => {
      const { text, model_id: model = 'eleven_multilingual_v2' }: Record<string, unknown> = Object(
        request.body,
      );
      const limit = LIMITS[String(model)];
      if (typeof text !== 'string' || text === '' || limit === undefined) {
        const body = { detail: [{ loc: ['body', 'text'], msg: 'Field required', type: 'missing' }] };
        return answerWith(response, { status: 422, body });
      }
      if (request.params.voiceId === LIBRARY_VOICE)
        return answerWith(response, problem(402, 'payment_required', 'paid_plan_required', 'Upgrade.'));
      if (!VOICES.some(({ voice_id }) => voice_id === request.params.voiceId))
        return answerWith(response, problem(404, 'not_found', 'voice_not_found', 'No such voice.'));
      if ([...text].length > limit)
        return answerWith(
          response,
          problem(400, 'validation_error', 'max_character_limit_exceeded', 'Too long.'),
        );
      if (kit.jobFaultOf(request) === 'fails')
        return answerWith(response, problem(500, 'server_error', 'internal_error', 'Something went wrong.'));
      kit.countAccepted();
      const isWave = String(request.query['output_format'] ?? 'mp3_44100_128').startsWith('wav');
      const { bytes, contentType } = await kit.makeAudio(isWave ? 'wav' : 'mp3');
      response.set({ 'request-id': REQUEST_ID.slice(0, 20), 'character-cost': String([...text].length) });
      return response.type(contentType).send(bytes);
    });
    router.use((_request, response) =>
      answerWith(response, problem(404, 'not_found', 'not_found', 'Not found.')),
    );
    return router;
  },
};
