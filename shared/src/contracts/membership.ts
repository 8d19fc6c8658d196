import { z } from 'zod';
import { MAX_MEMBERSHIP_CREDITS, MAX_MEMBERSHIP_MONTHS, MAX_MEMBERSHIP_PLAN_CHARACTERS } from '../limits.ts';

const monthsSchema = z.int().min(1).max(MAX_MEMBERSHIP_MONTHS);

/** A membership as its owner sees it. Moments are ISO 8601 in UTC. */
export const membershipSchema = z.object({
  plan: z.string(),
  startsAt: z.string(),
  /** Not included: at this moment it is over. */
  endsAt: z.string(),
  /** Whether it runs now. */
  active: z.boolean(),
  /** Credits given at the beginning of each period; they do not expire. */
  creditsPerPeriod: z.int().min(0),
  periodMonths: z.int().min(1),
  /** When the next period begins; null when no credits are to come. */
  nextCreditsAt: z.string().nullable(),
  renewals: z.int().min(0),
});
export type Membership = z.infer<typeof membershipSchema>;

/** The same for operators. */
export const adminMembershipSchema = membershipSchema.extend({
  id: z.string(),
  userId: z.string(),
  email: z.string(),
  grantedBy: z.string().nullable(),
  createdAt: z.string(),
});
export type AdminMembership = z.infer<typeof adminMembershipSchema>;

/** Gives a membership. Exactly one of `userId` and `email` names the account. */
export const grantMembershipSchema = z
  .strictObject({
    userId: z.string().min(1).max(80).optional(),
    email: z.email().max(254).optional(),
    plan: z.string().trim().min(1).max(MAX_MEMBERSHIP_PLAN_CHARACTERS),
    /** Now when left out. */
    startsAt: z.iso.datetime({ offset: true }).optional(),
    /** How long it runs, in calendar months. */
    months: monthsSchema,
    creditsPerPeriod: z.int().min(0).max(MAX_MEMBERSHIP_CREDITS).default(0),
    periodMonths: monthsSchema.default(1),
  })
  .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), 'name userId or email');
export type GrantMembershipRequest = z.output<typeof grantMembershipSchema>;

export const renewMembershipSchema = z.strictObject({ months: monthsSchema });
