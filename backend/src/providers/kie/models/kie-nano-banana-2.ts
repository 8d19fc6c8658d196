import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { z } from 'zod';
import { aspectRatioField, outputFormatField, promptField } from '../../parameter-fields.ts';
import { resolutionField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = [
  'auto',
  '1:1',
  '16:9',
  '9:16',
  '4:3',
  '3:4',
  '3:2',
  '2:3',
  '5:4',
  '4:5',
  '21:9',
  '4:1',
  '1:4',
  '8:1',
  '1:8',
] as const;

export default defineKieModel({
  slug: 'kie-nano-banana-2',
  vendorModel: 'nano-banana-2',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      resolution: 'resolution',
      outputFormat: 'output_format',
    },
    pictures: { field: 'image_input', isList: true },
  },
  label: { en: 'Nano Banana 2 (Kie.ai)', 'zh-CN': 'Nano Banana 2（Kie.ai）' },
  description: {
    en: 'The second Nano Banana: up to 4K, many shapes, several reference pictures.',
    'zh-CN': '第二代 Nano Banana：最高 4K，画面比例丰富，可参考多张图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'image-editing'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(20_000),
    aspectRatio: aspectRatioField(RATIOS, 'auto', { auto: { en: 'Automatic', 'zh-CN': '自动' } }),
    resolution: resolutionField(['1K', '2K', '4K'], '1K'),
    outputFormat: outputFormatField(['png', 'jpg'], 'png'),
  }),
  cost: {
    byParameter: [{ parameter: 'resolution', credits: { '1K': 8, '2K': 12, '4K': 18 }, per: 'output' }],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  // The vendor takes fourteen.
  inputs: { min: 0, max: MAX_FILES_PER_TASK, pictures: { maxBytes: 30_000_000 } },
  expectedSeconds: 45,
});
