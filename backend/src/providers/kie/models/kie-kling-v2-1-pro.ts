import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingBetweenPictures } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-1-pro',
  vendorModel: 'kling/v2-1-pro',
  vendor: {
    family: 'jobs',
    fields: KLING_FIELDS,
    pictures: { field: 'image_url' },
    files: { lastFrame: 'tail_image_url' },
  },
  label: { en: 'Kling 2.1 Pro (Kie.ai)', 'zh-CN': '可灵 2.1 专业版（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion; a second one can be the last frame.',
    'zh-CN': '让图片动起来，可另选一张作为尾帧。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  parameters: klingBetweenPictures(5000),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 50, '10': 100 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1, pictures: { formats: ['image/jpeg', 'image/png'] } },
  expectedSeconds: 180,
});
