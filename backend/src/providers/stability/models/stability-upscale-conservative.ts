import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField, promptField } from '../../parameter-fields.ts';
import {
  defineStabilityModel,
  STABILITY_SHAPED_PICTURES,
  stabilityNegativePrompt,
  stabilitySeed,
} from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-upscale-conservative',
  vendorModel: 'conservative',
  vendor: {
    path: '/upscale/conservative',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      creativity: 'creativity',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Conservative upscale', 'zh-CN': '保真放大' },
  description: {
    en: 'Enlarges to about four megapixels and stays close to the picture.',
    'zh-CN': '放大到约 400 万像素，忠于原图。',
  },
  functionTags: ['upscale'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    creativity: field(z.number().min(0.2).max(0.5).default(0.35), {
      control: 'slider',
      step: 0.05,
      label: { en: 'Invented detail', 'zh-CN': '细节补充程度' },
    }),
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 40,
  inputs: { min: 1, max: 1, pictures: STABILITY_SHAPED_PICTURES },
  expectedSeconds: 30,
});
