import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'model_pose12',
  label: { en: 'Twelve poses', 'zh-CN': '十二姿势' },
  description: {
    en: 'One picture of a garment becomes twelve pictures of a model wearing it.',
    'zh-CN': '一张服装图，生成十二张模特上身图。',
  },
  models: ['runninghub-pose12'],
  needsMembership: true,
  order: 50,
});
