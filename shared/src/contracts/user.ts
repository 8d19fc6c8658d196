import { z } from 'zod';
import { ROLES } from '../roles.ts';
import { membershipSchema } from './membership.ts';

/** An account as operators see it. Moments are ISO 8601 in UTC. */
export const adminUserSchema = z.object({
  id: z.string(),
  email: z.string(),
  username: z.string().nullable(),
  role: z.enum(ROLES),
  /** Off: nobody signs in, and neither sessions nor API keys are taken. */
  isActive: z.boolean(),
  createdAt: z.string(),
  /** Spendable now, in whole credits. */
  credits: z.int().min(0),
  /** Set aside for work under way. */
  held: z.int().min(0),
  /** The one that runs, or else the one that lasts or lasted longest. */
  membership: membershipSchema.nullable(),
});
export type AdminUser = z.infer<typeof adminUserSchema>;

/**
 * `reset_link` is the making of a link, its new value the moment until which it works; `password` its use or a change by
 * the user.
 */
export const USER_CHANGE_FIELDS = ['created', 'role', 'is_active', 'reset_link', 'password'] as const;

/** One entry of the record of who changed what about an account. */
export const userChangeSchema = z.object({
  id: z.string(),
  field: z.enum(USER_CHANGE_FIELDS),
  /** Null where there is nothing to tell, such as a password. */
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
  /** The address of whoever did it, perhaps the owner himself; null for the command line. */
  changedBy: z.string().nullable(),
  createdAt: z.string(),
});
export type UserChange = z.infer<typeof userChangeSchema>;

/** What is not named stays as it is. */
export const changeUserSchema = z
  .strictObject({ isActive: z.boolean().optional(), role: z.enum(ROLES).optional() })
  .refine(({ isActive, role }) => isActive !== undefined || role !== undefined, 'name isActive or role');
export type ChangeUserRequest = z.infer<typeof changeUserSchema>;

/** Shown once: the server keeps only a hash of its token. */
export const resetLinkSchema = z.object({
  url: z.string(),
  expiresAt: z.string(),
});
export type ResetLink = z.infer<typeof resetLinkSchema>;
