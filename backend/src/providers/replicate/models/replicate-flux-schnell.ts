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
  slug: 'replicate-flux-schnell',
  vendorModel: 'black-forest-labs/flux-schnell',
  vendor: {
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      numberOfOutputs: 'num_outputs',
      megapixels: 'megapixels',
      outputFormat: 'output_format',
      seed: 'seed',
    },
    checkAfterMs: 1000,
  },
  label: { en: 'FLUX schnell (Replicate)', 'zh-CN': 'FLUX schnell（Replicate）' },
  description: {
    en: 'Pictures from words in about a second; good for trying ideas.',
    'zh-CN': '约一秒由文字出图，适合快速试想法。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({
    prompt: promptField(4000),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    numberOfOutputs: numberOfOutputsField(4),
    megapixels: field(z.enum(['1', '0.25']).default('1'), {
      control: 'segmented',
      label: { en: 'Megapixels', 'zh-CN': '像素（百万）' },
      options: sameInEveryLanguage(['1', '0.25']),
    }),
    outputFormat: outputFormatField(['webp', 'jpg', 'png'], 'webp'),
    seed: seedField(),
  }),
  priceRule: { perOutput: 1 },
  vendorCost: { perOutput: 0.003, asOf: '2026-10-07', source: "Replicate's model page" },
  inputs: { min: 0, max: 0 },
  outputCount: ({ numberOfOutputs }) => Number(numberOfOutputs),
  expectedSeconds: 2,
  deadlineMs: 10 * 60_000,
});
