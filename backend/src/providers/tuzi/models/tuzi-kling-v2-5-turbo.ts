import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { durationField, negativePromptField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';
import { klingModeField } from '../fields.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-5-turbo',
  vendorModel: 'kling-v2-5-turbo',
  vendor: {
    family: 'kling',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      mode: 'mode',
      duration: 'duration',
      aspectRatio: 'aspect_ratio',
    },
  },
  label: { en: 'Kling 2.5 Turbo (TuZi)', 'zh-CN': '可灵 2.5 Turbo（TuZi）' },
  description: {
    en: 'Quick video from words or between a first and a last frame.',
    'zh-CN': '由文字或首尾帧快速生成视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    mode: klingModeField,
    duration: durationField(['5', '10'], '5'),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
    negativePrompt: negativePromptField(2500),
  }),
  cost: {
    byParameter: [
      {
        parameter: ['mode', 'duration'],
        credits: { 'std|5': 0.21, 'std|10': 0.42, 'pro|5': 0.35, 'pro|10': 0.7 },
      },
    ],
  },
  costSource: "an estimate from Kling's own price list of 2026: TuZi bills by the group of the key",
  inputs: { min: 0, max: 1 },
  expectedSeconds: 200,
});
