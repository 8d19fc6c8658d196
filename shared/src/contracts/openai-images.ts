import { z } from 'zod';
import { parametersSchema } from './task.ts';

/** Pictures of one order at most (OpenAI's reference of the Images API). */
const MAX_OPENAI_PICTURES = 10;

/**
 * What OpenAI's clients know by name. Choices are texts here, because every model has its own; whatever else is sent
 * must be a setting of the chosen model.
 */
const orderFields = {
  model: z.string().min(1).max(100).optional(),
  prompt: z.string().min(1).max(50_000),
  n: z.int().min(1).max(MAX_OPENAI_PICTURES).nullable().optional(),
  size: z.string().max(40).nullable().optional(),
  quality: z.string().max(40).nullable().optional(),
  background: z.string().max(40).nullable().optional(),
  output_format: z.string().max(40).nullable().optional(),
  output_compression: z.int().min(0).max(100).nullable().optional(),
  response_format: z.enum(['b64_json', 'url']).nullable().optional(),
  stream: z.boolean().nullable().optional(),
  partial_images: z.int().min(0).max(3).nullable().optional(),
  user: z.string().max(200).optional(),
};

/** JSON body of `POST /v1/images/generations`. */
export const openAiGenerationSchema = z
  .object({
    ...orderFields,
    style: z.string().max(40).nullable().optional(),
    moderation: z.string().max(40).nullable().optional(),
  })
  .catchall(parametersSchema.valueType);

/** The same for `POST /v1/images/edits`, once the form's texts are read as what they stand for. */
export const openAiEditSchema = z
  .object({
    ...orderFields,
    /** Models that only cut out or enhance need no words. */
    prompt: orderFields.prompt.optional(),
    input_fidelity: z.string().max(40).nullable().optional(),
  })
  .catchall(parametersSchema.valueType);

export type OpenAiOrder = z.output<typeof openAiGenerationSchema> | z.output<typeof openAiEditSchema>;

/** A picture of an answer: exactly one of the two, except that a result left with its provider is always a link. */
const openAiPictureSchema = z.object({
  b64_json: z.base64().optional(),
  /** Signed; lives ten minutes. */
  url: z.string().optional(),
});

/** What the pictures are, as far as it is known; how many tokens a vendor counted is not. */
const outcomeFields = {
  size: z
    .string()
    .regex(/^\d+x\d+$/)
    .optional(),
  quality: z.string().optional(),
  background: z.string().optional(),
  output_format: z.string().optional(),
};

export const openAiImagesSchema = z.object({
  /** Seconds since 1970. */
  created: z.int(),
  ...outcomeFields,
  data: z.array(openAiPictureSchema),
});
export type OpenAiOutcome = Omit<z.output<typeof openAiImagesSchema>, 'data' | 'created'>;

export const openAiErrorSchema = z.object({
  message: z.string(),
  type: z.string(),
  param: z.string().nullable(),
  code: z.string(),
});
export type OpenAiError = z.output<typeof openAiErrorSchema>;

export const openAiModelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  /** Always 0: when a model came out is not recorded. */
  created: z.int(),
  owned_by: z.string(),
});
export type OpenAiModel = z.output<typeof openAiModelSchema>;

export const openAiModelListSchema = z.object({
  object: z.literal('list'),
  data: z.array(openAiModelSchema),
});
