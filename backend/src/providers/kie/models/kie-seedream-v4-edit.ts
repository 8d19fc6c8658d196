import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
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
  slug: 'kie-seedream-v4-edit',
  vendorModel: 'bytedance/seedream-v4-edit',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      imageSize: 'image_size',
      resolution: 'image_resolution',
      numberOfOutputs: 'max_images',
      seed: 'seed',
    },
    pictures: { field: 'image_urls', isList: true },
  },
  label: { en: 'Seedream 4.0 edit (Kie.ai)', 'zh-CN': 'Seedream 4.0 编辑（Kie.ai）' },
  description: {
    en: 'Edits and joins pictures at up to 4K; products stay recognizable.',
    'zh-CN': '编辑或融合图片，最高 4K，商品特征保持清晰。',
  },
  outputType: 'image',
  functionTags: ['image-editing', 'image-to-image', 'style-transfer'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(5000, {
      placeholder: { en: 'Say what should change', 'zh-CN': '说明需要修改的内容' },
    }),
    imageSize: imageSizeField(SIZES, 'square_hd'),
    resolution: resolutionField(['1K', '2K', '4K'], '1K'),
    // The vendor makes as many as the words ask for, up to this number; fewer are charged in part.
    numberOfOutputs: numberOfOutputsField(6),
    seed: seedField(),
  }),
  cost: { perOutput: 5, asOf: '2026-10-01', source: 'model catalogue of Kie.ai' },
  // The vendor takes ten.
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  expectedSeconds: 40,
});
