import { z } from 'zod';
import { documentRoute } from './document-route.ts';

export const relayCallbackDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/generate/callback',
    name: 'receiveRelayedAnswer',
    tag: 'callbacks',
    access: 'link',
    summary: { en: 'Where QStash brings the answers of vendors', 'zh-CN': 'QStash 送回服务商应答的地址' },
    details: {
      en: 'For QStash, not for clients. The signature must be of the current or the next key, for this address and the hash of this body, and not have ended. The answer is stored and a worker reads it; nothing is settled here. The same message again changes nothing.',
      'zh-CN':
        '供 QStash 调用，而非客户端。签名须由当前或下一个密钥生成，与本地址及请求体的哈希相符，且未过期。应答会先存储，再由工作进程读取，此处不做任何结算。同一消息重复送达不会产生任何变化。',
    },
    request: { headers: z.object({ 'upstash-signature': z.string() }), bytes: true },
    answer: { data: z.object({ outcome: z.enum(['kept', 'repeated', 'not_final']) }) },
    errors: ['signature_invalid', 'body_too_large', 'not_found', 'route_not_found', 'server_busy'],
  }),
];
