import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-2.5-sunburst',
  vendorModel: 'gpt-image-2.5-sunburst',
  label: { en: 'GPT Image 2.5 Sunburst', 'zh-CN': 'GPT Image 2.5 Sunburst' },
  description: {
    en: 'High quality at lower cost for low and medium settings.',
    'zh-CN': '中低档质量下成本更低的高品质模型。',
  },
  featureTags: ['high-quality', 'transparent'],
  costs: {
    low: { square: 0.006, oblong: 0.005 },
    medium: { square: 0.053, oblong: 0.041 },
    high: { square: 0.211, oblong: 0.165 },
  },
  textCost: 5,
  costSource: 'price list of OpenAI, 30 dollars a million output tokens; tokens per picture estimated',
  hasTransparency: true,
  expectedSeconds: 45,
});
