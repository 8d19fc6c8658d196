import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField, promptField, seedField } from '../../parameter-fields.ts';
import { guidanceField, negativePromptField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { accelerationField, stepsField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-qwen-image-to-image',
  vendorModel: 'qwen/image-to-image',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      strength: 'strength',
      steps: 'num_inference_steps',
      guidance: 'guidance_scale',
      acceleration: 'acceleration',
      negativePrompt: 'negative_prompt',
      outputFormat: 'output_format',
      seed: 'seed',
    },
    pictures: { field: 'image_url' },
  },
  label: { en: 'Qwen Image from a picture (Kie.ai)', 'zh-CN': '通义千问图生图（Kie.ai）' },
  description: {
    en: 'A new version of a picture, as near to it or as far from it as you like.',
    'zh-CN': '以一张图片为底重新生成，可调整与原图的接近程度。',
  },
  outputType: 'image',
  functionTags: ['image-to-image'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    strength: field(z.number().min(0).max(1).default(0.8), {
      control: 'slider',
      step: 0.05,
      label: { en: 'Distance from the picture', 'zh-CN': '偏离原图程度' },
      help: { en: '1 keeps nothing of it.', 'zh-CN': '1 表示完全不保留原图。' },
    }),
    negativePrompt: negativePromptField(500),
    steps: stepsField(250, 30),
    guidance: guidanceField(20, 2.5),
    acceleration: accelerationField(['none', 'regular', 'high']),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
    seed: seedField(),
  }),
  // Four for a megapixel; the largest shape has 1.05 of them.
  cost: { perOutput: 4.2, asOf: '2026-06-30', source: 'price list of Kie.ai' },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 30,
});
