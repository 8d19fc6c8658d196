import { z } from 'zod';
import { outputFormatField, promptField } from '../../parameter-fields.ts';
import {
  defineStabilityModel,
  STABILITY_PICTURES,
  stabilityAspectRatio,
  stabilityNegativePrompt,
  stabilitySeed,
  stabilityStrength,
} from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-sd3.5-medium',
  vendorModel: 'sd3',
  vendor: {
    path: '/generate/sd3',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      aspectRatio: 'aspect_ratio',
      strength: 'strength',
      seed: 'seed',
      outputFormat: 'output_format',
    },
    fixed: { model: 'sd3.5-medium' },
    withPicture: { mode: 'image-to-image' },
    onlyWithPicture: ['strength'],
    onlyWithoutPicture: ['aspectRatio'],
  },
  label: { en: 'Stable Diffusion 3.5 Medium', 'zh-CN': 'Stable Diffusion 3.5 Medium' },
  description: {
    en: 'A balance of price and quality.',
    'zh-CN': '兼顾价格与画质。',
  },
  functionTags: ['text-to-image', 'image-to-image'],
  featureTags: ['low-cost'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    aspectRatio: stabilityAspectRatio,
    strength: stabilityStrength,
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
  }),
  vendorCredits: 3.5,
  inputs: {
    min: 0,
    max: 1,
    pictures: { minSide: 64, maxSide: 16_384, maxBytes: STABILITY_PICTURES.maxBytes },
  },
  expectedSeconds: 8,
});
