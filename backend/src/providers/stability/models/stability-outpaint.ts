import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField } from '../../parameter-fields.ts';
import { defineStabilityModel, STABILITY_SHAPED_PICTURES, stabilitySeed } from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-outpaint',
  vendorModel: 'outpaint',
  vendor: {
    path: '/edit/outpaint',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      left: 'left',
      right: 'right',
      up: 'up',
      down: 'down',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Outpaint', 'zh-CN': '扩图' },
  description: {
    en: 'Continues the picture beyond its edges.',
    'zh-CN': '向画面外扩展内容。',
  },
  functionTags: ['image-editing'],
  parameters: z.strictObject({
    prompt: field(z.string().max(10_000).default(''), {
      control: 'textarea',
      label: { en: 'Prompt', 'zh-CN': '提示词' },
    }),
    left: field(z.int().min(0).max(2000).default(200), {
      control: 'number',
      unit: 'px',
      label: { en: 'Left', 'zh-CN': '向左扩展' },
    }),
    right: field(z.int().min(0).max(2000).default(200), {
      control: 'number',
      unit: 'px',
      label: { en: 'Right', 'zh-CN': '向右扩展' },
    }),
    up: field(z.int().min(0).max(2000).default(0), {
      control: 'number',
      unit: 'px',
      label: { en: 'Up', 'zh-CN': '向上扩展' },
    }),
    down: field(z.int().min(0).max(2000).default(0), {
      control: 'number',
      unit: 'px',
      label: { en: 'Down', 'zh-CN': '向下扩展' },
    }),
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 4,
  inputs: { min: 1, max: 1, pictures: STABILITY_SHAPED_PICTURES },
  expectedSeconds: 10,
});
