import type { Credits, EntryType, LedgerEntry, Receipt } from '@atelier/shared/contracts/credit';
import type { Pagination } from '@atelier/shared/contracts/envelope';
import { ERRORS, isErrorCode } from '@atelier/shared/errors';
import { fillText, type Locale, type LocalizedText } from '@atelier/shared/locales';
import type { Database } from '../db/database.ts';
import type { EntryRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { CSV_BOM, csvLine } from '../lib/csv.ts';

interface EntryWithTask extends EntryRow {
  task_no: string | null;
  task_type: string | null;
}

/** Reads accounts, entries and receipts for their owner, in words. */
export class CreditReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async credits(userId: string): Promise<Credits> {
    const row = await this.#database.read
      .selectFrom('user_credits')
      .selectAll()
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return {
      credits: row?.credits ?? 0,
      held: row?.held ?? 0,
      totalEarned: row?.total_earned ?? 0,
      totalSpent: row?.total_spent ?? 0,
    };
  }

  /** A page of the user's entries, newest first. */
  async entries(
    userId: string,
    query: { limit: number; offset: number; type?: EntryType | undefined },
    locale: Locale,
  ): Promise<{ entries: LedgerEntry[]; pagination: Pagination }> {
    const { limit, offset, type } = query;
    const matching = this.#entriesOf(userId).$if(type !== undefined, (q) =>
      q.where('transaction_type', '=', type ?? 'grant'),
    );
    const rows = await matching
      .orderBy('credit_transactions.id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    const { count } = await this.#database.read
      .selectFrom('credit_transactions')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .$if(type !== undefined, (q) => q.where('transaction_type', '=', type ?? 'grant'))
      .executeTakeFirstOrThrow();
    const total = Number(count);
    return {
      entries: rows.map((row) => presentEntry(row, locale)),
      pagination: { total, limit, offset, hasMore: offset + rows.length < total },
    };
  }

  /**
   * All entries of a span of time, oldest first, as lines of a CSV file with a heading. Read in pages, so that a long
   * history never lies in memory. `from` and `to` are moments (ISO 8601); `to` is not included.
   */
  async *statement(
    userId: string,
    span: { from?: string; to?: string },
    locale: Locale,
  ): AsyncGenerator<string> {
    yield CSV_BOM + csvLine(STATEMENT_HEADINGS[locale]);
    let after = 0;
    for (;;) {
      const rows = await this.#entriesOf(userId)
        .where('credit_transactions.id', '>', after)
        .$if(span.from !== undefined, (q) => q.where('credit_transactions.created_at', '>=', span.from ?? ''))
        .$if(span.to !== undefined, (q) => q.where('credit_transactions.created_at', '<', span.to ?? ''))
        .orderBy('credit_transactions.id')
        .limit(STATEMENT_PAGE)
        .execute();
      if (rows.length > 0) yield rows.map((row) => statementLine(row, locale)).join('');
      if (rows.length < STATEMENT_PAGE) return;
      after = rows.at(-1)?.id ?? after;
    }
  }

  /** The readable chain of one task's entries. Deleted tasks keep theirs. @throws AppError not_found */
  async receipt(userId: string, taskId: string, locale: Locale): Promise<Receipt> {
    const task = await this.#database.read
      .selectFrom('ai_tasks')
      .select(['id', 'task_no', 'task_type', 'status'])
      .where('id', '=', taskId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (!task) throw new AppError('not_found');
    const rows = await this.#entriesOf(userId)
      .where('task_id', '=', taskId)
      .orderBy('credit_transactions.id')
      .execute();
    const sum = (type: EntryType) =>
      rows.filter((row) => row.transaction_type === type).reduce((total, row) => total + row.amount, 0);
    return {
      taskId: task.id,
      taskNo: task.task_no,
      taskType: task.task_type,
      status: task.status,
      heldCredits: sum('hold') - sum('settle') - sum('release'),
      spentCredits: sum('settle'),
      returnedCredits: sum('release'),
      entries: rows.map((row) => presentEntry(row, locale)),
    };
  }

  #entriesOf(userId: string) {
    return this.#database.read
      .selectFrom('credit_transactions')
      .leftJoin('ai_tasks', 'ai_tasks.id', 'credit_transactions.task_id')
      .selectAll('credit_transactions')
      .select(['ai_tasks.task_no', 'ai_tasks.task_type'])
      .where('credit_transactions.user_id', '=', userId);
  }
}

const STATEMENT_PAGE = 500;
const STATEMENT_HEADINGS: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Time',
    'Type',
    'Task',
    'Description',
    'Amount',
    'Change',
    'Balance before',
    'Balance after',
    'Held after',
  ],
  'zh-CN': ['时间', '类型', '任务', '说明', '数量', '余额变动', '变动前余额', '变动后余额', '变动后预留'],
};

function statementLine(row: EntryWithTask, locale: Locale): string {
  const entry = presentEntry(row, locale);
  return csvLine([
    entry.createdAt,
    entry.type,
    entry.taskNo,
    entry.description,
    entry.amount,
    entry.change,
    entry.balanceBefore,
    entry.balanceAfter,
    entry.heldAfter,
  ]);
}

const ENTRY_TEXTS: Readonly<Record<EntryType, LocalizedText>> = {
  grant: { en: '{credits} granted', 'zh-CN': '获赠 {credits}' },
  purchase: { en: '{credits} bought', 'zh-CN': '购买 {credits}' },
  hold: {
    en: '{credits} set aside for attempt {attempt}',
    'zh-CN': '第 {attempt} 次处理预留 {credits}',
  },
  settle: { en: 'Finished: {credits} spent', 'zh-CN': '处理完成，消费 {credits}' },
  release: { en: '{credits} returned: {reason}', 'zh-CN': '退回 {credits}：{reason}' },
  adjust: { en: '{credits} adjusted by the operator: {reason}', 'zh-CN': '管理员调整 {credits}：{reason}' },
};

/** Reasons that are not error codes. */
const REASONS: Readonly<Record<string, LocalizedText>> = {
  sign_up: { en: 'welcome gift', 'zh-CN': '注册赠送' },
  membership: { en: 'membership', 'zh-CN': '会员额度' },
  demo: { en: 'demo account', 'zh-CN': '演示账号' },
  partly_delivered: { en: 'not all results were delivered', 'zh-CN': '部分结果未交付' },
  canceled: { en: 'you canceled the task', 'zh-CN': '您取消了任务' },
  canceled_by_operator: { en: 'an operator canceled the task', 'zh-CN': '管理员取消了任务' },
};

const ENGLISH_PLURALS = new Intl.PluralRules('en');

function creditsIn(amount: number, locale: Locale): string {
  if (locale === 'zh-CN') return `${amount} 积分`;
  return ENGLISH_PLURALS.select(amount) === 'one' ? `${amount} credit` : `${amount} credits`;
}

function withReason(text: string, reason: string, locale: Locale): string {
  return locale === 'zh-CN' ? `${text}（${reason}）` : `${text} (${reason})`;
}

function reasonText(reason: string | null, locale: Locale): string {
  if (reason === null) return '';
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason]?.[locale] ?? reason;
  return isErrorCode(reason) ? ERRORS[reason].text[locale] : reason;
}

function presentEntry(row: EntryWithTask, locale: Locale): LedgerEntry {
  const reason = reasonText(row.description, locale);
  const text = fillText(ENTRY_TEXTS[row.transaction_type][locale], {
    credits: creditsIn(row.amount, locale),
    attempt: row.attempt ?? 1,
    reason,
  });
  const isGift = row.transaction_type === 'grant' && reason !== '';
  return {
    id: row.id,
    taskId: row.task_id,
    taskNo: row.task_no,
    taskType: row.task_type,
    attempt: row.attempt,
    type: row.transaction_type,
    amount: row.amount,
    change: row.balance_after - row.balance_before,
    balanceBefore: row.balance_before,
    balanceAfter: row.balance_after,
    heldBefore: row.held_before,
    heldAfter: row.held_after,
    description: isGift ? withReason(text, reason, locale) : text,
    createdAt: row.created_at,
  };
}
