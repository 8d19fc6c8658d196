import type { LocalizedText } from './locales.ts';

/** What a user should know about a task that went on all the same. `{subject}` is the parameter or result it is about. */
export const TASK_WARNINGS = {
  parameter_ignored: {
    en: 'The provider does not use the setting “{subject}”.',
    'zh-CN': '服务商未采用设置 “{subject}”。',
  },
  parameter_adjusted: {
    en: 'The provider changed the setting “{subject}” to one it supports.',
    'zh-CN': '服务商已将设置 “{subject}” 调整为其支持的值。',
  },
  result_filtered: {
    en: 'The provider withheld a result because of its content rules: {subject}',
    'zh-CN': '服务商因内容规则未返回其中一个结果：{subject}',
  },
} as const satisfies Record<string, LocalizedText>;

export type TaskWarningCode = keyof typeof TASK_WARNINGS;
