import {
  adminMembershipSchema,
  grantMembershipSchema,
  renewMembershipSchema,
} from '@atelier/shared/contracts/membership';
import type { ErrorCode } from '@atelier/shared/errors';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;
const headers = z.object({ 'Idempotency-Key': z.string().max(255) });
const path = z.object({ membershipId: z.string().max(80) });
const repeatErrors: readonly ErrorCode[] = [
  'not_found',
  'membership_running',
  'idempotency_key_required',
  'idempotency_key_invalid',
  'idempotency_key_reused',
];

export const membershipDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/memberships',
    name: 'listMemberships',
    summary: { en: 'Memberships, newest first', 'zh-CN': '会员列表（最新在前）' },
    request: {
      query: z.object({
        userId: z.string().max(80).optional(),
        search: z.string().max(100).optional().meta({ description: 'A part of the e-mail address.' }),
        limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
        offset: z.int().min(0).default(0),
      }),
    },
    answer: { data: z.array(adminMembershipSchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/memberships',
    name: 'grantMembership',
    summary: { en: 'Give a membership', 'zh-CN': '开通会员' },
    details: {
      en: 'Credits of the periods that have begun are given at once, those of later periods when they begin. Two memberships of one account never run at the same time.',
      'zh-CN': '已开始的周期立即发放积分，之后的周期在开始时发放。同一账号的会员期不会重叠。',
    },
    request: { headers, body: grantMembershipSchema },
    answer: { status: 201, data: adminMembershipSchema },
    errors: repeatErrors,
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/memberships/{membershipId}/renew',
    name: 'renewMembership',
    summary: { en: 'Let a membership run longer', 'zh-CN': '为会员续期' },
    request: { path, headers, body: renewMembershipSchema },
    answer: { status: 201, data: adminMembershipSchema },
    errors: [...repeatErrors, 'membership_ended'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/memberships/{membershipId}/end',
    name: 'endMembership',
    summary: { en: 'End a membership now', 'zh-CN': '立即终止会员' },
    details: {
      en: 'Credits that were given stay. May be repeated.',
      'zh-CN': '已发放的积分保留。可重复调用。',
    },
    request: { path },
    answer: { data: adminMembershipSchema },
    errors: ['not_found'],
  }),
];
