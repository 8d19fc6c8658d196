/**
 * A moment so many calendar months later, in UTC: the same day and time, or the month's last day where that day does
 * not exist (31 January + 1 month is 28 or 29 February).
 */
export function addMonths(at: string, months: number): string {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.toISOString();
}

/** What decides when a membership's periods begin. */
export interface PeriodRule {
  readonly starts_at: string;
  readonly ends_at: string;
  readonly period_months: number;
  readonly credits_per_period: number;
}

/**
 * When the period with this number (from 0) begins, counted from the membership's own beginning, so that a short month
 * does not shift the later ones. Null when it would begin after the end, or brings no credits.
 */
export function periodBeginning(rule: PeriodRule, index: number): string | null {
  if (rule.credits_per_period === 0) return null;
  const at = addMonths(rule.starts_at, index * rule.period_months);
  return at < rule.ends_at ? at : null;
}
