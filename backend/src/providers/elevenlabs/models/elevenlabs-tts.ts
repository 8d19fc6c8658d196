import { defineElevenLabsModel } from '../define-elevenlabs-model.ts';

export default defineElevenLabsModel({
  slug: 'elevenlabs-tts',
  vendorModel: 'eleven_multilingual_v2',
  label: { en: 'Multilingual v2', 'zh-CN': '多语言 v2' },
  description: {
    en: 'Natural speech in 29 languages, Chinese among them.',
    'zh-CN': '29 种语言的自然语音，支持中文。',
  },
  featureTags: ['high-quality'],
  maxCharacters: 10_000,
  usdPerThousandCharacters: 0.1,
});
