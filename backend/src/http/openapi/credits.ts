import { creditsSchema, ENTRY_TYPES, ledgerEntrySchema } from '@atelier/shared/contracts/credit';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute, fileLanguageQuery } from './document-route.ts';

export const creditDocuments = [
  documentRoute({
    method: 'get',
    path: '/api/credits',
    name: 'readCredits',
    tag: 'credits',
    access: 'user',
    summary: { en: 'My balance', 'zh-CN': '我的积分' },
    answer: { data: creditsSchema },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/credits/transactions',
    name: 'listLedgerEntries',
    tag: 'credits',
    access: 'user',
    summary: { en: 'My ledger, newest first', 'zh-CN': '我的积分明细（最新在前）' },
    request: {
      query: z.object({
        limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
        offset: z.int().min(0).default(0),
        type: z.enum(ENTRY_TYPES).optional(),
      }),
    },
    answer: { data: z.array(ledgerEntrySchema), isPaged: true },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/credits/statement.csv',
    name: 'downloadStatement',
    tag: 'credits',
    access: 'user',
    summary: { en: 'My ledger as a CSV file, oldest first', 'zh-CN': '导出积分明细 CSV（按时间正序）' },
    request: {
      query: fileLanguageQuery.extend({
        from: z.iso.datetime().optional(),
        to: z.iso.datetime().optional(),
      }),
    },
    answer: { contentType: 'text/csv', schema: z.string() },
    errors: [],
  }),
];
