import {
  adminUserSchema,
  changeUserSchema,
  resetLinkSchema,
  userChangeSchema,
} from '@atelier/shared/contracts/user';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { ROLES, USER_STATES } from '@atelier/shared/roles';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;
const page = {
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  offset: z.int().min(0).default(0),
};
const path = z.object({ userId: z.string().max(80) });

export const adminUserDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/users',
    name: 'listUsers',
    summary: { en: 'Accounts, newest first', 'zh-CN': '用户列表（最新在前）' },
    request: {
      query: z.object({
        search: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'A part of the e-mail address or the user name, or a whole user id.' }),
        role: z.enum(ROLES).optional(),
        state: z.enum(USER_STATES).optional(),
        ...page,
      }),
    },
    answer: { data: z.array(adminUserSchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/users/{userId}/changes',
    name: 'listUserChanges',
    summary: { en: 'Who changed what about an account', 'zh-CN': '账号变更记录' },
    details: {
      en: 'Newest first, only ever added to. Movements of credits are in the ledger.',
      'zh-CN': '最新在前，只增不改。积分变动见积分明细。',
    },
    request: { path, query: z.object(page) },
    answer: { data: z.array(userChangeSchema), isPaged: true },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'patch',
    path: '/api/admin/users/{userId}',
    name: 'changeUser',
    summary: { en: 'Switch an account off or on, or change its role', 'zh-CN': '停用或启用账号，或更改角色' },
    details: {
      en: 'Switching off ends all sessions and keys of the account are refused until it is switched on again; running tasks go on. Nobody can switch off or demote himself or the last active operator. Every change is noted with its author.',
      'zh-CN':
        '停用后，账号的所有会话立即终止，其 API 密钥在重新启用前均被拒绝；进行中的任务不受影响。不能停用自己或取消自己的管理员身份，也不能对最后一个可用的管理员这样做。每次更改都会记录操作人。',
    },
    request: { path, body: changeUserSchema },
    answer: { data: adminUserSchema },
    errors: ['not_found', 'operator_self', 'operator_last'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/users/{userId}/reset-link',
    name: 'makeResetLink',
    summary: { en: 'Make a link that sets a new password', 'zh-CN': '生成重设密码的链接' },
    details: {
      en: 'The link is in this answer and nowhere afterwards. It works once, for 24 hours; earlier links of the account stop working.',
      'zh-CN': '链接仅在本次响应中出现。可使用一次，24 小时内有效；该账号之前的链接随即失效。',
    },
    request: { path },
    answer: { status: 201, data: resetLinkSchema },
    errors: ['not_found'],
  }),
];
