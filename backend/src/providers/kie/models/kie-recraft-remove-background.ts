import { z } from 'zod';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-recraft-remove-background',
  vendorModel: 'recraft/remove-background',
  vendor: { family: 'jobs', fields: {}, pictures: { field: 'image' } },
  label: { en: 'Recraft background removal (Kie.ai)', 'zh-CN': 'Recraft 去除背景（Kie.ai）' },
  description: {
    en: 'Cuts the product out of one picture, up to 5 MB and 4096 pixels a side.',
    'zh-CN': '从一张图片中抠出商品，图片不超过 5 MB，边长不超过 4096 像素。',
  },
  outputType: 'image',
  functionTags: ['background-removal'],
  featureTags: ['fast', 'low-cost', 'transparent'],
  parameters: z.strictObject({}),
  cost: { perOutput: 1, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: {
    min: 1,
    max: 1,
    pictures: { maxBytes: 5_000_000, maxPixels: 16_000_000, minSide: 256, maxSide: 4096 },
  },
  expectedSeconds: 15,
});
