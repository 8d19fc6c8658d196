import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'background_removal',
  label: { en: 'Background removal', 'zh-CN': '去除背景' },
  description: {
    en: 'Keeps the product; transparent, white or colored background.',
    'zh-CN': '只保留商品主体，背景可透明、白色或自选颜色。',
  },
  models: {
    first: ['local-background-removal'],
    withFunction: ['background-removal'],
    withoutFunction: ['product-cleaning'],
    needsInput: true,
  },
  prompt: {
    setting: 'background',
    wordsFor: () => 'Remove the background from the image, keeping only the main subject.',
    ignoresSetting: true,
  },
  order: 20,
});
