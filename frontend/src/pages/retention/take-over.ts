import type { RetentionRule } from '@atelier/shared/contracts/retention';

export const DAY_MS = 24 * 60 * 60_000;

type Scope = Pick<RetentionRule, 'taskType' | 'userId' | 'keepDays'>;

/** As on the server: whom a rule is for weighs more than which recipe. */
const specificityOf = ({ taskType, userId }: Scope): number =>
  (userId === null ? 0 : 2) + (taskType === null ? 0 : 1);

const covers = (wide: Scope, narrow: Scope): boolean =>
  (wide.taskType === null || wide.taskType === narrow.taskType) &&
  (wide.userId === null || wide.userId === narrow.userId);

const overlaps = (one: Scope, other: Scope): boolean =>
  (one.taskType === null || other.taskType === null || one.taskType === other.taskType) &&
  (one.userId === null || other.userId === null || one.userId === other.userId);

/**
 * The fewest days for which the more general rules would keep the tasks of a rule that is removed. Undefined when they
 * would keep them no shorter than the rule itself, so that nothing more is erased.
 */
export function daysWithout(rule: RetentionRule, rules: readonly RetentionRule[]): number | undefined {
  const wider = rules
    .filter(
      (other) => other.id !== rule.id && specificityOf(other) < specificityOf(rule) && overlaps(other, rule),
    )
    .toSorted((one, other) => specificityOf(other) - specificityOf(one));
  const last = wider.findIndex((other) => covers(other, rule));
  const next = last === -1 ? wider : wider.slice(0, last + 1);
  const days = Math.min(...next.map(({ keepDays }) => keepDays ?? Number.POSITIVE_INFINITY));
  return days < (rule.keepDays ?? Number.POSITIVE_INFINITY) ? days : undefined;
}
