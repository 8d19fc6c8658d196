import type {
  OwnRetention,
  RetentionRule,
  SetRetentionRuleRequest,
} from '@atelier/shared/contracts/retention';
import { findAccount } from '../credits/find-account.ts';
import type { Database } from '../db/database.ts';
import type { RetentionRuleRow } from '../db/retention-tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';
import type { TaskTypes } from './task-types.ts';

/** The operator's rules of how long tasks are kept. Without a rule everything is kept. */
export class RetentionRules {
  readonly #database: Database;
  readonly #taskTypes: TaskTypes;
  readonly #clock: Clock;

  constructor(parts: { database: Database; taskTypes: TaskTypes; clock: Clock }) {
    this.#database = parts.database;
    this.#taskTypes = parts.taskTypes;
    this.#clock = parts.clock;
  }

  /** For operators, the general ones first. */
  async list(): Promise<RetentionRule[]> {
    const rows = await this.#database.read
      .selectFrom('retention_rules')
      .leftJoin('users', 'users.id', 'retention_rules.user_id')
      .selectAll('retention_rules')
      .select('users.email')
      .orderBy('specificity')
      .orderBy('users.email')
      .orderBy('task_type')
      .execute();
    return rows.map(present);
  }

  /** @throws AppError task_type_unknown, not_found when no such user exists. */
  async set(operatorId: string, wish: SetRetentionRuleRequest): Promise<RetentionRule> {
    const { taskType, keepDays } = wish;
    if (taskType !== null && !this.#taskTypes.get(taskType))
      throw new AppError('task_type_unknown', { taskType });
    const isForOne = wish.userId !== undefined || wish.email !== undefined;
    const userId = isForOne ? await findAccount(this.#database, wish) : null;
    const at = timestamp(this.#clock);
    const id = await this.#database.transaction(async ({ query }) => {
      const changed = await query
        .updateTable('retention_rules')
        .set({ keep_days: keepDays, set_by: operatorId, updated_at: at })
        .where('user_id', userId === null ? 'is' : '=', userId)
        .where('task_type', taskType === null ? 'is' : '=', taskType)
        .returning('id')
        .executeTakeFirst();
      if (changed) return changed.id;
      const made = newId('retentionRule', this.#clock);
      await query
        .insertInto('retention_rules')
        .values({
          id: made,
          task_type: taskType,
          user_id: userId,
          specificity: (userId === null ? 0 : 2) + (taskType === null ? 0 : 1),
          keep_days: keepDays,
          set_by: operatorId,
          created_at: at,
          updated_at: at,
        })
        .execute();
      return made;
    });
    const rule = (await this.list()).find((each) => each.id === id);
    if (!rule) throw new AppError('not_found');
    return rule;
  }

  /** May be repeated. */
  async remove(ruleId: string): Promise<void> {
    await this.#database.transaction(({ query }) =>
      query.deleteFrom('retention_rules').where('id', '=', ruleId).execute(),
    );
  }

  /** What the rules say about one user's tasks. */
  async ownOf(userId: string): Promise<OwnRetention> {
    const rows = await this.#database.read
      .selectFrom('retention_rules')
      .selectAll()
      .where((eb) => eb.or([eb('user_id', 'is', null), eb('user_id', '=', userId)]))
      .orderBy('specificity', 'desc')
      .execute();
    const daysFor = (taskType: string | null): number | null =>
      rows.find((row) => row.task_type === null || row.task_type === taskType)?.keep_days ?? null;
    const general = daysFor(null);
    const byTaskType: Record<string, number | null> = {};
    for (const slug of this.#taskTypes.keys()) {
      const days = daysFor(slug);
      if (days !== general) byTaskType[slug] = days;
    }
    return { keepDays: general, byTaskType };
  }
}

function present(row: RetentionRuleRow & { email: string | null }): RetentionRule {
  return {
    id: row.id,
    taskType: row.task_type,
    userId: row.user_id,
    email: row.email,
    keepDays: row.keep_days,
    updatedAt: row.updated_at,
  };
}
