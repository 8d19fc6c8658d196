import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineKieModel } from '../define-kie-model.ts';

/** A result beyond 8K would cost more than the price, and could not be kept. */
const LONG_SIDE = { '1': 3840, '2': 3840, '4': 1920 };

export default defineKieModel({
  slug: 'kie-topaz-image-upscale',
  vendorModel: 'topaz/image-upscale',
  vendor: {
    family: 'jobs',
    fields: { factor: 'upscale_factor' },
    pictures: { field: 'image_url' },
  },
  label: { en: 'Topaz upscale (Kie.ai)', 'zh-CN': 'Topaz 放大（Kie.ai）' },
  description: {
    en: 'Enlarges a picture and brings back its detail, up to 7680 pixels a side; larger input is scaled down first.',
    'zh-CN': '放大图片并还原细节，最长边不超过 7680 像素；过大的输入会先缩小。',
  },
  outputType: 'image',
  functionTags: ['upscale'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    factor: field(z.enum(['2', '1', '4']).default('2'), {
      control: 'segmented',
      label: { en: 'Enlargement', 'zh-CN': '放大倍数' },
      options: {
        '2': { en: '2×', 'zh-CN': '2 倍' },
        '1': { en: '1×, sharper', 'zh-CN': '1 倍（仅增强）' },
        '4': { en: '4×', 'zh-CN': '4 倍' },
      },
    }),
  }),
  // The vendor bills by the result's size (10 to 2K, 20 to 4K, 40 to 8K), which is not known before: the largest that the
  // input's side allows counts.
  cost: {
    byParameter: [{ parameter: 'factor', credits: { '1': 20, '2': 40, '4': 40 }, per: 'output' }],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  inputs: {
    min: 1,
    max: 1,
    pictures: ({ factor }) => ({ maxSide: LONG_SIDE[factor as keyof typeof LONG_SIDE] }),
  },
  expectedSeconds: 60,
});
