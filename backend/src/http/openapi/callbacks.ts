import { z } from 'zod';
import { documentRoute } from './document-route.ts';

export const callbackDocuments = [
  documentRoute({
    method: 'post',
    path: '/api/callbacks/{provider}/{taskId}/{token}',
    name: 'receiveVendorCallback',
    tag: 'callbacks',
    access: 'link',
    summary: { en: 'Where vendors tell that work has moved on', 'zh-CN': '服务商通知任务有进展的地址' },
    details: {
      en: 'For vendors, not for clients. Each task gives its vendor an address of its own that cannot be guessed; where the vendor signs its messages and the operator has set the secret, signature and age (five minutes) count, too. A callback settles nothing: the vendor is asked sooner, at most once in five seconds for each task. Every call is answered alike, whether it was believed or not; 503 asks the vendor to try again.',
      'zh-CN':
        '供服务商调用，而非客户端。每个任务都会给服务商一个无法猜测的专属地址；若服务商对消息签名且运营者已设置密钥，还会校验签名与时效（五分钟）。回调本身不决定任何结果，只会让系统更早查询服务商，每个任务五秒内至多一次。无论是否采信，每次调用得到的应答都相同；503 表示请服务商稍后重试。',
    },
    request: {
      path: z.object({ provider: z.string(), taskId: z.string(), token: z.string() }),
      bytes: true,
    },
    answer: { data: z.null() },
    errors: ['server_busy'],
  }),
];
