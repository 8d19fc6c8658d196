import { FAILURE_SPANS, failuresSchema, healthSchema } from '@atelier/shared/contracts/operations';
import { MAX_SEARCHED_TASKS } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;

export const operationsDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/health',
    name: 'readHealth',
    summary: { en: 'How the installation stands', 'zh-CN': '系统运行状况' },
    answer: { data: healthSchema },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/failures',
    name: 'readFailures',
    summary: {
      en: 'What failed, by error, provider and model',
      'zh-CN': '按错误、服务商和模型汇总的失败任务',
    },
    details: {
      en: `Of the newest ${MAX_SEARCHED_TASKS} tasks that ended within the span; \`since\` says how far back that is.`,
      'zh-CN': `仅统计该时段内最近结束的 ${MAX_SEARCHED_TASKS} 个任务；\`since\` 为统计起点。`,
    },
    request: { query: z.object({ span: z.enum(FAILURE_SPANS).default('day') }) },
    answer: { data: failuresSchema },
    errors: [],
  }),
];
