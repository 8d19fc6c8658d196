import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-2',
  vendorModel: 'gpt-image-2',
  label: { en: 'GPT Image 2', 'zh-CN': 'GPT Image 2' },
  description: {
    en: 'The generation before: steady results on an opaque background.',
    'zh-CN': '上一代模型：结果稳定，背景不透明。',
  },
  featureTags: [],
  costs: {
    low: { square: 0.006, oblong: 0.005 },
    medium: { square: 0.053, oblong: 0.041 },
    high: { square: 0.211, oblong: 0.165 },
  },
  textCost: 5,
  costSource: 'price per picture on OpenAI’s price list',
  hasTransparency: false,
  expectedSeconds: 40,
});
