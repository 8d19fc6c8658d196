import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3', '21:9'] as const;

export default defineKieModel({
  slug: 'kie-seedream-v4-5-edit',
  vendorModel: 'seedream/4.5-edit',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', aspectRatio: 'aspect_ratio', quality: 'quality' },
    pictures: { field: 'image_urls', isList: true },
  },
  label: { en: 'Seedream 4.5 edit (Kie.ai)', 'zh-CN': 'Seedream 4.5 编辑（Kie.ai）' },
  description: {
    en: 'Edits and joins pictures at 2K or 4K.',
    'zh-CN': '以 2K 或 4K 编辑、融合图片。',
  },
  outputType: 'image',
  functionTags: ['image-editing', 'image-to-image', 'style-transfer'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(3000, {
      placeholder: { en: 'Say what should change', 'zh-CN': '说明需要修改的内容' },
    }),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    quality: field(z.enum(['basic', 'high']).default('basic'), {
      control: 'segmented',
      label: { en: 'Size', 'zh-CN': '尺寸' },
      options: { basic: { en: '2K', 'zh-CN': '2K' }, high: { en: '4K', 'zh-CN': '4K' } },
    }),
  }),
  cost: { perOutput: 6.5, asOf: '2026-06-30', source: 'price list of Kie.ai' },
  // The vendor takes fourteen.
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  expectedSeconds: 40,
});
