import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import {
  aspectRatioField,
  numberOfOutputsField,
  outputFormatField,
  promptField,
  sameInEveryLanguage,
  seedField,
} from '../../parameter-fields.ts';
import type { ReplicateModel } from '../replicate-model.ts';

const RATIOS = ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'] as const;

export default defineModel<ReplicateModel>({
  slug: 'replicate-flux',
  vendorModel: 'black-forest-labs/flux-dev',
  vendor: {
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      numberOfOutputs: 'num_outputs',
      promptStrength: 'prompt_strength',
      guidance: 'guidance',
      steps: 'num_inference_steps',
      megapixels: 'megapixels',
      outputFormat: 'output_format',
      seed: 'seed',
    },
    pictureField: 'image',
    ignoredWithPicture: ['aspectRatio'],
    ignoredWithoutPicture: ['promptStrength'],
    checkAfterMs: 2000,
  },
  label: { en: 'FLUX dev (Replicate)', 'zh-CN': 'FLUX dev（Replicate）' },
  description: {
    en: 'Pictures from words, or a new version of one picture of yours.',
    'zh-CN': '由文字出图，或以一张图片为底重新生成。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image'],
  parameters: z.strictObject({
    prompt: promptField(4000),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    numberOfOutputs: numberOfOutputsField(4),
    promptStrength: field(z.number().min(0).max(1).default(0.8), {
      control: 'slider',
      step: 0.05,
      label: { en: 'Distance from the picture', 'zh-CN': '偏离原图程度' },
      help: {
        en: 'Only with a picture: 1 keeps nothing of it.',
        'zh-CN': '仅在提供图片时有效：1 表示完全不保留原图。',
      },
    }),
    guidance: field(z.number().min(0).max(10).default(3), {
      control: 'slider',
      step: 0.5,
      label: { en: 'Closeness to the words', 'zh-CN': '贴合提示词程度' },
    }),
    steps: field(z.int().min(1).max(50).default(28), {
      control: 'slider',
      step: 1,
      label: { en: 'Steps', 'zh-CN': '推理步数' },
    }),
    megapixels: field(z.enum(['1', '0.25']).default('1'), {
      control: 'segmented',
      label: { en: 'Megapixels', 'zh-CN': '像素（百万）' },
      options: sameInEveryLanguage(['1', '0.25']),
    }),
    outputFormat: outputFormatField(['webp', 'jpg', 'png'], 'webp'),
    seed: seedField(),
  }),
  priceRule: { perOutput: 3 },
  vendorCost: { perOutput: 0.025, asOf: '2026-10-07', source: "Replicate's model page" },
  inputs: { min: 0, max: 1 },
  outputCount: ({ numberOfOutputs }) => Number(numberOfOutputs),
  expectedSeconds: 5,
  deadlineMs: 15 * 60_000,
});
