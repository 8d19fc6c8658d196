import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-4o-image',
  vendorModel: '4o-image',
  vendor: {
    family: '4o',
    fields: { prompt: 'prompt', aspectRatio: 'size' },
    pictures: { field: 'filesUrl', isList: true },
  },
  label: { en: '4o Image (Kie.ai)', 'zh-CN': '4o 图像（Kie.ai）' },
  description: {
    en: 'Follows long instructions well, writes text into pictures, works from up to five of yours.',
    'zh-CN': '擅长理解长指令与画面文字，可参考最多五张图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'image-editing'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    aspectRatio: aspectRatioField(['1:1', '3:2', '2:3'], '1:1'),
  }),
  cost: { perOutput: 6, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: { min: 0, max: 5 },
  expectedSeconds: 60,
});
