import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-2.5-flare',
  vendorModel: 'gpt-image-2.5-flare',
  label: { en: 'GPT Image 2.5 Flare', 'zh-CN': 'GPT Image 2.5 Flare' },
  description: {
    en: 'Quick and inexpensive, with transparent backgrounds.',
    'zh-CN': '快速且经济，支持透明背景。',
  },
  featureTags: ['fast', 'low-cost', 'transparent'],
  costs: {
    low: { square: 0.006, oblong: 0.005 },
    medium: { square: 0.053, oblong: 0.041 },
    high: { square: 0.211, oblong: 0.165 },
  },
  textCost: 5,
  costSource: 'price list of OpenAI, 30 dollars a million output tokens; tokens per picture estimated',
  hasTransparency: true,
  expectedSeconds: 12,
});
