import {
  externalErrorSchema,
  externalGenerationSchema,
  externalTaskSchema,
} from '@atelier/shared/contracts/external';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';
import { linkErrors } from './link-errors.ts';
import { repeatable, spendingErrors, uploadErrors } from './tasks.ts';

const common = {
  path: '/api/external/ai-generation',
  tag: 'other doors',
  access: 'key',
  failureFields: { error: externalErrorSchema },
} as const;

export const externalDocuments = [
  documentRoute({
    ...common,
    method: 'post',
    name: 'createExternalGeneration',
    summary: { en: 'Order from another product', 'zh-CN': '由其他系统下单' },
    details: {
      en: 'Takes an API key in `X-API-Key`. `model_slug` chooses the model, `input_images` are fetched and checked like uploads. Settings the model does not have are set aside and named in `ignoredParameters`.',
      'zh-CN':
        '使用 `X-API-Key` 中的 API 密钥。`model_slug` 指定模型；`input_images` 会被下载，并按上传文件的规则检查。模型没有的参数会被忽略，并在 `ignoredParameters` 中列出。',
    },
    request: { headers: repeatable, body: externalGenerationSchema },
    answer: { contentType: 'application/json', schema: externalTaskSchema },
    errors: [...uploadErrors, ...linkErrors, ...spendingErrors, 'not_found'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    name: 'readExternalGeneration',
    summary: { en: 'State and results of such an order', 'zh-CN': '查询此类订单的状态与结果' },
    request: { query: z.object({ taskId: z.string().max(80) }) },
    answer: { contentType: 'application/json', schema: externalTaskSchema },
    errors: ['not_found'],
  }),
];
