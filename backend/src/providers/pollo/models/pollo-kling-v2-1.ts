import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { promptField } from '../../parameter-fields.ts';
import { durationField, negativePromptField } from '../../video-fields.ts';
import { definePolloModel } from '../define-pollo-model.ts';

export default definePolloModel({
  slug: 'pollo-kling-v2-1',
  vendorModel: 'kling-ai/kling-v2-1',
  vendor: {
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negativePrompt',
      duration: 'length',
      mode: 'mode',
      strength: 'strength',
    },
    numbers: ['duration'],
  },
  label: { en: 'Kling 2.1 from a picture (Pollo.ai)', 'zh-CN': '可灵 2.1 图生视频（Pollo.ai）' },
  description: {
    en: 'Sets a picture in motion for five or ten seconds.',
    'zh-CN': '让图片动起来，生成五秒或十秒的视频。',
  },
  functionTags: ['image-to-video'],
  parameters: z.strictObject({
    prompt: promptField(2500),
    mode: field(z.enum(['std', 'pro']).default('std'), {
      control: 'segmented',
      label: { en: 'Quality', 'zh-CN': '质量' },
      options: { std: { en: 'Standard', 'zh-CN': '标准' }, pro: { en: 'High', 'zh-CN': '高' } },
    }),
    duration: durationField(['5', '10'], '5'),
    strength: field(z.int().min(0).max(100).default(50), {
      control: 'slider',
      step: 5,
      label: { en: 'Closeness to the words', 'zh-CN': '贴合提示词程度' },
    }),
    negativePrompt: negativePromptField(2500),
  }),
  cost: {
    parameter: ['mode', 'duration'],
    credits: { 'std|5': 0.28, 'std|10': 0.56, 'pro|5': 0.49, 'pro|10': 0.98 },
  },
  costSource: "an estimate from Kling's own price list of 2026: Pollo.ai bills in credits of its own",
  inputs: { min: 1, max: 1 },
  expectedSeconds: 200,
});
