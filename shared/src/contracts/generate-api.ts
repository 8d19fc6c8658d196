import { z } from 'zod';
import { parametersSchema } from './task.ts';

/** The states of the generate API (seed C). */
export const GENERATION_STATES = ['pending', 'processing', 'completed', 'failed'] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];

/** Body of `POST /api/generate`. Without `model` the first one that can make the picture now. */
export const generateSchema = z.strictObject({
  prompt: z.string().trim().min(1).max(50_000),
  model: z.string().min(1).max(100).optional(),
  /** Further settings of the model, under its own names. */
  parameters: parametersSchema.optional(),
});

export const generationSchema = z.object({
  taskId: z.string(),
  status: z.enum(GENERATION_STATES),
  /** A signed link to the first result; it lives a few minutes. Null until there is one. */
  result: z.string().nullable(),
  results: z.array(z.string()),
  /** Why it failed; null otherwise. */
  error: z.string().nullable(),
});
export type Generation = z.infer<typeof generationSchema>;
