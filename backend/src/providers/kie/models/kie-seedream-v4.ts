import { z } from 'zod';
import { numberOfOutputsField, promptField, seedField } from '../../parameter-fields.ts';
import { resolutionField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { imageSizeField } from '../fields.ts';

const SIZES = [
  'square_hd',
  'square',
  'portrait_4_3',
  'portrait_3_2',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_3_2',
  'landscape_16_9',
  'landscape_21_9',
] as const;

export default defineKieModel({
  slug: 'kie-seedream-v4',
  vendorModel: 'bytedance/seedream-v4-text-to-image',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      imageSize: 'image_size',
      resolution: 'image_resolution',
      numberOfOutputs: 'max_images',
      seed: 'seed',
    },
  },
  label: { en: 'Seedream 4.0 (Kie.ai)', 'zh-CN': 'Seedream 4.0（Kie.ai）' },
  description: {
    en: 'Pictures up to 4K from words, several in one go when the prompt asks for them.',
    'zh-CN': '由文字生成最高 4K 的图片，提示词写明数量即可一次出多张。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    imageSize: imageSizeField(SIZES, 'square_hd'),
    resolution: resolutionField(['1K', '2K', '4K'], '1K'),
    // The vendor makes as many as the words ask for, up to this number; fewer are charged in part.
    numberOfOutputs: numberOfOutputsField(6),
    seed: seedField(),
  }),
  cost: { perOutput: 5, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 40,
});
