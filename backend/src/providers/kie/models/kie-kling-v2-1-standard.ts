import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingFromPicture } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-1-standard',
  vendorModel: 'kling/v2-1-standard',
  vendor: {
    family: 'jobs',
    fields: KLING_FIELDS,
    pictures: { field: 'image_url' },
  },
  label: { en: 'Kling 2.1 Standard (Kie.ai)', 'zh-CN': '可灵 2.1 标准版（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion at a moderate price.',
    'zh-CN': '让图片动起来，价格适中。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['low-cost'],
  parameters: klingFromPicture(5000),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 25, '10': 50 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1, pictures: { formats: ['image/jpeg', 'image/png'] } },
  expectedSeconds: 180,
});
