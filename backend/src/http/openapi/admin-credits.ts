import { adjustCreditsSchema, resolveLossSchema, vendorLossSchema } from '@atelier/shared/contracts/loss';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;

export const adminCreditDocuments = [
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/credits/adjustments',
    name: 'adjustCredits',
    summary: { en: 'Correct a balance, with a reason', 'zh-CN': '调整用户积分并注明原因' },
    request: {
      headers: z.object({ 'Idempotency-Key': z.string().max(255) }),
      body: adjustCreditsSchema,
    },
    answer: {
      status: 201,
      data: z.object({ userId: z.string(), amount: z.int(), reason: z.string() }),
    },
    errors: [
      'not_found',
      'credits_insufficient',
      'idempotency_key_required',
      'idempotency_key_invalid',
      'idempotency_key_reused',
    ],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/losses',
    name: 'listVendorLosses',
    summary: {
      en: 'Vendor costs without a result, open ones first',
      'zh-CN': '未得到结果的服务商费用（未处理的在前）',
    },
    request: {
      query: z.object({
        limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
        offset: z.int().min(0).default(0),
      }),
    },
    answer: { data: z.array(vendorLossSchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/losses/{lossId}/resolve',
    name: 'resolveVendorLoss',
    summary: { en: 'Note how such a cost was settled', 'zh-CN': '登记该费用的处理结果' },
    request: { path: z.object({ lossId: z.int() }), body: resolveLossSchema },
    answer: { data: vendorLossSchema },
    errors: ['not_found'],
  }),
];
