import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingFromPicture } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-1-master-image-to-video',
  vendorModel: 'kling/v2-1-master-image-to-video',
  vendor: {
    family: 'jobs',
    fields: KLING_FIELDS,
    pictures: { field: 'image_url' },
  },
  label: { en: 'Kling 2.1 Master from a picture (Kie.ai)', 'zh-CN': '可灵 2.1 大师版 图生视频（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion, in the highest quality of Kling 2.1.',
    'zh-CN': '让图片动起来，可灵 2.1 的最高质量。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['high-quality'],
  parameters: klingFromPicture(5000),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 160, '10': 320 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1, pictures: { formats: ['image/jpeg', 'image/png'] } },
  expectedSeconds: 240,
});
