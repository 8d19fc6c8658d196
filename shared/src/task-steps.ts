import type { LocalizedText } from './locales.ts';

/** What a running task can be busy with, as shown beside its bar. */
export const TASK_STEPS = {
  queued: { en: 'Waiting in line', 'zh-CN': '排队中' },
  paused: { en: 'The operator has paused this line', 'zh-CN': '管理员已暂停该队列' },
  submitting: { en: 'Starting', 'zh-CN': '正在启动' },
  waiting: { en: 'The provider is working', 'zh-CN': '服务商处理中' },
  reading: { en: 'Opening the picture', 'zh-CN': '读取图片' },
  detecting: { en: 'Finding the product', 'zh-CN': '识别商品' },
  refining: { en: 'Refining the edges', 'zh-CN': '精修边缘' },
  compositing: { en: 'Placing it on white', 'zh-CN': '合成白底' },
  enhancing: { en: 'Enhancing', 'zh-CN': '智能增强' },
  styling: { en: 'Applying the style', 'zh-CN': '应用风格' },
  encoding: { en: 'Writing the result', 'zh-CN': '生成结果' },
  storing: { en: 'Storing the results', 'zh-CN': '保存结果' },
} as const satisfies Record<string, LocalizedText>;

export type TaskStep = keyof typeof TASK_STEPS;

export function isTaskStep(value: string): value is TaskStep {
  return Object.hasOwn(TASK_STEPS, value);
}
