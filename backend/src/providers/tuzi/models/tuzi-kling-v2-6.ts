import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { durationField, negativePromptField, soundField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';
import { klingModeField } from '../fields.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-6',
  vendorModel: 'kling-v2-6',
  vendor: {
    family: 'kling',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      mode: 'mode',
      duration: 'duration',
      aspectRatio: 'aspect_ratio',
      sound: 'sound',
    },
  },
  label: { en: 'Kling 2.6 (TuZi)', 'zh-CN': '可灵 2.6（TuZi）' },
  description: {
    en: 'Video with sound from words or from a picture.',
    'zh-CN': '由文字或图片生成有声视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['with-sound'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    mode: klingModeField,
    duration: durationField(['5', '10'], '5'),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
    sound: soundField,
    negativePrompt: negativePromptField(2500),
  }),
  cost: {
    byParameter: [
      {
        parameter: ['duration', 'sound'],
        credits: { '5|false': 0.35, '10|false': 0.7, '5|true': 0.7, '10|true': 1.4 },
      },
    ],
  },
  costSource: "an estimate from Kling's own price list of 2026: TuZi bills by the group of the key",
  inputs: { min: 0, max: 1 },
  expectedSeconds: 240,
});
