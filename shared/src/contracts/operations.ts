import { z } from 'zod';
import type { FailureKind } from '../failure-kinds.ts';
import { laneSchema } from './lane.ts';

/** Parts without which the server does no work. */
export const READINESS_PARTS = ['database', 'storage', 'engine', 'stopping'] as const;
export type ReadinessPart = (typeof READINESS_PARTS)[number];

/** Failures after which a provider is not asked for a while. */
export const CIRCUIT_REASONS = [
  'bad_key',
  'insufficient_vendor_credit',
  'unavailable',
  'outcome_unknown',
] as const satisfies readonly FailureKind[];

/** What a nightly look found; null before the first one. */
const watchSchema = z.object({ found: z.int(), at: z.string() }).nullable();

/** How the installation stands, for operators. */
export const healthSchema = z.object({
  /** Of this process. */
  uptimeSeconds: z.int(),
  parts: z.array(
    z.object({
      name: z.enum(READINESS_PARTS),
      isGood: z.boolean(),
      /** Why not, in the words of the part that failed. */
      reason: z.string().nullable(),
    }),
  ),
  lanes: z.array(laneSchema),
  /** Providers that are not asked at the moment because they failed in a row. */
  circuits: z.array(
    z.object({
      provider: z.string(),
      state: z.enum(['open', 'half_open']),
      reason: z.enum(CIRCUIT_REASONS),
      /** When one order may show whether it is back. */
      retryAt: z.string(),
    }),
  ),
  oldestWaiting: z
    .object({ taskId: z.string(), taskNo: z.string(), lane: z.string(), queuedAt: z.string() })
    .nullable(),
  openLosses: z.int(),
  /** Rows that broke a rule of the ledger. */
  ledgerViolations: watchSchema,
  /** Files that were found missing or damaged since the process that looks began. */
  damagedFiles: watchSchema,
  /** Where data lies on this machine; null when nothing does. */
  disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
});
export type Health = z.infer<typeof healthSchema>;

/** Spans of time that failures are counted over. */
export const FAILURE_SPANS = ['day', 'week'] as const;
export type FailureSpan = (typeof FAILURE_SPANS)[number];

export const failureGroupSchema = z.object({
  errorCode: z.string(),
  provider: z.string(),
  model: z.string(),
  count: z.int(),
  newest: z.object({
    taskId: z.string(),
    taskNo: z.string(),
    at: z.string(),
    detail: z.string().nullable(),
  }),
});
export type FailureGroup = z.infer<typeof failureGroupSchema>;

export const failuresSchema = z.object({
  /** Tasks that ended at this moment or later are counted. */
  since: z.string(),
  /** Whether so many tasks ended that the count does not reach back over the whole span. */
  isShortened: z.boolean(),
  /** Most frequent first. */
  groups: z.array(failureGroupSchema),
});
export type Failures = z.infer<typeof failuresSchema>;
