import type { ErrorCode } from '../errors.ts';
import type { LocalizedText } from '../locales.ts';
import { ACCOUNT_EXPLANATIONS, API_KEY_EXPLANATIONS, MEMBERSHIP_EXPLANATIONS } from './accounts.ts';
import type { ErrorCharge, ErrorExplanation, Fault } from './explanation.ts';
import { BATCH_EXPLANATIONS, ORDER_EXPLANATIONS } from './orders.ts';
import { LINK_EXPLANATIONS, REQUEST_EXPLANATIONS } from './requests.ts';
import { TASK_FAILURE_EXPLANATIONS, WEBHOOK_EXPLANATIONS } from './task-failures.ts';
import { UPLOAD_EXPLANATIONS } from './uploads.ts';

/** One part of the dictionary, with its heading. */
export interface ErrorChapter {
  readonly slug: string;
  readonly title: LocalizedText;
  readonly explanations: Readonly<Partial<Record<ErrorCode, ErrorExplanation>>>;
}

/** What every error code means. A code of errors.ts without an explanation does not compile. */
export const ERROR_DICTIONARY = {
  ...ORDER_EXPLANATIONS,
  ...UPLOAD_EXPLANATIONS,
  ...BATCH_EXPLANATIONS,
  ...TASK_FAILURE_EXPLANATIONS,
  ...ACCOUNT_EXPLANATIONS,
  ...MEMBERSHIP_EXPLANATIONS,
  ...API_KEY_EXPLANATIONS,
  ...WEBHOOK_EXPLANATIONS,
  ...LINK_EXPLANATIONS,
  ...REQUEST_EXPLANATIONS,
} as const satisfies Readonly<Record<ErrorCode, ErrorExplanation>>;

/** The dictionary in the order people read it: what they meet most often first. */
export const ERROR_CHAPTERS: readonly ErrorChapter[] = [
  { slug: 'orders', title: { en: 'Orders', 'zh-CN': '下单' }, explanations: ORDER_EXPLANATIONS },
  { slug: 'uploads', title: { en: 'Uploads', 'zh-CN': '上传' }, explanations: UPLOAD_EXPLANATIONS },
  {
    slug: 'failed-tasks',
    title: { en: 'Failed tasks', 'zh-CN': '任务失败' },
    explanations: TASK_FAILURE_EXPLANATIONS,
  },
  { slug: 'batches', title: { en: 'Batches', 'zh-CN': '批次' }, explanations: BATCH_EXPLANATIONS },
  {
    slug: 'accounts',
    title: { en: 'Accounts', 'zh-CN': '账号与登录' },
    explanations: ACCOUNT_EXPLANATIONS,
  },
  {
    slug: 'memberships',
    title: { en: 'Memberships', 'zh-CN': '会员' },
    explanations: MEMBERSHIP_EXPLANATIONS,
  },
  { slug: 'api-keys', title: { en: 'API keys', 'zh-CN': 'API 密钥' }, explanations: API_KEY_EXPLANATIONS },
  { slug: 'webhooks', title: { en: 'Webhooks', 'zh-CN': 'Webhook' }, explanations: WEBHOOK_EXPLANATIONS },
  { slug: 'links', title: { en: 'Links', 'zh-CN': '链接' }, explanations: LINK_EXPLANATIONS },
  { slug: 'requests', title: { en: 'Requests', 'zh-CN': '请求' }, explanations: REQUEST_EXPLANATIONS },
];

export const FAULT_WORDS: Readonly<Record<Fault, LocalizedText>> = {
  caller: { en: 'Yours', 'zh-CN': '您' },
  provider: { en: 'The provider’s', 'zh-CN': '服务商' },
  server: { en: 'Ours', 'zh-CN': '本站' },
  nobody: { en: 'Nobody’s', 'zh-CN': '无' },
};

/** Short forms, for a label. */
export const CHARGE_WORDS: Readonly<Record<ErrorCharge, LocalizedText>> = {
  nothing: { en: 'Nothing', 'zh-CN': '不收费' },
  returned: { en: 'Nothing: refunded in full', 'zh-CN': '不收费：已全额退还' },
  unchanged: { en: 'Nothing more', 'zh-CN': '不再收费' },
  uncertain: { en: 'See the receipt', 'zh-CN': '以收据为准' },
};

/** The same in a sentence. */
export const CHARGE_SENTENCES: Readonly<Record<ErrorCharge, LocalizedText>> = {
  nothing: {
    en: 'Refused before any credits were set aside.',
    'zh-CN': '在冻结积分之前即被拒绝。',
  },
  returned: {
    en: 'The credits set aside for the task came back in full.',
    'zh-CN': '为该任务冻结的积分已全部退还。',
  },
  unchanged: {
    en: 'This request costs nothing; what was charged before stays as its receipt says.',
    'zh-CN': '本次请求不收费；此前的费用以收据为准，保持不变。',
  },
  uncertain: {
    en: 'A refused order costs nothing. Should it have got through all the same, its receipt says what it cost, and a repeat with the same Idempotency-Key is never charged twice.',
    'zh-CN':
      '被拒绝的订单不收费。若订单实际已提交成功，费用见收据；使用同一个 Idempotency-Key 重试绝不会重复收费。',
  },
};
