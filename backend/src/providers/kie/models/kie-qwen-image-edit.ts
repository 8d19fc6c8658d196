import { z } from 'zod';
import { numberOfOutputsField, outputFormatField, promptField, seedField } from '../../parameter-fields.ts';
import { guidanceField, negativePromptField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { accelerationField, imageSizeField, SIX_SIZES, stepsField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-qwen-image-edit',
  vendorModel: 'qwen/image-edit',
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
    pictures: { field: 'image_url' },
    // This one number the vendor wants as a text.
    adjust: ({ parameters }) => ({ set: { num_images: String(parameters['numberOfOutputs']) } }),
  },
  label: { en: 'Qwen Image edit (Kie.ai)', 'zh-CN': '通义千问图像编辑（Kie.ai）' },
  description: {
    en: 'Edits one picture; good with text in the picture, in Chinese too.',
    'zh-CN': '编辑一张图片，擅长修改画面中的文字，支持中文。',
  },
  outputType: 'image',
  functionTags: ['image-editing', 'image-to-image'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(2000, {
      placeholder: { en: 'Say what should change', 'zh-CN': '说明需要修改的内容' },
    }),
    imageSize: imageSizeField(SIX_SIZES, 'landscape_4_3'),
    numberOfOutputs: numberOfOutputsField(4),
    negativePrompt: negativePromptField(500),
    steps: stepsField(49, 25),
    guidance: guidanceField(20, 4),
    acceleration: accelerationField(['none', 'regular', 'high']),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
    seed: seedField(),
  }),
  // Six for a megapixel; the largest shape has 1.05 of them.
  cost: { perOutput: 6.3, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 30,
});
