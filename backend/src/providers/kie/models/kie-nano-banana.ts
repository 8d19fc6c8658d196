import { z } from 'zod';
import { aspectRatioField, outputFormatField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', 'auto'] as const;

export default defineKieModel({
  slug: 'kie-nano-banana',
  vendorModel: 'google/nano-banana',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', aspectRatio: 'aspect_ratio', outputFormat: 'output_format' },
  },
  label: { en: 'Nano Banana (Kie.ai)', 'zh-CN': 'Nano Banana（Kie.ai）' },
  description: {
    en: "Google's quick picture model: from words, at a low price.",
    'zh-CN': 'Google 的快速图像模型，由文字出图，价格低。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    aspectRatio: aspectRatioField(RATIOS, '1:1', { auto: { en: 'Automatic', 'zh-CN': '自动' } }),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
  }),
  cost: { perOutput: 4, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 20,
});
