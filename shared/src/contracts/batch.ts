import { z } from 'zod';
import { BATCH_ITEM_STATES } from '../batch-item-states.ts';
import { DEFAULT_PAGE_SIZE, MAX_FILES_PER_BATCH, MAX_PAGE_SIZE } from '../limits.ts';
import { assetSchema } from './asset.ts';
import { createTaskSchema, parametersSchema, taskSchema } from './task.ts';

/** A picture that is announced: its bytes come later, into the place it has in the list. */
export const announcedFileSchema = z.strictObject({
  /** The file's own name; it labels results and the archive. */
  name: z.string().min(1).max(400),
  sizeBytes: z.int().min(0).optional(),
});

/**
 * `POST /api/batches`: N pictures and one recipe. Places count from 0: first those of `inputAssetIds`, then those of
 * `files`.
 */
export const createBatchSchema = createTaskSchema
  .pick({ taskType: true, model: true, parameters: true })
  .extend({
    /** The most the whole batch may cost; never exceeded. */
    maxCredits: z.int().min(1).max(1_000_000_000),
    /** The price of one picture the user agreed to. It never sets the price; a different real one is refused. */
    expectedPrice: z.int().min(0).optional(),
    files: z.array(announcedFileSchema).max(MAX_FILES_PER_BATCH).default([]),
    inputAssetIds: z.array(z.string().max(80)).max(MAX_FILES_PER_BATCH).default([]),
  })
  .refine(({ files, inputAssetIds }) => files.length + inputAssetIds.length > 0, {
    path: ['files'],
    message: 'name at least one picture',
  })
  .refine(({ files, inputAssetIds }) => files.length + inputAssetIds.length <= MAX_FILES_PER_BATCH, {
    path: ['files'],
    message: `at most ${MAX_FILES_PER_BATCH} pictures`,
  });
export type CreateBatchRequest = z.input<typeof createBatchSchema>;

const positionSchema = z
  .int()
  .min(0)
  .max(MAX_FILES_PER_BATCH - 1);

/** The `positions` field of the multipart form of `POST /api/batches/:id/files`: one place per file, in its order. */
export const filePositionsSchema = z.array(positionSchema).min(1);

/** The JSON form of `POST /api/batches/:id/files`: pictures that are stored already. */
export const addBatchFilesSchema = z.strictObject({
  files: z
    .array(z.strictObject({ position: positionSchema, inputAssetId: z.string().max(80) }))
    .min(1)
    .max(MAX_FILES_PER_BATCH),
});
export type AddBatchFilesRequest = z.input<typeof addBatchFilesSchema>;

/**
 * `receiving`: pictures that were announced are still to come; those that are here are worked on meanwhile.
 * `running`: all are here. `ended`: nothing is left to do.
 */
export const BATCH_STATES = ['receiving', 'running', 'ended'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** As much of a stored picture as a small view of it needs. */
export const previewSchema = assetSchema.pick({
  id: true,
  name: true,
  url: true,
  thumbnailUrl: true,
  contentType: true,
  hasAlpha: true,
});
export type Preview = z.infer<typeof previewSchema>;

export const batchSchema = z.object({
  id: z.string(),
  batchNo: z.string(),
  taskType: z.string(),
  model: z.string(),
  parameters: parametersSchema,
  state: z.enum(BATCH_STATES),
  /** Whether it takes pictures for places that are missing or refused. */
  isOpen: z.boolean(),
  fileCount: z.int().min(1),
  /** Places by state; they add up to `fileCount`. */
  counts: z.object({
    missing: z.int(),
    refused: z.int(),
    pending: z.int(),
    processing: z.int(),
    completed: z.int(),
    failed: z.int(),
    canceled: z.int(),
  }),
  /** Whole percent, 0 to 100: what is done of all places, a running task counting by its own progress. */
  progress: z.int().min(0).max(100),
  /** Failed tasks that may be tried again. */
  retryableCount: z.int(),
  credits: z.object({
    /** The most the batch may cost, as agreed before its start. */
    agreed: z.int(),
    /** The agreed price of one picture. */
    perPicture: z.int(),
    /** From the ledger entries of all its tasks. */
    held: z.int(),
    charged: z.int(),
    returned: z.int(),
  }),
  /** The first few pictures: results where there are any. */
  previews: z.array(previewSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** When it can be expected to end, by its own pace; null unless it is running and some of its tasks have ended. */
  estimatedCompletionAt: z.string().nullable(),
  /** When its last task ended; null while something is left to do. */
  endedAt: z.string().nullable(),
});
export type Batch = z.infer<typeof batchSchema>;

export const batchItemSchema = z.object({
  /** From 0. */
  position: z.int(),
  name: z.string(),
  /** As announced; null when it was not. */
  sizeBytes: z.int().nullable(),
  state: z.enum(BATCH_ITEM_STATES),
  taskId: z.string().nullable(),
  taskNo: z.string().nullable(),
  progress: z.int().min(0).max(100),
  step: taskSchema.shape.step,
  /** Tasks ahead in the line, counted up to 100; null unless pending. */
  queuePosition: z.int().nullable(),
  /** The first result, or else the picture itself; null when nothing is stored. */
  preview: previewSchema.nullable(),
  resultCount: z.int(),
  /** How many of the results were left with the provider; the task has their links. */
  linkedCount: z.int(),
  /** A stand-in answered instead of the vendor. */
  emulated: z.boolean(),
  priceCredits: z.int().nullable(),
  chargedCredits: z.int().nullable(),
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  canRetry: z.boolean(),
  /** The task was deleted by itself; its state is how it ended. */
  isDeleted: z.boolean(),
});
export type BatchItem = z.infer<typeof batchItemSchema>;

/** What became of one picture that was sent: a task, or the reason why not. */
export const batchFileOutcomeSchema = z.object({
  position: z.int(),
  name: z.string(),
  taskId: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  /** Figures behind the message, such as `required` and `available`. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type BatchFileOutcome = z.infer<typeof batchFileOutcomeSchema>;

/** Answer of `POST /api/batches` and `POST /api/batches/:id/files`. */
export const batchFilesSchema = z.object({
  batch: batchSchema,
  /** The pictures of this request, in its order. */
  files: z.array(batchFileOutcomeSchema),
});
export type BatchFiles = z.infer<typeof batchFilesSchema>;

/** Answer of `POST /api/batches/:id/retry`. */
export const batchRetrySchema = z.object({
  batch: batchSchema,
  retriedCount: z.int(),
  /** Failed tasks that were not started again, with the reason. */
  notRetried: z.array(batchFileOutcomeSchema),
});
export type BatchRetry = z.infer<typeof batchRetrySchema>;

export const listBatchesSchema = z.object({
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  offset: z.int().min(0).default(0),
  cursor: z.string().max(200).optional(),
});
export type ListBatchesQuery = z.infer<typeof listBatchesSchema>;

export const listBatchItemsSchema = z.object({
  limit: z.int().min(1).max(MAX_FILES_PER_BATCH).default(MAX_FILES_PER_BATCH),
  offset: z.int().min(0).default(0),
});
