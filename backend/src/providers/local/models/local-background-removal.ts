import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { backgroundRemovalParameters } from '../../../pictures/operations/background-removal-parameters.ts';
import { defineModel } from '../../define-model.ts';

export default defineModel({
  slug: 'local-background-removal',
  vendorModel: 'background_removal',
  label: { en: 'Background removal (on this server)', 'zh-CN': '去除背景（本机）' },
  description: {
    en: 'Only the product: transparent, on white or on a color of your choice, cropped if you like.',
    'zh-CN': '只留商品：透明、白底或任选纯色，可按商品裁剪。',
  },
  outputType: 'image',
  functionTags: ['background-removal'],
  parameters: backgroundRemovalParameters,
  priceRule: { perInput: 1 },
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  outputCount: (_parameters, inputCount) => inputCount,
  deadlineMs: 10 * 60_000,
});
