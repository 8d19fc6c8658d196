import { defineElevenLabsModel } from '../define-elevenlabs-model.ts';

export default defineElevenLabsModel({
  slug: 'elevenlabs-turbo-v2.5',
  vendorModel: 'eleven_turbo_v2_5',
  label: { en: 'Turbo v2.5', 'zh-CN': 'Turbo v2.5' },
  description: {
    en: 'The older quick voice; Flash is quicker.',
    'zh-CN': '较早的快速版本，推荐使用 Flash。',
  },
  featureTags: ['fast', 'low-cost'],
  maxCharacters: 40_000,
  usdPerThousandCharacters: 0.05,
});
