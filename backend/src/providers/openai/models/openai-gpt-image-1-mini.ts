import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-1-mini',
  vendorModel: 'gpt-image-1-mini',
  label: { en: 'GPT Image 1 mini', 'zh-CN': 'GPT Image 1 mini' },
  description: {
    en: 'A small, older model that OpenAI switches off on 1 December 2026.',
    'zh-CN': '小型旧模型，OpenAI 将于 2026 年 12 月 1 日停用。',
  },
  featureTags: ['low-cost', 'transparent'],
  costs: {
    low: { square: 0.005, oblong: 0.006 },
    medium: { square: 0.011, oblong: 0.015 },
    high: { square: 0.036, oblong: 0.052 },
  },
  textCost: 2,
  costSource: 'price per picture on OpenAI’s price list',
  hasTransparency: true,
  expectedSeconds: 30,
  life: {
    state: 'inactive',
    reason: { en: 'OpenAI switches it off on 2026-12-01.', 'zh-CN': 'OpenAI 将于 2026-12-01 停用该模型。' },
  },
});
