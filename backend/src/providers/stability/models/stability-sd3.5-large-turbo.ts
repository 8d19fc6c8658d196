import { z } from 'zod';
import { outputFormatField, promptField } from '../../parameter-fields.ts';
import {
  defineStabilityModel,
  STABILITY_PICTURES,
  stabilityAspectRatio,
  stabilitySeed,
  stabilityStrength,
} from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-sd3.5-large-turbo',
  vendorModel: 'sd3',
  vendor: {
    path: '/generate/sd3',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      strength: 'strength',
      seed: 'seed',
      outputFormat: 'output_format',
    },
    fixed: { model: 'sd3.5-large-turbo' },
    withPicture: { mode: 'image-to-image' },
    onlyWithPicture: ['strength'],
    onlyWithoutPicture: ['aspectRatio'],
  },
  label: { en: 'Stable Diffusion 3.5 Large Turbo', 'zh-CN': 'Stable Diffusion 3.5 Large Turbo' },
  description: {
    en: 'The large model in fewer steps.',
    'zh-CN': '步数更少的大型模型，速度更快。',
  },
  functionTags: ['text-to-image', 'image-to-image'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    aspectRatio: stabilityAspectRatio,
    strength: stabilityStrength,
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
  }),
  vendorCredits: 4,
  inputs: {
    min: 0,
    max: 1,
    pictures: { minSide: 64, maxSide: 16_384, maxBytes: STABILITY_PICTURES.maxBytes },
  },
  expectedSeconds: 8,
});
