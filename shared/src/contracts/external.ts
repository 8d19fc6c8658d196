import { z } from 'zod';
import { MAX_FILES_PER_TASK, MAX_INPUT_LINK_CHARACTERS } from '../limits.ts';
import { parametersSchema } from './task.ts';

/** A picture that a program has on a server of its own; fetched when the order is placed. */
export const inputLinkSchema = z.string().trim().min(1).max(MAX_INPUT_LINK_CHARACTERS);

/** Body of `POST /api/external/ai-generation` (seed D, section 9.2). */
export const externalGenerationSchema = z.strictObject({
  model_slug: z.string().min(1).max(100),
  prompt: z.string().max(50_000).optional(),
  input_images: z.array(inputLinkSchema).max(MAX_FILES_PER_TASK).optional(),
  number_of_outputs: z.int().min(1).max(100).optional(),
  parameters: parametersSchema.optional(),
});
export type ExternalGenerationRequest = z.output<typeof externalGenerationSchema>;

export const EXTERNAL_STATES = ['PENDING', 'PROCESSING', 'SUCCESS', 'FAILED'] as const;
export type ExternalState = (typeof EXTERNAL_STATES)[number];

/** An error in this door's words: the code of the closed list in capitals. */
export const externalErrorSchema = z.object({ code: z.string(), message: z.string() });

/** Answer of POST and GET: not in the envelope, as existing clients expect it. */
export const externalTaskSchema = z.object({
  taskId: z.string(),
  status: z.enum(EXTERNAL_STATES),
  /** Links are signed on read and live a few minutes. */
  results: z.array(z.object({ type: z.enum(['image', 'video', 'audio']), url: z.string() })),
  /** Null unless `FAILED`. */
  error: externalErrorSchema.nullable(),
  /** In answers to POST: what was sent although the model has no such setting. */
  ignoredParameters: z.array(z.string()).optional(),
});
export type ExternalTask = z.infer<typeof externalTaskSchema>;
