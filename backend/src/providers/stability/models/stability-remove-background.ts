import { z } from 'zod';
import { outputFormatField } from '../../parameter-fields.ts';
import { defineStabilityModel, STABILITY_PICTURES } from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-remove-background',
  vendorModel: 'remove-background',
  vendor: {
    path: '/edit/remove-background',
    mode: 'sync',
    fields: { outputFormat: 'output_format' },
  },
  label: { en: 'Remove background', 'zh-CN': '去除背景' },
  description: {
    en: 'Cuts the subject out, with soft edges.',
    'zh-CN': '抠出主体，边缘柔和自然。',
  },
  functionTags: ['background-removal'],
  featureTags: ['transparent'],
  parameters: z.strictObject({
    outputFormat: outputFormatField(['png', 'webp'], 'png'),
  }),
  vendorCredits: 5,
  inputs: { min: 1, max: 1, pictures: { ...STABILITY_PICTURES, maxPixels: 4_194_304 } },
  expectedSeconds: 5,
});
