import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { styleTransferParameters } from '../../../pictures/operations/style-transfer-parameters.ts';
import { defineModel } from '../../define-model.ts';

export default defineModel({
  slug: 'local-style-transfer',
  vendorModel: 'style_transfer',
  label: { en: 'Style transfer (on this server)', 'zh-CN': '风格转换（本机）' },
  description: {
    en: 'Six hand-made looks, from pencil sketch to comic. Pictures above 16 megapixels are made smaller.',
    'zh-CN': '六种手工调制的风格，从铅笔素描到漫画。超过 1600 万像素的图片会先缩小。',
  },
  outputType: 'image',
  functionTags: ['style-transfer'],
  parameters: styleTransferParameters,
  priceRule: { perInput: 2 },
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  outputCount: (_parameters, inputCount) => inputCount,
  deadlineMs: 10 * 60_000,
});
