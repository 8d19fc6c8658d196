import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-runway',
  vendorModel: 'runway',
  vendor: {
    family: 'runway',
    fields: { prompt: 'prompt', aspectRatio: 'aspectRatio' },
    pictures: { field: 'imageUrl' },
    ignoredWithPicture: { aspectRatio: '16:9' },
    adjust: ({ parameters: { clip } }) => {
      const [quality, seconds] = String(clip).split('-');
      return { set: { quality, duration: Number(seconds) } };
    },
  },
  label: { en: 'Runway (Kie.ai)', 'zh-CN': 'Runway（Kie.ai）' },
  description: {
    en: 'Video from words or from one picture; finished ones can be extended.',
    'zh-CN': '由文字或一张图片生成视频，完成后还可继续延长。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(1800),
    // One choice, because ten seconds and 1080p exclude each other.
    clip: field(z.enum(['720p-5', '720p-10', '1080p-5']).default('720p-5'), {
      control: 'segmented',
      label: { en: 'Resolution and length', 'zh-CN': '分辨率与时长' },
      options: {
        '720p-5': { en: '720p, 5 s', 'zh-CN': '720p，5 秒' },
        '720p-10': { en: '720p, 10 s', 'zh-CN': '720p，10 秒' },
        '1080p-5': { en: '1080p, 5 s', 'zh-CN': '1080p，5 秒' },
      },
    }),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1', '4:3', '3:4'], '16:9'),
  }),
  cost: {
    byParameter: [{ parameter: 'clip', credits: { '720p-5': 12, '720p-10': 30, '1080p-5': 30 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 1 },
  expectedSeconds: 120,
});
