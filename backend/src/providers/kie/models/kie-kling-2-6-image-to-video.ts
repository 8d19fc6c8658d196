import { z } from 'zod';
import { promptField } from '../../parameter-fields.ts';
import { durationField, soundField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-kling-2-6-image-to-video',
  vendorModel: 'kling-2.6/image-to-video',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', duration: 'duration', sound: 'sound' },
    pictures: { field: 'image_urls', isList: true },
  },
  label: { en: 'Kling 2.6 from a picture (Kie.ai)', 'zh-CN': '可灵 2.6 图生视频（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion, with speech and sound if you like.',
    'zh-CN': '让图片动起来，可选生成对白与音效。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: z.strictObject({
    prompt: promptField(1000),
    duration: durationField(['5', '10'], '5'),
    sound: soundField,
  }),
  cost: {
    byParameter: [
      {
        parameter: ['sound', 'duration'],
        credits: { 'false|5': 55, 'false|10': 110, 'true|5': 110, 'true|10': 220 },
      },
    ],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  inputs: { min: 1, max: 1, pictures: { formats: ['image/jpeg', 'image/png'] } },
  expectedSeconds: 180,
});
