import {
  createdWebhookSchema,
  createWebhookSchema,
  updateWebhookSchema,
  webhookDeliveryDetailsSchema,
  webhookDeliverySchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '@atelier/shared/contracts/webhook';
import { DEFAULT_PAGE_SIZE, MAX_IDEMPOTENCY_KEY_CHARACTERS, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { DELIVERY_STATES } from '@atelier/shared/webhook-events';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const keyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(MAX_IDEMPOTENCY_KEY_CHARACTERS)
    .optional()
    .meta({ description: 'The same key and request give the same webhook again, without its secret.' }),
});

const common = { tag: 'webhooks', access: 'user' } as const;
const endpointPath = z.object({ id: z.string().max(80) });
const deliveryPath = endpointPath.extend({ deliveryId: z.string().max(80) });

export const webhookDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/webhooks',
    name: 'listWebhooks',
    summary: { en: 'My webhooks, oldest first', 'zh-CN': '我的 Webhook（最早的在前）' },
    answer: { data: z.array(webhookSchema) },
    errors: [],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'post',
    path: '/api/webhooks',
    name: 'createWebhook',
    summary: { en: 'Have an address told of events', 'zh-CN': '添加接收事件通知的地址' },
    details: {
      en: 'The answer shows the signing secret, and no later one does. Deliveries are signed as Standard Webhooks describes, arrive at least once and in any order; verify the signature and remember `webhook-id`. A repeat with the same Idempotency-Key adds no second address and shows `secret: null`: rotate the secret to get one.',
      'zh-CN':
        '签名密钥仅在本次响应中显示。消息按 Standard Webhooks 规范签名，至少送达一次，不保证顺序；请校验签名并按 `webhook-id` 去重。使用相同的 Idempotency-Key 重复请求不会再次添加，`secret` 为 `null`，需要密钥时请轮换。',
    },
    request: { headers: keyHeader, body: createWebhookSchema },
    answer: { status: 201, data: createdWebhookSchema },
    errors: [
      'url_refused',
      'webhooks_too_many',
      'webhook_url_taken',
      'idempotency_key_invalid',
      'idempotency_key_reused',
      'not_found',
    ],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/webhooks/{id}',
    name: 'readWebhook',
    summary: { en: 'One webhook', 'zh-CN': '单个 Webhook' },
    request: { path: endpointPath },
    answer: { data: webhookSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'patch',
    path: '/api/webhooks/{id}',
    name: 'updateWebhook',
    summary: {
      en: 'Change its address, description or events, or switch it on or off',
      'zh-CN': '修改地址、说明或事件，或启用、停用',
    },
    details: {
      en: 'What is not named stays. Switching off ends what still waits to be delivered.',
      'zh-CN': '未提供的字段保持不变。停用后，尚未送达的消息不再发送。',
    },
    request: { path: endpointPath, body: updateWebhookSchema },
    answer: { data: webhookSchema },
    errors: ['not_found', 'url_refused', 'webhook_url_taken'],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'delete',
    path: '/api/webhooks/{id}',
    name: 'deleteWebhook',
    summary: { en: 'Delete a webhook with its log', 'zh-CN': '删除 Webhook 及其投递记录' },
    request: { path: endpointPath },
    answer: { data: z.null() },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'post',
    path: '/api/webhooks/{id}/rotate-secret',
    name: 'rotateWebhookSecret',
    summary: { en: 'Give it a new secret', 'zh-CN': '更换签名密钥' },
    details: {
      en: 'For 24 hours deliveries carry a signature with each of the two secrets. A secret before those ends at once.',
      'zh-CN': '24 小时内，消息会同时带有新旧两个密钥的签名；更早的密钥立即失效。',
    },
    request: { path: endpointPath },
    answer: { data: webhookWithSecretSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'post',
    path: '/api/webhooks/{id}/test',
    name: 'testWebhook',
    summary: { en: 'Send a test message, once', 'zh-CN': '发送一条测试消息（不重试）' },
    details: {
      en: 'Of type `webhook.test`, whatever the filter says, also when the webhook is off. Read the delivery to see how it went.',
      'zh-CN': '类型为 `webhook.test`，不受事件筛选和启用状态影响。读取该投递记录即可查看结果。',
    },
    request: { path: endpointPath },
    answer: { status: 201, data: webhookDeliverySchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/webhooks/{id}/deliveries',
    name: 'listWebhookDeliveries',
    summary: {
      en: 'What it was told in the last 30 days, newest first',
      'zh-CN': '最近 30 天的投递记录（最新在前）',
    },
    request: {
      path: endpointPath,
      query: z.object({
        limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
        offset: z.int().min(0).default(0),
        state: z.enum(DELIVERY_STATES).optional(),
      }),
    },
    answer: { data: z.array(webhookDeliverySchema), isPaged: true },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/webhooks/{id}/deliveries/{deliveryId}',
    name: 'readWebhookDelivery',
    summary: { en: 'One delivery with its body and attempts', 'zh-CN': '单条投递记录，含内容与每次尝试' },
    request: { path: deliveryPath },
    answer: { data: webhookDeliveryDetailsSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    access: 'session',
    method: 'post',
    path: '/api/webhooks/{id}/deliveries/{deliveryId}/redeliver',
    name: 'redeliverWebhook',
    summary: { en: 'Send it again, now', 'zh-CN': '立即重新投递' },
    details: {
      en: 'With the same `webhook-id` and body, and again with all attempts.',
      'zh-CN': '使用相同的 `webhook-id` 和内容，并重新开始全部重试。',
    },
    request: { path: deliveryPath },
    answer: { data: webhookDeliverySchema },
    errors: ['not_found', 'webhook_off'],
  }),
];
