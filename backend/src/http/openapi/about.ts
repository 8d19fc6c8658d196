import { aboutSchema } from '@atelier/shared/contracts/about';
import { documentRoute } from './document-route.ts';

export const aboutDocuments = [
  documentRoute({
    method: 'get',
    path: '/api/about',
    name: 'about',
    tag: 'catalogue',
    access: 'public',
    summary: {
      en: 'Whether accounts can be made here, and whom to ask',
      'zh-CN': '本站是否开放注册，以及联系谁',
    },
    details: {
      en: '`contact` is where people ask the operator for credits, a membership or a new password: a `mailto:` or web address, or null.',
      'zh-CN':
        '`contact` 是向管理员申请积分、会员或新密码的联系方式：`mailto:` 或网页地址，未设置时为 null。',
    },
    answer: { data: aboutSchema },
    errors: [],
  }),
];
