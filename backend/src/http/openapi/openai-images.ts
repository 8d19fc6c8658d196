import {
  openAiEditSchema,
  openAiErrorSchema,
  openAiGenerationSchema,
  openAiImagesSchema,
  openAiModelListSchema,
  openAiModelSchema,
} from '@atelier/shared/contracts/openai-images';
import type { ErrorCode } from '@atelier/shared/errors';
import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { TASK_FAILURES } from '@atelier/shared/task-failures';
import { z } from 'zod';
import { openAiCodeOf, openAiStatusOf } from '../doors/openai-failures.ts';
import { documentRoute, type FailureForm } from './document-route.ts';
import { repeatable, spendingErrors, uploadErrors } from './tasks.ts';

const failureForm: FailureForm = {
  statusOf: openAiStatusOf,
  schemaOf: ([first, ...others]) =>
    z.object({
      error: openAiErrorSchema.extend({
        code: z.enum([...new Set([openAiCodeOf(first), ...others.map(openAiCodeOf)])]),
      }),
    }),
};
const common = { tag: 'other doors', access: 'key', failureForm } as const;

/** The answer waits for the task, so what can become of one is an answer too. */
const TASK_ENDS = Object.keys(TASK_FAILURES).filter(
  (code) => !/^(?:webhook|provider_(?:not_testable|key_needed)$)/.test(code),
) as ErrorCode[];

const eventSchema = z.object({
  type: z.enum(['image_generation.completed', 'image_edit.completed']),
  created_at: z.int(),
  ...openAiImagesSchema.omit({ created: true, data: true }).shape,
  b64_json: z.base64().optional(),
  url: z.string().optional(),
});
const pictures = { contentType: 'application/json', schema: openAiImagesSchema, eventSchema } as const;
const edit = openAiEditSchema
  .extend({
    image: z.array(z.file()).max(MAX_FILES_PER_TASK).optional(),
    'image[]': z.array(z.file()).max(MAX_FILES_PER_TASK).optional(),
    mask: z.file().optional(),
  })
  .meta({ description: 'Pictures come under `image` or `image[]`, together at most five; at least one.' });

export const openAiImageDocuments = [
  documentRoute({
    ...common,
    method: 'post',
    path: '/v1/images/generations',
    name: 'createOpenAiImage',
    summary: {
      en: 'Pictures from a prompt, as OpenAI clients ask',
      'zh-CN': '按 OpenAI 格式由提示词生成图片',
    },
    details: {
      en: 'Waits for the result. From 45 seconds on the answer begins with white space, and its status is 200 whatever happens: then look for `error` in the body. With `stream` the pictures come as server-sent events. `X-Task-Id` names the task.',
      'zh-CN':
        '请求会一直等待结果。超过 45 秒后，响应以空白字符开始，状态码固定为 200，失败原因请看响应中的 `error`。使用 `stream` 时，图片以服务器推送事件返回。`X-Task-Id` 为任务编号。',
    },
    request: { headers: repeatable, body: openAiGenerationSchema },
    answer: pictures,
    errors: [...spendingErrors, ...TASK_ENDS, 'not_found', 'files_missing', 'files_too_many'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/v1/images/edits',
    name: 'editOpenAiImage',
    summary: { en: 'Pictures from pictures, as OpenAI clients ask', 'zh-CN': '按 OpenAI 格式编辑图片' },
    request: { headers: repeatable, form: edit },
    answer: pictures,
    errors: [...uploadErrors, ...spendingErrors, ...TASK_ENDS, 'not_found', 'body_too_large'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/v1/models',
    name: 'listOpenAiModels',
    summary: { en: 'Models that make pictures', 'zh-CN': '可生成图片的模型' },
    answer: { contentType: 'application/json', schema: openAiModelListSchema },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/v1/models/{id}',
    name: 'readOpenAiModel',
    summary: { en: 'One of these models', 'zh-CN': '查询单个图片模型' },
    request: { path: z.object({ id: z.string().max(100) }) },
    answer: { contentType: 'application/json', schema: openAiModelSchema },
    errors: ['model_unknown'],
  }),
];
