import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { expect, test } from 'vitest';
import { loadVendors } from '../server.ts';

/** What each adapter of the first version is called today. None of them may ever go missing: callers name them. */
const FIRST_MODELS: Readonly<Record<string, string>> = {
  KieImageAdapter: 'kie-4o-image',
  KieFluxKontextAdapter: 'kie-flux-kontext',
  KieMidjourneyAdapter: 'kie-midjourney-image',
  KieSoraAdapter: 'kie-sora',
  KieSora2Adapter: 'kie-sora2',
  KieSora2ImageToVideoAdapter: 'kie-sora2-image-to-video',
  KieSora2ProAdapter: 'kie-sora2-pro',
  KieSora2ProImageToVideoAdapter: 'kie-sora2-pro-image-to-video',
  KieVeo3Adapter: 'kie-veo3',
  KieVeo31Adapter: 'kie-veo3-1',
  KieVeo31ExtendAdapter: 'kie-veo3-1-extend',
  KieNanoBananaAdapter: 'kie-nano-banana',
  KieNanoBananaEditAdapter: 'kie-nano-banana-edit',
  KieNanoBananaUpscaleAdapter: 'kie-nano-banana-upscale',
  KieSeedreamV4Adapter: 'kie-seedream-v4',
  KieSeedreamV4EditAdapter: 'kie-seedream-v4-edit',
  KieQwenImageEditAdapter: 'kie-qwen-image-edit',
  KieSoraWatermarkRemoverAdapter: 'kie-sora-watermark-remover',
  KieKlingV2MasterImageToVideoAdapter: 'kie-kling-v2-1-master-image-to-video',
  KieKlingV2MasterTextToVideoAdapter: 'kie-kling-v2-1-master-text-to-video',
  KieKlingV2StandardAdapter: 'kie-kling-v2-1-standard',
  KieKlingV2ProAdapter: 'kie-kling-v2-1-pro',
  KieKlingV25TurboProAdapter: 'kie-kling-v2-5-turbo-pro',
  KieKlingV25TurboTextToVideoProAdapter: 'kie-kling-v2-5-turbo-text-to-video-pro',
  KieWan22A14bTextToVideoTurboAdapter: 'kie-wan-2-2-a14b-text-to-video-turbo',
  KieWan22A14bImageToVideoTurboAdapter: 'kie-wan-2-2-a14b-image-to-video-turbo',
  KieWan25TextToVideoAdapter: 'kie-wan-2-5-text-to-video',
  KieWan25ImageToVideoAdapter: 'kie-wan-2-5-image-to-video',
  KieByteDanceV1ProTextToVideoAdapter: 'kie-bytedance-v1-pro-text-to-video',
  KieByteDanceV1ProImageToVideoAdapter: 'kie-bytedance-v1-pro-image-to-video',
  KieRunwayAdapter: 'kie-runway',
  KieRunwayExtendAdapter: 'kie-runway-extend',
  TuziKlingAdapter: 'tuzi-kling-v2-1-master',
  TuziMidjourneyAdapter: 'tuzi-midjourney',
  ReplicateFluxAdapter: 'replicate-flux',
  ReplicateMinimaxAdapter: 'replicate-minimax',
  OpenAIDalleAdapter: 'openai-dall-e-3',
  PolloVeo3Adapter: 'pollo-veo3',
  PolloKlingAdapter: 'pollo-kling-v2-1',
  ElevenLabsTTSAdapter: 'elevenlabs-tts',
  RunningHub: 'runninghub-pose12',
};

test('every model of the first version is there, can be emulated, and names who came after it once it is retired', async () => {
  const catalogue = await loadCatalogue();
  const emulated = new Set((await loadVendors()).map(({ slug }) => slug));
  const problems = Object.entries(FIRST_MODELS).flatMap(([adapter, slug]) => {
    const entry = catalogue.get(slug);
    if (!entry) return [`${adapter}: there is no ${slug}`];
    if (!emulated.has(entry.provider.slug)) return [`${slug}: nobody stands in for ${entry.provider.slug}`];
    const { life } = entry.model;
    if (life?.state !== 'retired') return [];
    // Null where the vendor has nothing like it any more.
    const isFollowed = life.successor === null || catalogue.has(life.successor);
    return isFollowed ? [] : [`${slug}: its successor ${life.successor} is not there`];
  });
  expect(problems).toEqual([]);
});
