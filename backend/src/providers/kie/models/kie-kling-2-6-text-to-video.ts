import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { durationField, soundField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

export default defineKieModel({
  slug: 'kie-kling-2-6-text-to-video',
  vendorModel: 'kling-2.6/text-to-video',
  vendor: {
    family: 'jobs',
    fields: { prompt: 'prompt', duration: 'duration', sound: 'sound', aspectRatio: 'aspect_ratio' },
  },
  label: { en: 'Kling 2.6 (Kie.ai)', 'zh-CN': '可灵 2.6（Kie.ai）' },
  description: {
    en: 'Video from words, with speech and sound if you like.',
    'zh-CN': '由文字生成视频，可选生成对白与音效。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: z.strictObject({
    prompt: promptField(1000),
    duration: durationField(['5', '10'], '5'),
    sound: soundField,
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
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
  inputs: { min: 0, max: 0 },
  expectedSeconds: 180,
});
