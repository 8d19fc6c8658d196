import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-1',
  vendorModel: 'gpt-image-1',
  label: { en: 'GPT Image 1', 'zh-CN': 'GPT Image 1' },
  description: {
    en: 'The first of its family, switched off by OpenAI.',
    'zh-CN': '该系列的第一代，已被 OpenAI 停用。',
  },
  featureTags: ['transparent'],
  costs: {
    low: { square: 0.011, oblong: 0.016 },
    medium: { square: 0.042, oblong: 0.063 },
    high: { square: 0.167, oblong: 0.25 },
  },
  textCost: 5,
  costSource: 'price per picture on OpenAI’s price list',
  hasTransparency: true,
  expectedSeconds: 40,
  life: { state: 'retired', since: '2026-10-23', successor: 'openai-gpt-image-2.6-flare' },
});
