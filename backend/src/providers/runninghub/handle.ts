import { z } from 'zod';

/** What is remembered of an order: a later change of the operator's settings does not touch work under way. */
export const handleSchema = z.object({
  id: z.string().regex(/^\d{1,30}$/),
  /** The ordered frames, ascending. */
  frames: z.array(z.int()),
  /** The saving nodes; see `PoseWorkflow.outputs`. */
  nodes: z.array(z.string()),
  /** Questions in a row to which the vendor said that it knows no such task. */
  misses: z.int().optional(),
});
export type RunningHubHandle = z.output<typeof handleSchema>;
