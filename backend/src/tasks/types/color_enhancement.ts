import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'color_enhancement',
  label: { en: 'Color enhancement', 'zh-CN': '色彩增强' },
  description: {
    en: 'Levels, white balance and tone, without touching the scene.',
    'zh-CN': '调整色阶、白平衡和色调，不改变画面内容。',
  },
  models: { first: ['local-color-enhancement'], withFunction: ['color-enhancement'], needsInput: true },
  prompt: {
    setting: 'enhancement',
    wordsFor: (enhancement = 'natural') => `Enhance the colors in the image with ${enhancement} effect.`,
    ownSetting: { name: 'mode', values: { natural: 'auto_levels', auto: 'auto_levels' } },
  },
  order: 30,
});
