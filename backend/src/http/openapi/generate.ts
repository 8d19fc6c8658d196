import { generateSchema, generationSchema } from '@atelier/shared/contracts/generate-api';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';
import { repeatable, spendingErrors } from './tasks.ts';

const answer = {
  contentType: 'application/json',
  schema: generationSchema.extend({
    success: z.literal(true),
    message: z.string(),
    data: generationSchema,
  }),
} as const;

export const generateDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/generate',
    name: 'createGeneration',
    tag: 'other doors',
    access: 'user',
    summary: { en: 'A picture from words', 'zh-CN': '由文字生成图片' },
    details: {
      en: 'Returns at once with a `taskId`. The fields stand in the body and, as everywhere, in `data`.',
      'zh-CN': '立即返回 `taskId`。各字段同时位于响应体顶层和 `data` 中。',
    },
    request: { headers: repeatable, body: generateSchema },
    answer,
    errors: [...spendingErrors, 'files_missing', 'files_too_many'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/generate/status',
    name: 'getGeneration',
    tag: 'other doors',
    access: 'user',
    summary: { en: 'State and result of such a picture', 'zh-CN': '查询生成状态与结果' },
    request: { query: z.object({ taskId: z.string().max(80) }) },
    answer,
    errors: ['not_found'],
  }),
];
