import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../../parameter-fields.ts';
import { durationField, negativePromptField, resolutionField, soundField } from '../../video-fields.ts';
import { definePolloModel } from '../define-pollo-model.ts';

export default definePolloModel({
  slug: 'pollo-veo3',
  vendorModel: 'google/veo3',
  vendor: {
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negativePrompt',
      duration: 'length',
      aspectRatio: 'aspectRatio',
      resolution: 'resolution',
      seed: 'seed',
      sound: 'generateAudio',
    },
    numbers: ['duration'],
  },
  label: { en: 'Veo 3 (Pollo.ai)', 'zh-CN': 'Veo 3（Pollo.ai）' },
  description: {
    en: 'Eight seconds of high-quality video, with sound where wanted, from words or from a picture.',
    'zh-CN': '由文字或图片生成八秒高质量视频，可带声音。',
  },
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    duration: durationField(['8'], '8'),
    aspectRatio: aspectRatioField(['16:9'], '16:9'),
    resolution: resolutionField(['720p', '1080p'], '720p'),
    sound: soundField,
    negativePrompt: negativePromptField(2500),
    seed: seedField(),
  }),
  cost: { parameter: 'sound', credits: { false: 1.6, true: 3.2 } },
  costSource: "an estimate from Google's own price list of 2026: Pollo.ai bills in credits of its own",
  inputs: { min: 0, max: 1 },
  expectedSeconds: 180,
});
