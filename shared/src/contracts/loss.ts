import { z } from 'zod';
import { MAX_ADJUSTMENT_CREDITS, MAX_REASON_CHARACTERS, MIN_REASON_CHARACTERS } from '../limits.ts';

/** Work a vendor may have charged for although its outcome never reached us. */
export const vendorLossSchema = z.object({
  id: z.int(),
  taskId: z.string(),
  attempt: z.int(),
  userId: z.string(),
  provider: z.string(),
  model: z.string(),
  /** The task's price, as the best guess of what was lost. */
  estimatedCredits: z.int(),
  detail: z.string(),
  createdAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolution: z.string().nullable(),
});
export type VendorLoss = z.infer<typeof vendorLossSchema>;

export const resolveLossSchema = z.strictObject({ resolution: z.string().trim().min(3).max(500) });

/** A correction of a balance by an operator. Exactly one of `userId` and `email` names the account. */
export const adjustCreditsSchema = z
  .strictObject({
    userId: z.string().min(1).max(80).optional(),
    email: z.email().max(254).optional(),
    /** Positive gives, negative takes; whole credits. */
    amount: z
      .int()
      .min(-MAX_ADJUSTMENT_CREDITS)
      .max(MAX_ADJUSTMENT_CREDITS)
      .refine((amount) => amount !== 0, 'must not be 0'),
    reason: z.string().trim().min(MIN_REASON_CHARACTERS).max(MAX_REASON_CHARACTERS),
  })
  .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), 'name userId or email');
export type AdjustCreditsRequest = z.infer<typeof adjustCreditsSchema>;
