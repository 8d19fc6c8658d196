import type { Selectable } from 'kysely';

export interface RetentionRulesTable {
  id: string;
  /** Null for every recipe. */
  task_type: string | null;
  /** Null for every user. */
  user_id: string | null;
  /** Of several rules for one task the most specific one counts: 2 for a user's own, 1 more for a recipe's. */
  specificity: number;
  /** Days after its end; null keeps for ever. */
  keep_days: number | null;
  /** The operator's user id. */
  set_by: string;
  created_at: string;
  updated_at: string;
}

export type RetentionRuleRow = Selectable<RetentionRulesTable>;
