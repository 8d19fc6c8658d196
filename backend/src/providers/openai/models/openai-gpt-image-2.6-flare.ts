import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-2.6-flare',
  vendorModel: 'gpt-image-2.6-flare',
  label: { en: 'GPT Image 2.6 Flare', 'zh-CN': 'GPT Image 2.6 Flare' },
  description: {
    en: 'The quick one of the pair: drafts and variants in seconds.',
    'zh-CN': '同代中的快速版：数秒生成草图与多种变体。',
  },
  featureTags: ['fast', 'transparent'],
  costs: {
    low: { square: 0.024, oblong: 0.02 },
    medium: { square: 0.212, oblong: 0.164 },
    high: { square: 0.212, oblong: 0.165 },
  },
  textCost: 5,
  costSource: 'price list of OpenAI, 30 dollars a million output tokens; tokens per picture estimated',
  hasTransparency: true,
  expectedSeconds: 12,
});
