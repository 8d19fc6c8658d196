import { z } from 'zod';
import { promptField, seedField } from '../../parameter-fields.ts';
import { durationField, resolutionField } from '../../video-fields.ts';
import { defineKieModel, perSecond } from '../define-kie-model.ts';
import { stillCameraField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-bytedance-v1-pro-image-to-video',
  vendorModel: 'bytedance/v1-pro-image-to-video',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      duration: 'duration',
      resolution: 'resolution',
      stillCamera: 'camera_fixed',
      seed: 'seed',
    },
    pictures: { field: 'image_url' },
  },
  label: { en: 'Seedance 1.0 Pro from a picture (Kie.ai)', 'zh-CN': 'Seedance 1.0 Pro 图生视频（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion, up to 1080p.',
    'zh-CN': '让图片动起来，最高 1080p。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    duration: durationField(['5', '10'], '5'),
    resolution: resolutionField(['480p', '720p', '1080p'], '720p'),
    stillCamera: stillCameraField,
    seed: seedField(),
  }),
  cost: {
    byParameter: [perSecond(['resolution'], { '480p': 2.8, '720p': 6, '1080p': 14 }, ['5', '10'])],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 120,
});
