import { webhookPayloadSchema } from '@atelier/shared/contracts/webhook';
import type { Locale, LocalizedText } from '@atelier/shared/locales';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';

const SUMMARY: LocalizedText = {
  en: 'What a webhook is sent, signed as Standard Webhooks 1.0.0 describes',
  'zh-CN': '发送给 Webhook 的消息，按 Standard Webhooks 1.0.0 签名',
};
const ACCEPTED: LocalizedText = { en: 'Taken note of', 'zh-CN': '已接收' };
const GONE: LocalizedText = {
  en: 'Nothing more is wanted: the webhook is switched off',
  'zh-CN': '不再接收：该 Webhook 将被停用',
};

/** What customers' servers receive and may answer, for the `webhooks` part of the API document. */
export function webhookMessageOf(locale: Locale): ZodOpenApiOperationObject {
  return {
    operationId: 'receiveWebhookMessage',
    tags: ['webhooks'],
    summary: SUMMARY[locale],
    security: [],
    requestParams: {
      header: z.object({
        'webhook-id': z.string(),
        'webhook-timestamp': z.string().regex(/^\d+$/),
        'webhook-signature': z.string().regex(/^v1,\S+( v1,\S+)*$/),
      }),
    },
    requestBody: { required: true, content: { 'application/json': { schema: webhookPayloadSchema } } },
    responses: { '2XX': { description: ACCEPTED[locale] }, 410: { description: GONE[locale] } },
  };
}
