import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import { aspectRatioField, outputFormatField, promptField, seedField } from '../../parameter-fields.ts';
import type { ReplicateModel } from '../replicate-model.ts';

const RATIOS = [
  'match_input_image',
  '1:1',
  '16:9',
  '9:16',
  '4:3',
  '3:4',
  '3:2',
  '2:3',
  '4:5',
  '5:4',
  '21:9',
  '9:21',
  '2:1',
  '1:2',
] as const;

export default defineModel<ReplicateModel>({
  slug: 'replicate-flux-kontext-pro',
  vendorModel: 'black-forest-labs/flux-kontext-pro',
  vendor: {
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      promptUpsampling: 'prompt_upsampling',
      outputFormat: 'output_format',
      seed: 'seed',
    },
    pictureField: 'input_image',
    checkAfterMs: 2000,
  },
  label: { en: 'FLUX Kontext pro (Replicate)', 'zh-CN': 'FLUX Kontext pro（Replicate）' },
  description: {
    en: 'Changes one picture as your words say and keeps the rest of it.',
    'zh-CN': '按文字要求修改一张图片，其余部分保持不变。',
  },
  outputType: 'image',
  functionTags: ['image-editing', 'image-to-image'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(4000, {
      placeholder: { en: 'Say what should change', 'zh-CN': '说明需要修改的内容' },
    }),
    aspectRatio: aspectRatioField(RATIOS, 'match_input_image', {
      match_input_image: { en: 'As the picture', 'zh-CN': '与原图一致' },
    }),
    promptUpsampling: field(z.boolean().default(false), {
      control: 'switch',
      label: { en: 'Enrich the prompt', 'zh-CN': '自动丰富提示词' },
    }),
    outputFormat: outputFormatField(['png', 'jpg'], 'png'),
    seed: seedField(),
  }),
  priceRule: { perOutput: 4 },
  vendorCost: {
    perOutput: 0.04,
    asOf: '2026-10-07',
    source: 'a price list of another site; check before use',
  },
  inputs: { min: 1, max: 1 },
  outputCount: () => 1,
  expectedSeconds: 8,
  deadlineMs: 15 * 60_000,
});
