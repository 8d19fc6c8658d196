import {
  addBatchFilesSchema,
  batchFilesSchema,
  batchItemSchema,
  batchRetrySchema,
  batchSchema,
  createBatchSchema,
  listBatchesSchema,
  listBatchItemsSchema,
} from '@atelier/shared/contracts/batch';
import type { ErrorCode } from '@atelier/shared/errors';
import {
  MAX_FILES_PER_BATCH,
  MAX_FILES_PER_TASK,
  MAX_IDEMPOTENCY_KEY_CHARACTERS,
} from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute, fileLanguageQuery } from './document-route.ts';
import { ARCHIVE_LINKS } from './tasks.ts';

const batchPath = z.object({ id: z.string().max(80) });

const repeatable = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(MAX_IDEMPOTENCY_KEY_CHARACTERS)
    .optional()
    .meta({ description: 'The same key and request give the same answer again; nothing is charged twice.' }),
});

const addFilesForm = z.object({
  files: z.array(z.file()).min(1).max(MAX_FILES_PER_TASK),
  positions: z.string().meta({
    description:
      'JSON text of an array: the place of each file in the batch, from 0, in the order of the files. Files may also come under `files[]`.',
  }),
});

const orderErrors: readonly ErrorCode[] = [
  'task_type_unknown',
  'model_unknown',
  'model_unavailable',
  'parameters_invalid',
  'files_missing',
  'files_too_many',
  'membership_required',
  'price_changed',
];
const keyErrors: readonly ErrorCode[] = ['idempotency_key_invalid', 'idempotency_key_reused', 'server_busy'];

export const batchDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/batches',
    name: 'createBatch',
    tag: 'batches',
    access: 'user',
    summary: {
      en: `Start a batch: up to ${MAX_FILES_PER_BATCH} pictures, one recipe, a limit on the credits`,
      'zh-CN': `创建批次：最多 ${MAX_FILES_PER_BATCH} 张图片、同一配方，并约定积分上限`,
    },
    details: {
      en: 'Announces the pictures; each becomes a task of its own as soon as it is here. Pictures that are stored already are named in `inputAssetIds` and start at once; the bytes of `files` are sent to `/api/batches/{id}/files` afterwards, in pieces and in any order. All tasks together never cost more than `maxCredits`; what the limit or the balance does not cover is answered as refused, with both figures.',
      'zh-CN':
        '先登记图片，每张图片到达后立即成为独立任务。已存储的图片写在 `inputAssetIds` 中并立即开始；`files` 的内容随后分批、按任意顺序上传到 `/api/batches/{id}/files`。所有任务的总费用绝不超过 `maxCredits`；超出上限或余额的图片会被拒绝，并给出相应数字。',
    },
    request: { headers: repeatable, body: createBatchSchema },
    answer: { status: 201, data: batchFilesSchema },
    errors: [
      ...orderErrors,
      ...keyErrors,
      'batch_cap_reached',
      'credits_insufficient',
      'input_not_found',
      'not_found',
    ],
  }),
  documentRoute({
    method: 'get',
    path: '/api/batches',
    name: 'listBatches',
    tag: 'batches',
    access: 'user',
    summary: { en: 'My batches, newest first', 'zh-CN': '我的批次（最新在前）' },
    request: { query: listBatchesSchema },
    answer: { data: z.array(batchSchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/batches/{id}',
    name: 'readBatch',
    tag: 'batches',
    access: 'user',
    summary: { en: 'One batch: counts, progress, credits', 'zh-CN': '单个批次：数量、进度与积分' },
    request: { path: batchPath },
    answer: { data: batchSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/batches/{id}/items',
    name: 'listBatchItems',
    tag: 'batches',
    access: 'user',
    summary: { en: 'The pictures of a batch in their order', 'zh-CN': '批次中的图片（按顺序）' },
    request: { path: batchPath, query: listBatchItemsSchema },
    answer: { data: z.array(batchItemSchema), isPaged: true },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/batches/{id}/files',
    name: 'addBatchFiles',
    tag: 'batches',
    access: 'user',
    summary: { en: 'Send pictures into their places', 'zh-CN': '上传批次中的图片' },
    details: {
      en: `Up to ${MAX_FILES_PER_TASK} files a request. Each picture is judged by itself, so a damaged one does not hold up the others; a place that was refused may be sent again. The same picture in the same place changes nothing, so every request may be repeated, with a key or without. Stored pictures are named by id in the JSON form.`,
      'zh-CN': `每次最多 ${MAX_FILES_PER_TASK} 个文件。图片逐张校验，损坏的一张不会影响其他图片；被拒绝的位置可以重新上传。同一位置重复上传同一图片不会产生任何变化，因此无论是否带 Idempotency-Key 都可以放心重试。JSON 形式可引用已存储的图片。`,
    },
    request: { path: batchPath, headers: repeatable, body: addBatchFilesSchema, form: addFilesForm },
    answer: { data: batchFilesSchema },
    errors: [
      ...orderErrors,
      ...keyErrors,
      'multipart_malformed',
      'file_too_large',
      'batch_closed',
      'input_not_found',
      'not_found',
      'storage_full',
      'storage_failed',
    ],
  }),
  documentRoute({
    method: 'post',
    path: '/api/batches/{id}/close',
    name: 'closeBatch',
    tag: 'batches',
    access: 'user',
    summary: { en: 'Go on without the missing pictures', 'zh-CN': '不再等待缺少的图片' },
    request: { path: batchPath },
    answer: { data: batchSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/batches/{id}/cancel',
    name: 'cancelBatch',
    tag: 'batches',
    access: 'user',
    summary: {
      en: 'Cancel what still runs; its credits come back',
      'zh-CN': '取消未完成的任务并退还积分',
    },
    request: { path: batchPath },
    answer: { data: batchSchema },
    errors: ['not_found', 'server_busy'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/batches/{id}/retry',
    name: 'retryBatch',
    tag: 'batches',
    access: 'user',
    summary: { en: 'Try the failed pictures again', 'zh-CN': '重试失败的图片' },
    details: {
      en: 'Costs the price of each again: the failed attempts were refunded. Failed tasks that are not started again are listed with the reason.',
      'zh-CN': '每张图片将再次收费：失败的那次已退还积分。未重新开始的任务会列出原因。',
    },
    request: { path: batchPath, headers: repeatable },
    answer: { data: batchRetrySchema },
    errors: ['not_found', 'model_unavailable', 'model_unknown', 'membership_required', ...keyErrors],
  }),
  documentRoute({
    method: 'delete',
    path: '/api/batches/{id}',
    name: 'deleteBatch',
    tag: 'batches',
    access: 'user',
    summary: { en: 'Delete a batch with its pictures and results', 'zh-CN': '删除批次及其图片和结果' },
    request: { path: batchPath },
    answer: { data: z.null() },
    errors: ['not_found', 'batch_not_ended'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/batches/{id}/archive',
    name: 'downloadBatch',
    tag: 'batches',
    access: 'user',
    summary: {
      en: 'Results under their pictures’ names and a manifest, as a zip file',
      'zh-CN': '下载结果压缩包（保留原文件名，附清单）',
    },
    details: ARCHIVE_LINKS,
    request: { path: batchPath, query: fileLanguageQuery },
    answer: { contentType: 'application/zip', schema: z.file() },
    errors: ['not_found', 'storage_failed'],
  }),
];
