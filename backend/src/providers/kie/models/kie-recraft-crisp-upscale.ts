import { z } from 'zod';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-recraft-crisp-upscale',
  vendorModel: 'recraft/crisp-upscale',
  vendor: { family: 'jobs', fields: {}, pictures: { field: 'image' } },
  label: { en: 'Recraft crisp upscale (Kie.ai)', 'zh-CN': 'Recraft 清晰放大（Kie.ai）' },
  description: {
    en: 'Makes a picture larger and its edges crisp.',
    'zh-CN': '放大图片，让边缘更清晰。',
  },
  outputType: 'image',
  functionTags: ['upscale'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({}),
  cost: { perOutput: 0.5, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 20,
});
