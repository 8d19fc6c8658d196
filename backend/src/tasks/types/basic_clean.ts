import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'basic_clean',
  label: { en: 'Basic clean', 'zh-CN': '基础修图' },
  description: {
    en: 'Cut-out, pure white background and an enhanced version in one go.',
    'zh-CN': '一次得到抠图、纯白底图和智能增强图。',
  },
  models: ['local-basic-clean'],
  order: 10,
});
