import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import { aspectRatioField, outputFormatField, promptField, seedField } from '../../parameter-fields.ts';
import type { ReplicateModel } from '../replicate-model.ts';

const RATIOS = ['1:1', '16:9', '3:2', '2:3', '4:5', '5:4', '9:16', '3:4', '4:3'] as const;

export default defineModel<ReplicateModel>({
  slug: 'replicate-flux-1.1-pro',
  vendorModel: 'black-forest-labs/flux-1.1-pro',
  vendor: {
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      promptUpsampling: 'prompt_upsampling',
      safetyTolerance: 'safety_tolerance',
      outputFormat: 'output_format',
      seed: 'seed',
    },
    pictureField: 'image_prompt',
    checkAfterMs: 2000,
  },
  label: { en: 'FLUX 1.1 pro (Replicate)', 'zh-CN': 'FLUX 1.1 pro（Replicate）' },
  description: {
    en: 'One picture in high quality; a picture of yours can set its style.',
    'zh-CN': '高质量单张出图，可用一张图片引导风格。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(4000),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    promptUpsampling: field(z.boolean().default(false), {
      control: 'switch',
      label: { en: 'Enrich the prompt', 'zh-CN': '自动丰富提示词' },
    }),
    safetyTolerance: field(z.int().min(1).max(6).default(2), {
      control: 'slider',
      step: 1,
      label: { en: 'Content tolerance', 'zh-CN': '内容审核宽松度' },
      help: { en: '1 is the strictest.', 'zh-CN': '1 为最严格。' },
    }),
    outputFormat: outputFormatField(['webp', 'jpg', 'png'], 'webp'),
    seed: seedField(),
  }),
  priceRule: { perOutput: 4 },
  vendorCost: { perOutput: 0.04, asOf: '2026-10-07', source: "Replicate's model page" },
  inputs: { min: 0, max: 1 },
  outputCount: () => 1,
  expectedSeconds: 6,
  deadlineMs: 15 * 60_000,
});
