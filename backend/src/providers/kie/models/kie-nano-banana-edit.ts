import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { z } from 'zod';
import { aspectRatioField, outputFormatField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', 'auto'] as const;

export default defineKieModel({
  slug: 'kie-nano-banana-edit',
  vendorModel: 'google/nano-banana-edit',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', aspectRatio: 'aspect_ratio', outputFormat: 'output_format' },
    pictures: { field: 'image_urls', isList: true },
  },
  label: { en: 'Nano Banana edit (Kie.ai)', 'zh-CN': 'Nano Banana 编辑（Kie.ai）' },
  description: {
    en: 'Changes or joins your pictures as your words say; products keep their look.',
    'zh-CN': '按文字要求修改或融合图片，商品外观保持一致。',
  },
  outputType: 'image',
  functionTags: ['image-editing', 'image-to-image', 'style-transfer'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({
    prompt: promptField(5000, {
      placeholder: { en: 'Say what should change', 'zh-CN': '说明需要修改的内容' },
    }),
    aspectRatio: aspectRatioField(RATIOS, 'auto', { auto: { en: 'Automatic', 'zh-CN': '自动' } }),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
  }),
  cost: { perOutput: 4, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  // The vendor takes ten.
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  expectedSeconds: 30,
});
