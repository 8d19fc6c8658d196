import { z } from 'zod';
import { outputFormatField, promptField, seedField } from '../../parameter-fields.ts';
import { guidanceField, negativePromptField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { accelerationField, imageSizeField, SIX_SIZES, stepsField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-qwen-image',
  vendorModel: 'qwen/text-to-image',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      imageSize: 'image_size',
      steps: 'num_inference_steps',
      guidance: 'guidance_scale',
      acceleration: 'acceleration',
      negativePrompt: 'negative_prompt',
      outputFormat: 'output_format',
      seed: 'seed',
    },
  },
  label: { en: 'Qwen Image (Kie.ai)', 'zh-CN': '通义千问图像（Kie.ai）' },
  description: {
    en: 'Pictures from words, with good lettering in Chinese and English.',
    'zh-CN': '由文字出图，中英文字效果出色。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    imageSize: imageSizeField(SIX_SIZES, 'square_hd'),
    negativePrompt: negativePromptField(500),
    steps: stepsField(250, 30),
    guidance: guidanceField(20, 2.5),
    acceleration: accelerationField(['none', 'regular', 'high']),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
    seed: seedField(),
  }),
  // Four for a megapixel; the largest shape has 1.05 of them.
  cost: { perOutput: 4.2, asOf: '2026-06-30', source: 'price list of Kie.ai' },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 30,
});
