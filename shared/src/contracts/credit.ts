import { z } from 'zod';

export const ENTRY_TYPES = ['grant', 'purchase', 'hold', 'settle', 'release', 'adjust'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

export const creditsSchema = z.object({
  /** Spendable now. */
  credits: z.int().min(0),
  /** Set aside for running tasks. */
  held: z.int().min(0),
  totalEarned: z.int(),
  totalSpent: z.int(),
});
export type Credits = z.infer<typeof creditsSchema>;

/**
 * One ledger entry. `amount` is the number of credits moved: hold takes them from the balance and sets them aside,
 * settle spends what was set aside, release returns it. `change` is the effect on the spendable balance.
 */
export const ledgerEntrySchema = z.object({
  id: z.int(),
  taskId: z.string().nullable(),
  taskNo: z.string().nullable(),
  taskType: z.string().nullable(),
  attempt: z.int().nullable(),
  type: z.enum(ENTRY_TYPES),
  amount: z.int(),
  change: z.int(),
  balanceBefore: z.int(),
  balanceAfter: z.int(),
  heldBefore: z.int(),
  heldAfter: z.int(),
  /** One readable sentence in the caller's language. */
  description: z.string(),
  createdAt: z.string(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** The chain of entries of one task, with what it came to. */
export const receiptSchema = z.object({
  taskId: z.string(),
  taskNo: z.string(),
  taskType: z.string(),
  status: z.string(),
  heldCredits: z.int(),
  spentCredits: z.int(),
  returnedCredits: z.int(),
  entries: z.array(ledgerEntrySchema),
});
export type Receipt = z.infer<typeof receiptSchema>;
