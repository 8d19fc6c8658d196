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
  slug: 'stability-ultra',
  vendorModel: 'ultra',
  vendor: {
    path: '/generate/ultra',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      aspectRatio: 'aspect_ratio',
      seed: 'seed',
      outputFormat: 'output_format',
      strength: 'strength',
    },
    onlyWithPicture: ['strength'],
  },
  label: { en: 'Stable Image Ultra', 'zh-CN': 'Stable Image Ultra' },
  description: {
    en: 'The finest of Stability AI, from a prompt or along a picture.',
    'zh-CN': 'Stability AI 画质最高的模型，可按提示词或参考图生成。',
  },
  functionTags: ['text-to-image', 'image-to-image'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    aspectRatio: stabilityAspectRatio,
    strength: stabilityStrength,
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 8,
  inputs: {
    min: 0,
    max: 1,
    pictures: { minSide: 64, maxSide: 16_384, maxBytes: STABILITY_PICTURES.maxBytes },
  },
  expectedSeconds: 12,
});
