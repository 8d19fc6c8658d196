import {
  ownRetentionSchema,
  retentionOutcomeSchema,
  retentionPreviewSchema,
  retentionRuleSchema,
  setRetentionRuleSchema,
} from '@atelier/shared/contracts/retention';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const forOperators = { tag: 'operators', access: 'operator' } as const;

export const retentionDocuments = [
  documentRoute({
    method: 'get',
    path: '/api/retention',
    name: 'getOwnRetention',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'How long your tasks are kept', 'zh-CN': '查询本人任务的保留期限' },
    answer: { data: ownRetentionSchema },
    errors: [],
  }),
  documentRoute({
    ...forOperators,
    method: 'get',
    path: '/api/admin/retention',
    name: 'listRetentionRules',
    summary: { en: 'Rules of how long tasks are kept', 'zh-CN': '任务保留规则列表' },
    answer: { data: z.array(retentionRuleSchema) },
    errors: [],
  }),
  documentRoute({
    ...forOperators,
    method: 'put',
    path: '/api/admin/retention',
    name: 'setRetentionRule',
    summary: { en: 'Set such a rule', 'zh-CN': '设置保留规则' },
    details: {
      en: 'For all tasks, those of a recipe, of a user, or of a recipe of a user. The most specific rule that is about a task decides alone.',
      'zh-CN': '可针对全部任务、某个配方、某个用户，或某个用户的某个配方。对一个任务，仅最具体的规则生效。',
    },
    request: { body: setRetentionRuleSchema },
    answer: { data: retentionRuleSchema },
    errors: ['task_type_unknown', 'not_found'],
  }),
  documentRoute({
    ...forOperators,
    method: 'delete',
    path: '/api/admin/retention/{ruleId}',
    name: 'removeRetentionRule',
    summary: { en: 'Remove such a rule', 'zh-CN': '删除保留规则' },
    request: { path: z.object({ ruleId: z.string().max(80) }) },
    answer: { data: z.null() },
    errors: [],
  }),
  documentRoute({
    ...forOperators,
    method: 'get',
    path: '/api/admin/retention/preview',
    name: 'previewRetention',
    summary: { en: 'What the rules would erase now', 'zh-CN': '预览将被清理的内容' },
    answer: { data: retentionPreviewSchema },
    errors: [],
  }),
  documentRoute({
    ...forOperators,
    method: 'post',
    path: '/api/admin/retention/run',
    name: 'runRetention',
    summary: { en: 'Erase it now instead of within the hour', 'zh-CN': '立即清理（否则一小时内自动执行）' },
    details: {
      en: 'Files, what was asked and answered, and events go; the receipt stays. At most 500 tasks at once; `hasMore` says whether to call again.',
      'zh-CN': '文件、任务内容与事件将被删除，收据保留。每次最多 500 个任务，`hasMore` 表示是否还有剩余。',
    },
    answer: { data: retentionOutcomeSchema },
    errors: [],
  }),
];
