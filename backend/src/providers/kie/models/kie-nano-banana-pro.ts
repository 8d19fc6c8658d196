import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { z } from 'zod';
import { aspectRatioField, outputFormatField, promptField } from '../../parameter-fields.ts';
import { resolutionField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', 'auto'] as const;

export default defineKieModel({
  slug: 'kie-nano-banana-pro',
  vendorModel: 'nano-banana-pro',
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
  label: { en: 'Nano Banana Pro (Kie.ai)', 'zh-CN': 'Nano Banana Pro（Kie.ai）' },
  description: {
    en: 'The best of the Nano Banana models: up to 4K, exact text, several reference pictures.',
    'zh-CN': 'Nano Banana 系列的旗舰：最高 4K，文字准确，可参考多张图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'image-editing'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(10_000),
    aspectRatio: aspectRatioField(RATIOS, '1:1', { auto: { en: 'Automatic', 'zh-CN': '自动' } }),
    resolution: resolutionField(['1K', '2K', '4K'], '1K'),
    outputFormat: outputFormatField(['png', 'jpg'], 'png'),
  }),
  cost: {
    byParameter: [{ parameter: 'resolution', credits: { '1K': 18, '2K': 18, '4K': 24 }, per: 'output' }],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  // The vendor takes eight.
  inputs: { min: 0, max: MAX_FILES_PER_TASK, pictures: { maxBytes: 30_000_000 } },
  expectedSeconds: 45,
});
