import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-nano-banana-upscale',
  vendorModel: 'nano-banana-upscale',
  life: { state: 'retired', since: '2026-10-01', successor: 'kie-topaz-image-upscale' },
  vendor: {
    family: 'jobs',
    fields: { scale: 'scale', faceEnhance: 'face_enhance' },
    pictures: { field: 'image' },
  },
  label: { en: 'Nano Banana upscale (Kie.ai)', 'zh-CN': 'Nano Banana 放大（Kie.ai）' },
  description: { en: 'Makes a picture up to four times as large.', 'zh-CN': '将图片最多放大四倍。' },
  outputType: 'image',
  functionTags: ['upscale'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    scale: field(z.int().min(1).max(4).default(2), {
      control: 'slider',
      step: 1,
      unit: '×',
      label: { en: 'Enlargement', 'zh-CN': '放大倍数' },
    }),
    faceEnhance: field(z.boolean().default(false), {
      control: 'switch',
      label: { en: 'Improve faces', 'zh-CN': '增强人脸' },
    }),
  }),
  cost: { perOutput: 1, asOf: '2025-10-01', source: 'price texts of Kie.ai of October 2025' },
  inputs: { min: 1, max: 1 },
});
