import { z } from 'zod';
import { ADMIN_TASK_PAGE_SIZE, MAX_EMAIL_CHARACTERS, MAX_PAGE_SIZE } from '../limits.ts';
import { TASK_STATES } from '../task-states.ts';
import { receiptSchema } from './credit.ts';
import { EVENT_TYPES } from './event.ts';
import { vendorLossSchema } from './loss.ts';
import { taskStepSchema } from './task.ts';

/** The inner states behind a task's status, in order. */
export const TASK_PHASES = ['queued', 'submitting', 'running', 'collecting', 'ended'] as const;
export type TaskPhase = (typeof TASK_PHASES)[number];

/** A task as operators see it in a list: whose it is, how it stands and what it cost; nothing of what it is about. */
export const adminTaskSchema = z.object({
  id: z.string(),
  taskNo: z.string(),
  user: z.object({ id: z.string(), email: z.string() }),
  taskType: z.string(),
  model: z.string(),
  provider: z.string(),
  status: z.enum(TASK_STATES),
  phase: z.enum(TASK_PHASES),
  priceCredits: z.int(),
  /** What the latest attempt finally cost: null while it is live, 0 when everything was returned. */
  chargedCredits: z.int().nullable(),
  errorCode: z.string().nullable(),
  /** The vendor's own id of the work. */
  vendorTaskId: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  /** When its owner deleted it. */
  deletedAt: z.string().nullable(),
});
export type AdminTask = z.infer<typeof adminTaskSchema>;

export const listAdminTasksSchema = z.object({
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(ADMIN_TASK_PAGE_SIZE),
  cursor: z.string().max(200).optional(),
  /** Id or number of one task; the other filters do not count then. */
  task: z.string().min(1).max(80).optional(),
  /** Id or e-mail address of the owner. */
  user: z.string().min(1).max(MAX_EMAIL_CHARACTERS).optional(),
  status: z.enum(TASK_STATES).optional(),
  provider: z.string().min(1).max(64).optional(),
  model: z.string().min(1).max(100).optional(),
  errorCode: z.string().min(1).max(64).optional(),
  /** Created at this moment or later. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Created before this moment. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** Whether tasks that their owners deleted are listed, too. */
  deleted: z.enum(['without', 'with']).default('without'),
});
export type ListAdminTasksQuery = z.output<typeof listAdminTasksSchema>;

export const adminTaskPageSchema = z.object({
  tasks: z.array(adminTaskSchema),
  /** Pass as `cursor` to look at older tasks; null when there are none. */
  nextCursor: z.string().nullable(),
  /** Older tasks than these have not been looked at yet; null when all have. */
  searchedTo: z.string().nullable(),
});
export type AdminTaskPage = z.infer<typeof adminTaskPageSchema>;

/** How many files, and how large they are together. Operators do not see the files themselves. */
const fileSumSchema = z.object({ count: z.int(), sizeBytes: z.int() });

export const adminTaskEventSchema = z.object({
  id: z.int(),
  sequence: z.int(),
  type: z.enum(EVENT_TYPES),
  status: z.enum(TASK_STATES),
  progress: z.int(),
  step: taskStepSchema.nullable(),
  errorCode: z.string().nullable(),
  at: z.string(),
});
export type AdminTaskEvent = z.infer<typeof adminTaskEventSchema>;

/** Everything about one task that helps to find out what became of it. */
export const adminTaskDetailSchema = adminTaskSchema.extend({
  batchId: z.string().nullable(),
  apiKeyId: z.string().nullable(),
  attempt: z.int(),
  retryCount: z.int(),
  progress: z.int(),
  step: taskStepSchema.nullable(),
  /** Starts of the current attempt: more than one when a crash cut one short or the vendor asked to come later. */
  startCount: z.int(),
  /** How often the vendor was asked about the current attempt. */
  checkCount: z.int(),
  queuedAt: z.string(),
  startedAt: z.string().nullable(),
  updatedAt: z.string(),
  /** When the next step is due; null once ended. */
  dueAt: z.string().nullable(),
  /** When the server gives up on the vendor. */
  deadlineAt: z.string().nullable(),
  /** Until when a worker has it in hand. */
  leaseUntil: z.string().nullable(),
  /** The check that a vendor's callback or an operator last brought forward. */
  calledBackAt: z.string().nullable(),
  /** When only what its receipt needs was left of it. */
  erasedAt: z.string().nullable(),
  /** What its owner is told, in the caller's language. */
  error: z.string().nullable(),
  /** What happened, for operators only. */
  errorDetail: z.string().nullable(),
  inputs: fileSumSchema,
  results: fileSumSchema,
  /** The newest of them, oldest first; `eventCount` says how many there were. */
  events: z.array(adminTaskEventSchema),
  eventCount: z.int(),
  receipt: receiptSchema,
  losses: z.array(vendorLossSchema),
  canCancel: z.boolean(),
  /** Whether a vendor has the work, so that it can be asked about it. */
  canCheckNow: z.boolean(),
});
export type AdminTaskDetail = z.infer<typeof adminTaskDetailSchema>;

/**
 * What became of the wish to ask the vendor now. `sooner`: the next check was brought forward. `repeated`: one is planned
 * that is early enough. `not_waiting`: nothing is awaited from a vendor any more.
 */
export const checkNowSchema = z.object({
  outcome: z.enum(['sooner', 'repeated', 'not_waiting']),
  dueAt: z.string().nullable(),
});
export type CheckNow = z.infer<typeof checkNowSchema>;
