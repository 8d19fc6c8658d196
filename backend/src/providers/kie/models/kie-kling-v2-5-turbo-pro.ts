import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingBetweenPictures } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-5-turbo-pro',
  vendorModel: 'kling/v2-5-turbo-image-to-video-pro',
  vendor: {
    family: 'jobs',
    fields: KLING_FIELDS,
    pictures: { field: 'image_url' },
    files: { lastFrame: 'tail_image_url' },
  },
  label: {
    en: 'Kling 2.5 Turbo Pro from a picture (Kie.ai)',
    'zh-CN': '可灵 2.5 Turbo 专业版 图生视频（Kie.ai）',
  },
  description: {
    en: 'Quick, smooth motion from a picture; a second one can be the last frame.',
    'zh-CN': '由图片快速生成流畅视频，可另选一张作为尾帧。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['fast'],
  parameters: klingBetweenPictures(2500),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 42, '10': 84 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1, pictures: { formats: ['image/jpeg', 'image/png'] } },
  expectedSeconds: 120,
});
