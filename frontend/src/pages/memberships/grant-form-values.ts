import type { GrantMembershipRequest } from '@atelier/shared/contracts/membership';
import { MAX_EMAIL_CHARACTERS, MAX_MEMBERSHIP_CREDITS, MAX_MEMBERSHIP_MONTHS } from '@atelier/shared/limits';

/** As typed. */
export interface GrantFormValues {
  /** An e-mail address, or a user id. */
  readonly account: string;
  readonly plan: string;
  readonly months: string;
  readonly creditsPerPeriod: string;
  readonly periodMonths: string;
  /** A day, or empty for now. */
  readonly startsOn: string;
}

export const NEW_MEMBERSHIP: GrantFormValues = {
  account: '',
  plan: '',
  months: '12',
  creditsPerPeriod: '0',
  periodMonths: '1',
  startsOn: '',
};

type NumberField = 'months' | 'creditsPerPeriod' | 'periodMonths';
export const NUMBER_BOUNDS: Readonly<Record<NumberField, { min: number; max: number }>> = {
  months: { min: 1, max: MAX_MEMBERSHIP_MONTHS },
  creditsPerPeriod: { min: 0, max: MAX_MEMBERSHIP_CREDITS },
  periodMonths: { min: 1, max: MAX_MEMBERSHIP_MONTHS },
};

export type GrantField = keyof GrantFormValues;

/** Names of the fields that cannot be sent as they are. */
export function faultsIn(values: GrantFormValues): readonly GrantField[] {
  const faults: GrantField[] = [];
  if (values.account.trim() === '') faults.push('account');
  if (values.plan.trim() === '') faults.push('plan');
  for (const field of ['months', 'creditsPerPeriod', 'periodMonths'] as const) {
    if (wholeNumber(values[field], NUMBER_BOUNDS[field]) === undefined) faults.push(field);
  }
  return faults;
}

/** A whole number within bounds as it was typed; undefined when it is none. */
export function wholeNumber(typed: string, { min, max }: { min: number; max: number }): number | undefined {
  const value = /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** How many periods bring credits, or undefined while the form is not filled in. */
export function periodsOf(values: GrantFormValues): number | undefined {
  const months = wholeNumber(values.months, NUMBER_BOUNDS.months);
  const periodMonths = wholeNumber(values.periodMonths, NUMBER_BOUNDS.periodMonths);
  if (months === undefined || periodMonths === undefined) return undefined;
  return Math.ceil(months / periodMonths);
}

/** What the form asks for; it has no faults. A day begins at midnight where the operator is. */
export function requestOf(values: GrantFormValues): GrantMembershipRequest {
  const account = values.account.trim().slice(0, MAX_EMAIL_CHARACTERS);
  return {
    ...(account.includes('@') ? { email: account } : { userId: account }),
    plan: values.plan.trim(),
    months: Number(values.months),
    creditsPerPeriod: Number(values.creditsPerPeriod),
    periodMonths: Number(values.periodMonths),
    ...(values.startsOn && { startsAt: new Date(`${values.startsOn}T00:00`).toISOString() }),
  };
}
