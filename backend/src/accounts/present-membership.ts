import type { AdminMembership, Membership } from '@atelier/shared/contracts/membership';
import type { MembershipRow } from '../db/membership-tables.ts';

/** `now` is a moment, ISO 8601. */
export function presentMembership(row: MembershipRow, now: string): Membership {
  return {
    plan: row.plan,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    active: row.starts_at <= now && now < row.ends_at,
    creditsPerPeriod: row.credits_per_period,
    periodMonths: row.period_months,
    nextCreditsAt: row.next_grant_at,
    renewals: row.renewals,
  };
}

export function presentForOperator(row: MembershipRow & { email: string }, now: string): AdminMembership {
  return {
    ...presentMembership(row, now),
    id: row.id,
    userId: row.user_id,
    email: row.email,
    grantedBy: row.granted_by,
    createdAt: row.created_at,
  };
}
