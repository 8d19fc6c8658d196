import { defineOpenAiModel } from '../define-openai-model.ts';

export default defineOpenAiModel({
  slug: 'openai-gpt-image-2.6-sunburst',
  vendorModel: 'gpt-image-2.6-sunburst',
  label: { en: 'GPT Image 2.6 Sunburst', 'zh-CN': 'GPT Image 2.6 Sunburst' },
  description: {
    en: 'The finest of OpenAI’s picture models: detail, readable text, faithful edits.',
    'zh-CN': 'OpenAI 最精细的图像模型：细节丰富、文字清晰、编辑忠实。',
  },
  featureTags: ['high-quality', 'transparent'],
  costs: {
    low: { square: 0.024, oblong: 0.02 },
    medium: { square: 0.212, oblong: 0.164 },
    high: { square: 0.212, oblong: 0.165 },
  },
  textCost: 5,
  costSource: 'price list of OpenAI, 30 dollars a million output tokens; tokens per picture estimated',
  hasTransparency: true,
  expectedSeconds: 60,
});
