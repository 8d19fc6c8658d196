import {
  apiKeySchema,
  apiKeyUsageQuerySchema,
  apiKeyUsageSchema,
  createApiKeySchema,
  createdApiKeySchema,
  updateApiKeySchema,
} from '@atelier/shared/contracts/api-key';
import { MAX_IDEMPOTENCY_KEY_CHARACTERS } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'API keys', access: 'session' } as const;
const path = z.object({ id: z.string().max(80) });

export const apiKeyDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/keys',
    name: 'listApiKeys',
    summary: { en: 'My API keys, newest first', 'zh-CN': '我的 API 密钥（最新在前）' },
    details: {
      en: 'All keys that are not revoked, then the latest revoked ones.',
      'zh-CN': '先列出所有未吊销的密钥，然后是最近吊销的密钥。',
    },
    answer: { data: z.array(apiKeySchema) },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/keys',
    name: 'createApiKey',
    summary: { en: 'Make an API key', 'zh-CN': '创建 API 密钥' },
    details: {
      en: '`secret` is the key. It is shown in this answer only; the server keeps nothing but its hash. A repeat with the same Idempotency-Key makes no second key and shows `secret: null`: revoke that key and make another.',
      'zh-CN':
        '`secret` 即密钥本身，仅在本次响应中显示，服务器只保存其哈希值。使用相同的 Idempotency-Key 重复请求不会再次创建，`secret` 为 `null`：请吊销该密钥后重新创建。',
    },
    request: {
      headers: z.object({
        'Idempotency-Key': z
          .string()
          .regex(/^[\x21-\x7e]+$/)
          .max(MAX_IDEMPOTENCY_KEY_CHARACTERS)
          .optional(),
      }),
      body: createApiKeySchema,
    },
    answer: { status: 201, data: createdApiKeySchema },
    errors: ['api_keys_too_many', 'idempotency_key_invalid', 'idempotency_key_reused', 'server_busy'],
  }),
  documentRoute({
    ...common,
    method: 'patch',
    path: '/api/keys/{id}',
    name: 'updateApiKey',
    summary: { en: 'Change name, expiry or limits', 'zh-CN': '修改名称、有效期或限额' },
    request: { path, body: updateApiKeySchema },
    answer: { data: apiKeySchema },
    errors: ['not_found', 'api_key_not_changeable', 'server_busy'],
  }),
  documentRoute({
    ...common,
    method: 'delete',
    path: '/api/keys/{id}',
    name: 'revokeApiKey',
    summary: {
      en: 'Revoke an API key, at once and for good',
      'zh-CN': '吊销 API 密钥（立即生效，不可恢复）',
    },
    request: { path },
    answer: { data: apiKeySchema },
    errors: ['not_found', 'server_busy'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/keys/{id}/usage',
    name: 'readApiKeyUsage',
    summary: { en: 'What was used through a key, day by day', 'zh-CN': '密钥的每日用量' },
    request: { path, query: apiKeyUsageQuerySchema },
    answer: { data: apiKeyUsageSchema },
    errors: ['not_found'],
  }),
];
