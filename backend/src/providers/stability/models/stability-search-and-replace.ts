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
  slug: 'stability-search-and-replace',
  vendorModel: 'search-and-replace',
  vendor: {
    path: '/edit/search-and-replace',
    mode: 'sync',
    fields: {
      prompt: 'prompt',
      searchPrompt: 'search_prompt',
      negativePrompt: 'negative_prompt',
      seed: 'seed',
      outputFormat: 'output_format',
    },
  },
  label: { en: 'Search and replace', 'zh-CN': '查找并替换' },
  description: {
    en: 'Finds a thing by its name and puts another in its place.',
    'zh-CN': '按名称找到物体并替换为另一个。',
  },
  functionTags: ['image-editing'],
  parameters: z.strictObject({
    searchPrompt: field(z.string().trim().min(1).max(10_000), {
      control: 'text',
      label: { en: 'Replace', 'zh-CN': '要替换的物体' },
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
