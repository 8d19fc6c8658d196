import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../limits.ts';
import { inputLinkSchema } from './external.ts';
import { parametersSchema } from './task.ts';

/** The words of the documented task API (seed B), which differ from ours; translated at its door and nowhere else. */
export const TASK_API_STATES = ['pending', 'processing', 'success', 'failed'] as const;
export type TaskApiState = (typeof TASK_API_STATES)[number];

/** What can be ordered at this door. Its lists also show what the same user ordered elsewhere. */
export const TASK_API_TYPES = ['basic_clean', 'model_pose12'] as const;

/** Body of `POST /api/task/create`. `params` are the recipe's; a description is called `productDescription` here. */
export const taskApiCreateSchema = z.strictObject({
  type: z.enum(TASK_API_TYPES),
  inputImageUrl: inputLinkSchema,
  params: parametersSchema.optional(),
});
export type TaskApiCreateRequest = z.output<typeof taskApiCreateSchema>;

export const taskApiCreatedSchema = z.object({
  taskId: z.string(),
  type: z.string(),
  status: z.enum(TASK_API_STATES),
  createdAt: z.string(),
});
export type TaskApiCreated = z.infer<typeof taskApiCreatedSchema>;

export const taskApiTaskSchema = z.object({
  id: z.string(),
  type: z.string(),
  status: z.enum(TASK_API_STATES),
  /** A signed link to our copy of the picture, not the address that was sent; empty when its owner deleted it. */
  inputImageUrl: z.string(),
  params: parametersSchema,
  /** Signed links that live a few minutes, in the order of the results. */
  resultUrls: z.array(z.string()),
  errorMessage: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().optional(),
});
export type TaskApiTask = z.infer<typeof taskApiTaskSchema>;

export const TASK_API_PAGE_SIZE = 10;

export const taskApiListSchema = z.object({
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(TASK_API_PAGE_SIZE),
  offset: z.int().min(0).default(0),
  status: z.enum(TASK_API_STATES).optional(),
  type: z.string().max(64).optional(),
});

export const taskApiPageSchema = z.object({
  tasks: z.array(taskApiTaskSchema.omit({ params: true, errorMessage: true })),
  /** Counted up to 1,000. */
  total: z.int(),
  /** Whether there are more than `total` says. */
  totalIsCapped: z.boolean(),
  /** Whether a greater `offset` finds more. */
  hasMore: z.boolean(),
  limit: z.int(),
  offset: z.int(),
});
export type TaskApiPage = z.infer<typeof taskApiPageSchema>;

/** The most results one task may have. */
const MAX_RESULTS = 64;

/** Body of `PUT /api/task/{taskId}/status`, for internal services alone. */
export const taskApiStatusSchema = z.strictObject({
  status: z.enum(TASK_API_STATES),
  /** Required with `success`: the results to fetch and keep, in order. */
  resultUrls: z.array(inputLinkSchema).min(1).max(MAX_RESULTS).optional(),
  /** With `failed`: what the owner of the task is told. */
  errorMessage: z.string().trim().min(1).max(500).optional(),
});
export type TaskApiStatusUpdate = z.output<typeof taskApiStatusSchema>;

/** The documented numbers of errors; every other one is its HTTP status. */
export const TASK_API_CODES = {
  parametersWrong: 4001,
  notAllowed: 4003,
  notFound: 4004,
  noMembership: 1002,
  noQuota: 1003,
  noAccount: 1004,
} as const;
