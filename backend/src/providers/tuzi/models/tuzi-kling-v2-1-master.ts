import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { durationField, negativePromptField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-1-master',
  vendorModel: 'kling-v2-1-master',
  vendor: {
    family: 'kling',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      duration: 'duration',
      aspectRatio: 'aspect_ratio',
    },
  },
  label: { en: 'Kling 2.1 Master (TuZi)', 'zh-CN': '可灵 2.1 大师版（TuZi）' },
  description: {
    en: 'Video from words or from a picture, in the highest quality of Kling 2.1.',
    'zh-CN': '由文字或图片生成视频，可灵 2.1 的最高质量。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    duration: durationField(['5', '10'], '5'),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
    negativePrompt: negativePromptField(2500),
  }),
  cost: { byParameter: [{ parameter: 'duration', credits: { '5': 1.4, '10': 2.8 } }] },
  costSource: "an estimate from Kling's own price list of 2026: TuZi bills by the group of the key",
  inputs: { min: 0, max: 1 },
  expectedSeconds: 300,
});
