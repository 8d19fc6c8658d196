import { z } from 'zod';

/** The line of waiting tasks of one provider, as operators see it. */
export const laneSchema = z.object({
  /** The provider's slug. */
  lane: z.string(),
  waiting: z.int(),
  /** Tasks that occupy a slot. */
  running: z.int(),
  /** Slots. */
  limit: z.int(),
  /** What the limit counts over. */
  limitPer: z.enum(['installation', 'process']),
  oldestQueuedAt: z.string().nullable(),
  /** When a worker last took a task. */
  servedAt: z.string().nullable(),
  /** Null while the lane is open. */
  pause: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type Lane = z.infer<typeof laneSchema>;

export const pauseLaneSchema = z.strictObject({ reason: z.string().trim().min(3).max(500) });
