import type { Generated, Selectable } from 'kysely';

export interface MembershipsTable {
  id: string;
  user_id: string;
  plan: string;
  starts_at: string;
  ends_at: string;
  created_at: string;
  /** Whole credits given at the beginning of each period; 0 for a plan that only opens recipes. */
  credits_per_period: Generated<number>;
  period_months: Generated<number>;
  /** Periods whose credits were given. */
  periods_granted: Generated<number>;
  renewals: Generated<number>;
  /** When the next period begins; null when no credits are to come. */
  next_grant_at: string | null;
  /** The operator's user id; null where nobody asked, as for demo accounts. */
  granted_by: string | null;
  /** Of the operator's request, with the hash of its meaning. */
  idempotency_key: string | null;
  request_hash: string | null;
}

/** One row per renewal, never changed. */
export interface MembershipRenewalsTable {
  id: string;
  membership_id: string;
  user_id: string;
  months: number;
  /** When it would have ended without this renewal. */
  ended_before: string;
  ends_at: string;
  /** The operator's user id. */
  renewed_by: string;
  idempotency_key: string;
  request_hash: string;
  created_at: string;
}

export type MembershipRow = Selectable<MembershipsTable>;
