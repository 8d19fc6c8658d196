import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../../parameter-fields.ts';
import { durationField, negativePromptField, resolutionField, soundField } from '../../video-fields.ts';
import { definePolloModel } from '../define-pollo-model.ts';

export default definePolloModel({
  slug: 'pollo-veo3-fast',
  vendorModel: 'google/veo3-fast',
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
  label: { en: 'Veo 3 Fast (Pollo.ai)', 'zh-CN': 'Veo 3 Fast（Pollo.ai）' },
  description: {
    en: 'Eight seconds of video, quicker and for less, with sound where wanted.',
    'zh-CN': '由文字或图片快速生成八秒视频，价格更低，可带声音。',
  },
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['fast', 'with-sound'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    duration: durationField(['8'], '8'),
    aspectRatio: aspectRatioField(['16:9'], '16:9'),
    resolution: resolutionField(['720p', '1080p'], '720p'),
    sound: soundField,
    negativePrompt: negativePromptField(2500),
    seed: seedField(),
  }),
  cost: { parameter: 'sound', credits: { false: 0.8, true: 1.2 } },
  costSource: "an estimate from Google's own price list of 2026: Pollo.ai bills in credits of its own",
  inputs: { min: 0, max: 1 },
  expectedSeconds: 90,
});
