import { defineElevenLabsModel } from '../define-elevenlabs-model.ts';

export default defineElevenLabsModel({
  slug: 'elevenlabs-flash-v2.5',
  vendorModel: 'eleven_flash_v2_5',
  label: { en: 'Flash v2.5', 'zh-CN': 'Flash v2.5' },
  description: {
    en: 'Quick and inexpensive, for long texts in 32 languages.',
    'zh-CN': '快速经济，适合长文本，支持 32 种语言。',
  },
  featureTags: ['fast', 'low-cost'],
  maxCharacters: 40_000,
  usdPerThousandCharacters: 0.05,
});
