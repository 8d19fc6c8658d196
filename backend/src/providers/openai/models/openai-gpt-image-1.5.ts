import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-1.5',
  vendorModel: 'gpt-image-1.5',
  label: { en: 'GPT Image 1.5', 'zh-CN': 'GPT Image 1.5' },
  description: {
    en: 'An older model that OpenAI switches off on 1 December 2026.',
    'zh-CN': '旧模型，OpenAI 将于 2026 年 12 月 1 日停用。',
  },
  featureTags: ['transparent'],
  costs: {
    low: { square: 0.009, oblong: 0.013 },
    medium: { square: 0.034, oblong: 0.05 },
    high: { square: 0.133, oblong: 0.2 },
  },
  textCost: 5,
  costSource: 'price per picture on OpenAI’s price list',
  hasTransparency: true,
  expectedSeconds: 40,
  life: {
    state: 'inactive',
    reason: { en: 'OpenAI switches it off on 2026-12-01.', 'zh-CN': 'OpenAI 将于 2026-12-01 停用该模型。' },
  },
});
