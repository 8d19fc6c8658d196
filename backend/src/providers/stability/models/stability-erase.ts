import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField } from '../../parameter-fields.ts';
import { defineStabilityModel, STABILITY_PICTURES, stabilitySeed } from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-erase',
  vendorModel: 'erase',
  vendor: {
    path: '/edit/erase',
    mode: 'sync',
    fields: { growMask: 'grow_mask', seed: 'seed', outputFormat: 'output_format' },
  },
  label: { en: 'Erase', 'zh-CN': '擦除' },
  description: {
    en: 'Removes what the mask covers.',
    'zh-CN': '擦除蒙版覆盖的物体。',
  },
  functionTags: ['image-editing'],
  parameters: z.strictObject({
    mask: field(z.string().max(80).optional(), {
      control: 'asset',
      label: { en: 'Mask', 'zh-CN': '蒙版' },
      help: {
        en: 'White may change, black stays. Without one, transparent parts of the picture may change.',
        'zh-CN': '白色区域可修改，黑色保留；不提供时使用图片的透明区域。',
      },
    }),
    growMask: field(z.int().min(0).max(20).default(5), {
      control: 'slider',
      step: 1,
      unit: 'px',
      label: { en: 'Widen the mask', 'zh-CN': '蒙版扩张' },
    }),
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 5,
  inputs: { min: 1, max: 1, pictures: STABILITY_PICTURES },
  expectedSeconds: 10,
});
