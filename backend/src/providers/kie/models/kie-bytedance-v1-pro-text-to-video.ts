import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../../parameter-fields.ts';
import { durationField, resolutionField } from '../../video-fields.ts';
import { defineKieModel, perSecond } from '../define-kie-model.ts';
import { stillCameraField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-bytedance-v1-pro-text-to-video',
  vendorModel: 'bytedance/v1-pro-text-to-video',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      duration: 'duration',
      resolution: 'resolution',
      aspectRatio: 'aspect_ratio',
      stillCamera: 'camera_fixed',
      seed: 'seed',
    },
  },
  label: { en: 'Seedance 1.0 Pro (Kie.ai)', 'zh-CN': 'Seedance 1.0 Pro（Kie.ai）' },
  description: {
    en: 'Video from words in several shots, up to 1080p.',
    'zh-CN': '由文字生成多镜头视频，最高 1080p。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    duration: durationField(['5', '10'], '5'),
    resolution: resolutionField(['480p', '720p', '1080p'], '720p'),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'], '16:9'),
    stillCamera: stillCameraField,
    seed: seedField(),
  }),
  cost: {
    byParameter: [perSecond(['resolution'], { '480p': 2.8, '720p': 6, '1080p': 14 }, ['5', '10'])],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 120,
});
