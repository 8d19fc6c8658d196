import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'style_transfer',
  label: { en: 'Style transfer', 'zh-CN': '风格转换' },
  description: {
    en: 'Turns the photo into a sketch, a watercolor, a poster and more.',
    'zh-CN': '把照片变成素描、水彩、海报等风格。',
  },
  models: { first: ['local-style-transfer'], withFunction: ['style-transfer'], needsInput: true },
  prompt: {
    setting: 'style',
    wordsFor: (style = 'artistic') =>
      `Transform the image with ${style} style, maintaining the original composition and subject.`,
  },
  order: 40,
});
