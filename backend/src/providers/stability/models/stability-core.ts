import { z } from 'zod';
import { outputFormatField, promptField } from '../../parameter-fields.ts';
import {
  defineStabilityModel,
  stabilityAspectRatio,
  stabilityNegativePrompt,
  stabilitySeed,
} from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-core',
  vendorModel: 'core',
  vendor: {
    path: '/generate/core',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      aspectRatio: 'aspect_ratio',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Stable Image Core', 'zh-CN': 'Stable Image Core' },
  description: {
    en: 'Quick, good pictures from a prompt at 1.5 megapixels.',
    'zh-CN': '按提示词快速出图，150 万像素。',
  },
  functionTags: ['text-to-image'],
  featureTags: ['fast', 'low-cost'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    aspectRatio: stabilityAspectRatio,
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 3,
  inputs: { min: 0, max: 0 },
  expectedSeconds: 6,
});
