import { z } from 'zod';
import { MAX_RETENTION_DAYS } from '../limits.ts';

const keepDaysSchema = z.int().min(1).max(MAX_RETENTION_DAYS).nullable();

/** How long ended tasks and their files are kept. Of several rules for one task the most specific one counts. */
export const retentionRuleSchema = z.object({
  id: z.string(),
  /** Null for every recipe. */
  taskType: z.string().nullable(),
  /** Null for every user. */
  userId: z.string().nullable(),
  email: z.string().nullable(),
  /** Days after the task's end; null keeps for ever. */
  keepDays: keepDaysSchema,
  updatedAt: z.string(),
});
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

/** Sets the rule of one scope, in place of the one it had. A user is named by `userId` or `email`, or not at all. */
export const setRetentionRuleSchema = z
  .strictObject({
    taskType: z.string().min(1).max(64).nullable().default(null),
    userId: z.string().min(1).max(80).optional(),
    email: z.email().max(254).optional(),
    keepDays: keepDaysSchema,
  })
  .refine(
    ({ userId, email }) => userId === undefined || email === undefined,
    'name userId or email, not both',
  );
export type SetRetentionRuleRequest = z.output<typeof setRetentionRuleSchema>;

/** What the rules of now would erase, or did erase. */
export const retentionOutcomeSchema = z.object({
  tasks: z.int(),
  /** Pictures, videos and recordings with those tasks: results, and inputs that no other task uses. */
  files: z.int(),
  bytes: z.int(),
  /** Whether there are more expired tasks than were looked at. */
  hasMore: z.boolean(),
});
export type RetentionOutcome = z.infer<typeof retentionOutcomeSchema>;

/** The dry run: the same, with the first tasks by name. */
export const retentionPreviewSchema = retentionOutcomeSchema.extend({
  items: z.array(
    z.object({
      taskNo: z.string(),
      taskType: z.string(),
      userId: z.string(),
      completedAt: z.string(),
      files: z.int(),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;

/** How long the caller's own tasks are kept: in general, and by recipe where that differs. Null: for ever. */
export const ownRetentionSchema = z.object({
  keepDays: keepDaysSchema,
  byTaskType: z.record(z.string(), keepDaysSchema),
});
export type OwnRetention = z.infer<typeof ownRetentionSchema>;
