import { assetSchema } from '@atelier/shared/contracts/asset';
import { LOOSE_UPLOAD_DAYS, MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';
import { repeatable, uploadErrors } from './tasks.ts';

const common = { tag: 'files', access: 'user' } as const;

export const assetDocuments = [
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/assets',
    name: 'uploadAssets',
    summary: { en: 'Upload pictures to order with later', 'zh-CN': '上传图片，供之后的任务使用' },
    details: {
      en: `Use their ids as \`inputAssetIds\`, or for parameters whose control is \`asset\`. One that no order uses within ${LOOSE_UPLOAD_DAYS} days is removed.`,
      'zh-CN': `返回的编号可用于 \`inputAssetIds\`，或用于控件类型为 \`asset\` 的参数。${LOOSE_UPLOAD_DAYS} 天内未用于任何任务的文件会被删除。`,
    },
    request: {
      headers: z.object({
        'Idempotency-Key': repeatable.shape['Idempotency-Key'].meta({
          description: 'The same key and files give the same uploads again; nothing is stored twice.',
        }),
      }),
      form: z
        .object({ files: z.array(z.file()).min(1).max(MAX_FILES_PER_TASK) })
        .meta({ description: 'Files may also come under `files[]`.' }),
    },
    answer: { status: 201, data: z.array(assetSchema) },
    errors: [
      ...uploadErrors.filter((code) => code !== 'parameters_not_json'),
      'idempotency_key_invalid',
      'idempotency_key_reused',
      'input_not_found',
      'storage_full',
      'storage_failed',
    ],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/assets',
    name: 'readAssets',
    summary: { en: 'Some of my files, with fresh links', 'zh-CN': '按编号查看我的文件（附新链接）' },
    request: {
      query: z.object({
        ids: z
          .string()
          .meta({ description: 'Ids, separated by commas. Those that are not yours are left out.' }),
      }),
    },
    answer: { data: z.array(assetSchema) },
    errors: [],
  }),
];
