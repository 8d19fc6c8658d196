import { defineElevenLabsModel } from '../define-elevenlabs-model.ts';

export default defineElevenLabsModel({
  slug: 'elevenlabs-v3',
  vendorModel: 'eleven_v3',
  label: { en: 'Eleven v3', 'zh-CN': 'Eleven v3' },
  description: {
    en: 'The most expressive voice, in more than 70 languages.',
    'zh-CN': '表现力最强，支持 70 多种语言。',
  },
  featureTags: ['high-quality'],
  maxCharacters: 5_000,
  usdPerThousandCharacters: 0.1,
});
