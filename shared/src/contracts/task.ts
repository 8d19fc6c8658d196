import { z } from 'zod';
import { DEFAULT_PAGE_SIZE, MAX_FILES_PER_TASK, MAX_PAGE_SIZE } from '../limits.ts';
import { TASK_STATES } from '../task-states.ts';
import { assetSchema } from './asset.ts';

/** Parameters are checked against the chosen model's own schema afterwards. */
export const parametersSchema = z.record(z.string(), z.json());

/** JSON form of `POST /api/tasks`. The multipart form has the same fields, with `parameters` as JSON text. */
export const createTaskSchema = z.strictObject({
  taskType: z.string().min(1).max(64),
  model: z.string().min(1).max(100).optional(),
  parameters: parametersSchema.default({}),
  inputAssetIds: z.array(z.string().max(80)).max(MAX_FILES_PER_TASK).default([]),
  /** The price the user agreed to. It never sets the price; a different real price is refused. */
  expectedPrice: z.int().min(0).optional(),
  /** `expectedPrice` by its older name (seed A); 0 says nothing. */
  credits: z.int().min(0).optional().meta({
    description: 'The older name of `expectedPrice`; 0 says nothing.',
  }),
});
export type CreateTaskRequest = z.input<typeof createTaskSchema>;

export const taskStepSchema = z.object({ key: z.string(), label: z.string() });

export const taskSchema = z.object({
  id: z.string(),
  taskNo: z.string(),
  /** The batch it belongs to; null for a task of its own. */
  batchId: z.string().nullable(),
  taskType: z.string(),
  model: z.string(),
  provider: z.string(),
  status: z.enum(TASK_STATES),
  /** Whole percent, 0 to 100, from steps done over steps known or the vendor's own figure. */
  progress: z.int().min(0).max(100),
  step: taskStepSchema.nullable(),
  parameters: parametersSchema,
  inputs: z.array(assetSchema),
  results: z.array(assetSchema),
  /** Links to all results: the signed ones of `results`, then those of `links`. */
  resultUrls: z.array(z.string()),
  priceCredits: z.int(),
  /** Credits finally charged for the latest attempt: null while running, 0 when refunded. */
  chargedCredits: z.int().nullable(),
  /** Set when fewer results came than were ordered; the credits for the missing ones were returned. */
  delivery: z.object({ delivered: z.int(), ordered: z.int() }).nullable(),
  /** What the provider did differently from what was asked. */
  warnings: z.array(z.object({ code: z.string(), subject: z.string(), message: z.string() })),
  /** Results that were left with the provider because its settings say so; their links end when the provider ends them. */
  links: z.array(
    z.object({
      url: z.string(),
      name: z.string(),
      role: z.string(),
      mediaType: z.enum(['image', 'video', 'audio']),
      expiresAt: z.string().nullable(),
    }),
  ),
  /** A stand-in answered instead of the vendor. */
  emulated: z.boolean(),
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  retryCount: z.int(),
  canRetry: z.boolean(),
  canCancel: z.boolean(),
  /** Tasks ahead in the line, counted up to 100; null unless pending. */
  queuePosition: z.int().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().nullable(),
  /** When it can be expected to end, from this installation's own tasks of the model; null unless it is processing and that is known. */
  estimatedCompletionAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

/** The light form of `GET /api/tasks/:id/status`. */
export const taskStatusSchema = taskSchema.pick({
  id: true,
  status: true,
  progress: true,
  step: true,
  resultUrls: true,
  links: true,
  error: true,
  errorCode: true,
  updatedAt: true,
  estimatedCompletionAt: true,
  completedAt: true,
});
export type TaskStatus = z.infer<typeof taskStatusSchema>;

export const listTasksSchema = z.object({
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  offset: z.int().min(0).default(0),
  status: z.enum(TASK_STATES).optional(),
  type: z.string().max(64).optional(),
  /** Slug; its tasks alone. */
  model: z.string().max(100).optional(),
  /** `none` for tasks that belong to no batch, or the id of a batch for its tasks alone. */
  batch: z.string().max(80).optional(),
  cursor: z.string().max(200).optional(),
});
export type ListTasksQuery = z.infer<typeof listTasksSchema>;
