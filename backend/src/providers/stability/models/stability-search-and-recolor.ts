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
  slug: 'stability-search-and-recolor',
  vendorModel: 'search-and-recolor',
  vendor: {
    path: '/edit/search-and-recolor',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      selectPrompt: 'select_prompt',
      negativePrompt: 'negative_prompt',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Search and recolor', 'zh-CN': '查找并改色' },
  description: {
    en: 'Finds a thing by its name and gives it another color.',
    'zh-CN': '按名称找到物体并改变颜色。',
  },
  functionTags: ['image-editing', 'color-enhancement'],
  parameters: z.strictObject({
    selectPrompt: field(z.string().trim().min(1).max(10_000), {
      control: 'text',
      label: { en: 'Recolor', 'zh-CN': '要改色的物体' },
    }),
    prompt: promptField(10_000),
    negativePrompt: stabilityNegativePrompt,
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 5,
  inputs: { min: 1, max: 1, pictures: STABILITY_SHAPED_PICTURES },
  expectedSeconds: 10,
});
