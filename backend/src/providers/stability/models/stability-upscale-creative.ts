import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField, promptField } from '../../parameter-fields.ts';
import {
  defineStabilityModel,
  STABILITY_PICTURES,
  stabilityNegativePrompt,
  stabilitySeed,
} from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-upscale-creative',
  vendorModel: 'creative',
  vendor: {
    path: '/upscale/creative',
    mode: 'async',
    fields: {
      prompt: 'prompt',
      negativePrompt: 'negative_prompt',
      creativity: 'creativity',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Creative upscale', 'zh-CN': '创意放大' },
  description: {
    en: 'Enlarges small or damaged pictures to 4K and invents detail.',
    'zh-CN': '将小图或受损图片放大到 4K 并补充细节。',
  },
  functionTags: ['upscale'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    creativity: field(z.number().min(0.1).max(0.5).default(0.3), {
      control: 'slider',
      step: 0.05,
      label: { en: 'Invented detail', 'zh-CN': '细节补充程度' },
    }),
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 60,
  inputs: { min: 1, max: 1, pictures: { ...STABILITY_PICTURES, maxPixels: 1_048_576 } },
  expectedSeconds: 90,
  deadlineMs: 15 * 60_000,
});
