import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { colorEnhancementParameters } from '../../../pictures/operations/color-enhancement-parameters.ts';
import { defineModel } from '../../define-model.ts';

export default defineModel({
  slug: 'local-color-enhancement',
  vendorModel: 'color_enhancement',
  label: { en: 'Color enhancement (on this server)', 'zh-CN': '色彩增强（本机）' },
  description: {
    en: 'Levels, white balance or mood, measured from the picture itself. Nothing in it is moved or redrawn.',
    'zh-CN': '依据画面自身调整色阶、白平衡或氛围，不移动、不重绘任何内容。',
  },
  outputType: 'image',
  functionTags: ['color-enhancement'],
  parameters: colorEnhancementParameters,
  priceRule: { perInput: 1 },
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  outputCount: (_parameters, inputCount) => inputCount,
  deadlineMs: 10 * 60_000,
});
