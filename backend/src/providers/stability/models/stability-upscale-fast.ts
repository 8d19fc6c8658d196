import { z } from 'zod';
import { outputFormatField } from '../../parameter-fields.ts';
import { defineStabilityModel, STABILITY_PICTURES } from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-upscale-fast',
  vendorModel: 'fast',
  vendor: {
    path: '/upscale/fast',
    mode: 'sync',
    fields: { outputFormat: 'output_format' },
  },
  label: { en: 'Fast upscale', 'zh-CN': '快速放大' },
  description: {
    en: 'Four times as large in about a second, without changing anything.',
    'zh-CN': '约一秒放大四倍，不改变内容。',
  },
  functionTags: ['upscale'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 2,
  inputs: {
    min: 1,
    max: 1,
    pictures: { ...STABILITY_PICTURES, minSide: 32, maxSide: 1536, maxPixels: 1_048_576 },
  },
  expectedSeconds: 3,
});
