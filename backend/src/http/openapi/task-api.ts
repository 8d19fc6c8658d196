import { fieldProblemSchema } from '@atelier/shared/contracts/envelope';
import {
  taskApiCreatedSchema,
  taskApiCreateSchema,
  taskApiListSchema,
  taskApiPageSchema,
  taskApiStatusSchema,
  taskApiTaskSchema,
} from '@atelier/shared/contracts/task-api';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import { MAX_COUNTED_TASKS } from '@atelier/shared/limits';
import { z } from 'zod';
import { taskApiCodeOf } from '../doors/task-api-words.ts';
import { documentRoute } from './document-route.ts';
import { linkErrors } from './link-errors.ts';
import { repeatable, spendingErrors, uploadErrors } from './tasks.ts';

const common = {
  tag: 'other doors',
  // The documented numbers stand where other doors have their code, which is beside it here.
  failureForm: {
    statusOf: (code: ErrorCode) => ERRORS[code].status,
    schemaOf: (codes: readonly [ErrorCode, ...ErrorCode[]]) =>
      z.object({
        success: z.literal(false),
        data: z.null(),
        message: z.string(),
        code: z.literal([...new Set(codes.map(taskApiCodeOf))]),
        errorCode: z.enum(codes),
        errors: z.array(fieldProblemSchema).optional(),
        details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
  },
} as const;
const taskPath = z.object({ taskId: z.string().max(80) });

export const taskApiDocuments = [
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/task/create',
    name: 'createApiTask',
    access: 'user',
    summary: { en: 'Order by the address of one picture', 'zh-CN': '通过图片地址下单' },
    details: {
      en: 'For members. The picture is fetched and checked like an upload. In failures `code` is a number of this API (4001, 4003, 4004, 1002, 1003, 1004, or the HTTP status) and `errorCode` the stable name.',
      'zh-CN':
        '仅限会员。图片会被下载，并按上传文件的规则检查。出错时 `code` 为本接口的数字错误码（4001、4003、4004、1002、1003、1004，或 HTTP 状态码），`errorCode` 为固定名称。',
    },
    request: { headers: repeatable, body: taskApiCreateSchema },
    answer: { data: taskApiCreatedSchema },
    errors: [...uploadErrors, ...linkErrors, ...spendingErrors],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/task/list',
    name: 'listApiTasks',
    access: 'user',
    summary: { en: 'Your tasks, newest first', 'zh-CN': '任务列表（由新到旧）' },
    details: {
      en: `Lists are counted up to ${MAX_COUNTED_TASKS}; of a longer one \`total\` is ${MAX_COUNTED_TASKS} and \`totalIsCapped\` is true. To read all of it, raise \`offset\` by \`limit\` until \`hasMore\` is false.`,
      'zh-CN': `列表最多计数到 ${MAX_COUNTED_TASKS}；超出时 \`total\` 为 ${MAX_COUNTED_TASKS}，且 \`totalIsCapped\` 为 true。要读取全部，请每次将 \`offset\` 增加 \`limit\`，直到 \`hasMore\` 为 false。`,
    },
    request: { query: taskApiListSchema },
    answer: { data: taskApiPageSchema },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/task/{taskId}',
    name: 'getApiTask',
    access: 'user',
    summary: { en: 'State and results of one task', 'zh-CN': '查询任务状态与结果' },
    request: { path: taskPath },
    answer: { data: taskApiTaskSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'put',
    path: '/api/task/{taskId}/status',
    name: 'setApiTaskStatus',
    access: 'service',
    summary: { en: 'What became of a task, said by a service', 'zh-CN': '内部服务更新任务状态' },
    details: {
      en: 'Needs SERVICE_TOKEN as bearer token. `success` fetches the results, keeps them and charges the task; `failed` ends it and returns its credits; `pending` and `processing` only confirm. Every update may be repeated.',
      'zh-CN':
        '须以 Bearer 令牌提供 SERVICE_TOKEN。`success` 会下载并保存结果、结算任务；`failed` 会结束任务并退回积分；`pending` 和 `processing` 仅作确认。可重复调用。',
    },
    request: { path: taskPath, body: taskApiStatusSchema },
    answer: { data: z.null() },
    errors: [
      'sign_in_required',
      'service_required',
      'not_found',
      'task_status_refused',
      'model_unavailable',
      'result_not_media',
      ...linkErrors,
      ...uploadErrors,
    ],
  }),
];
