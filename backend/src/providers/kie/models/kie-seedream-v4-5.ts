import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3', '21:9'] as const;

export default defineKieModel({
  slug: 'kie-seedream-v4-5',
  vendorModel: 'seedream/4.5-text-to-image',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', aspectRatio: 'aspect_ratio', quality: 'quality' },
  },
  label: { en: 'Seedream 4.5 (Kie.ai)', 'zh-CN': 'Seedream 4.5（Kie.ai）' },
  description: {
    en: 'Sharp pictures of 2K or 4K from words.',
    'zh-CN': '由文字生成清晰的 2K 或 4K 图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(3000),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    quality: field(z.enum(['basic', 'high']).default('basic'), {
      control: 'segmented',
      label: { en: 'Size', 'zh-CN': '尺寸' },
      options: { basic: { en: '2K', 'zh-CN': '2K' }, high: { en: '4K', 'zh-CN': '4K' } },
    }),
  }),
  cost: { perOutput: 6.5, asOf: '2026-06-30', source: 'price list of Kie.ai' },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 40,
});
