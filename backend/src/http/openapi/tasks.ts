import { receiptSchema } from '@atelier/shared/contracts/credit';
import {
  createTaskSchema,
  listTasksSchema,
  taskSchema,
  taskStatusSchema,
} from '@atelier/shared/contracts/task';
import type { ErrorCode } from '@atelier/shared/errors';
import {
  MAX_COUNTED_TASKS,
  MAX_FILES_PER_TASK,
  MAX_IDEMPOTENCY_KEY_CHARACTERS,
  MAX_TASKS_PER_ARCHIVE,
} from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute, fileLanguageQuery } from './document-route.ts';

const taskPath = z.object({ id: z.string().max(80) });

/** For every route that makes or changes tasks. */
export const repeatable = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(MAX_IDEMPOTENCY_KEY_CHARACTERS)
    .optional()
    .meta({ description: 'The same key and request give the same task again; nothing is charged twice.' }),
});

/** What the archives do with results that are not stored here. */
export const ARCHIVE_LINKS = {
  en: 'Results that were left with the provider are listed with their links in `links.txt`, also when there are no others.',
  'zh-CN': '保留在服务商处的结果，其链接列在 `links.txt` 中；没有其他结果时压缩包内只有该文件。',
} as const;

const createTaskForm = createTaskSchema
  .omit({ inputAssetIds: true, parameters: true })
  .extend({ files: z.array(z.file()).min(1).max(MAX_FILES_PER_TASK), parameters: z.string().optional() })
  .meta({ description: '`parameters` is the JSON text of an object. Files may also come under `files[]`.' });

/** Why a file that was sent may be refused. */
export const uploadErrors: readonly ErrorCode[] = [
  'multipart_malformed',
  'parameters_not_json',
  'files_missing',
  'files_too_many',
  'file_too_large',
  'file_empty',
  'file_type_unsupported',
  'file_damaged',
  'picture_too_many_pixels',
  'picture_too_small',
  'picture_too_narrow',
  'mask_size_differs',
  'picture_animated',
];
export const spendingErrors: readonly ErrorCode[] = [
  'task_type_unknown',
  'model_unknown',
  'model_retired',
  'model_not_available',
  'task_not_continuable',
  'model_unavailable',
  'input_not_found',
  'inputs_not_public',
  'parameters_invalid',
  'membership_required',
  'price_changed',
  'credits_insufficient',
  'api_key_credits_limited',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'task_deleted',
  'server_busy',
  'storage_full',
  'storage_failed',
];

export const taskDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/tasks',
    name: 'createTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Start a task', 'zh-CN': '创建任务' },
    details: {
      en: 'Pictures come with the form, or by id from earlier uploads in the JSON form. The server sets the price; `expectedPrice` only serves to refuse a different one. `credits` means the same for older clients.',
      'zh-CN':
        '图片随表单上传，或在 JSON 形式中引用已上传图片的编号。价格由服务器决定；`expectedPrice` 仅用于在价格不符时拒绝；`credits` 是它的旧名称，含义相同。',
    },
    request: { headers: repeatable, body: createTaskSchema, form: createTaskForm },
    answer: { status: 201, data: taskSchema },
    errors: [...uploadErrors, ...spendingErrors, 'not_found'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks',
    name: 'listTasks',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'My tasks, newest first', 'zh-CN': '我的任务（最新在前）' },
    details: {
      en: `Lists are counted up to ${MAX_COUNTED_TASKS}; of a longer one \`total\` is ${MAX_COUNTED_TASKS} and \`totalIsCapped\` is true. Read on with \`cursor\` until \`hasMore\` is false.`,
      'zh-CN': `列表最多计数到 ${MAX_COUNTED_TASKS}；超出时 \`total\` 为 ${MAX_COUNTED_TASKS}，且 \`totalIsCapped\` 为 true。用 \`cursor\` 继续翻页，直到 \`hasMore\` 为 false。`,
    },
    request: { query: listTasksSchema },
    answer: { data: z.array(taskSchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks/archive',
    name: 'downloadTasks',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Results of several tasks as one zip file', 'zh-CN': '将多个任务的结果打包为 zip 下载' },
    details: ARCHIVE_LINKS,
    request: {
      query: fileLanguageQuery.extend({
        ids: z
          .string()
          .meta({ description: `Up to ${MAX_TASKS_PER_ARCHIVE} task ids, separated by commas.` }),
        newestOnly: z.enum(['true', 'false']).optional().meta({
          description: 'Of results in the same role from the same picture, only those of the newest task.',
        }),
      }),
    },
    answer: { contentType: 'application/zip', schema: z.file() },
    errors: ['not_found', 'task_has_no_results', 'storage_failed'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks/{id}',
    name: 'readTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'One task', 'zh-CN': '单个任务' },
    request: { path: taskPath },
    answer: { data: taskSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'delete',
    path: '/api/tasks/{id}',
    name: 'deleteTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Delete an ended task and its results', 'zh-CN': '删除已结束的任务及其结果' },
    request: { path: taskPath },
    answer: { data: z.null() },
    errors: ['not_found', 'task_not_ended'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks/{id}/status',
    name: 'readTaskStatus',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'State and progress of a task', 'zh-CN': '任务的状态与进度' },
    request: { path: taskPath },
    answer: { data: taskStatusSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks/{id}/receipt',
    name: 'readTaskReceipt',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'What a task has cost, entry by entry', 'zh-CN': '任务的积分收据' },
    request: { path: taskPath },
    answer: { data: receiptSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/tasks/{id}/archive',
    name: 'downloadTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Results of a task as a zip file', 'zh-CN': '将任务结果打包为 zip 下载' },
    details: ARCHIVE_LINKS,
    request: { path: taskPath, query: fileLanguageQuery },
    answer: { contentType: 'application/zip', schema: z.file() },
    errors: ['not_found', 'task_has_no_results', 'storage_failed'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/tasks/{id}/retry',
    name: 'retryTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Try a failed task again', 'zh-CN': '重试失败的任务' },
    details: {
      en: 'Costs the price again: the failed attempt was refunded.',
      'zh-CN': '将再次收费：失败的那次已退还积分。',
    },
    request: { path: taskPath, headers: repeatable },
    answer: { data: taskSchema },
    errors: [
      'not_found',
      'task_not_retryable',
      'task_retries_exhausted',
      'task_type_unknown',
      'model_unknown',
      'model_retired',
      'model_not_available',
      'model_unavailable',
      'parameters_invalid',
      'membership_required',
      'credits_insufficient',
      'api_key_credits_limited',
      'idempotency_key_invalid',
      'idempotency_key_reused',
      'server_busy',
    ],
  }),
  documentRoute({
    method: 'post',
    path: '/api/tasks/{id}/cancel',
    name: 'cancelTask',
    tag: 'tasks',
    access: 'user',
    summary: { en: 'Cancel a task; its credits come back', 'zh-CN': '取消任务并退还积分' },
    request: { path: taskPath },
    answer: { data: taskSchema },
    errors: ['not_found', 'task_not_cancelable'],
  }),
];
