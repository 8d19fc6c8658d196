import { z } from 'zod';
import { MAX_WEBHOOK_DESCRIPTION_CHARACTERS, MAX_WEBHOOK_URL_CHARACTERS } from '../limits.ts';
import { TASK_STATES } from '../task-states.ts';
import {
  ATTEMPT_FAILURES,
  DELIVERY_STATES,
  DELIVERY_TYPES,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_TEST_TYPE,
} from '../webhook-events.ts';
import { DISABLE_REASONS } from './event.ts';

const events = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .min(1)
  .max(WEBHOOK_EVENT_TYPES.length)
  .refine((types) => new Set(types).size === types.length, 'each type once');

const endpointFields = {
  url: z.string().trim().min(1).max(MAX_WEBHOOK_URL_CHARACTERS),
  description: z.string().trim().max(MAX_WEBHOOK_DESCRIPTION_CHARACTERS),
  events,
  isActive: z.boolean(),
};

export const createWebhookSchema = z.strictObject({
  ...endpointFields,
  description: endpointFields.description.default(''),
  isActive: endpointFields.isActive.default(true),
});
export type CreateWebhookRequest = z.input<typeof createWebhookSchema>;
export type NewWebhook = z.output<typeof createWebhookSchema>;

/** What is not named stays as it is. Switching on again forgets why the server switched it off. */
export const updateWebhookSchema = z.strictObject(endpointFields).partial();
export type UpdateWebhookRequest = z.output<typeof updateWebhookSchema>;

/** An address of the customer's that is told of events. */
export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  isActive: z.boolean(),
  /** Set when the server switched it off by itself. */
  disabled: z.object({ reason: z.enum(DISABLE_REASONS), at: z.string() }).nullable(),
  /** The last four characters of the secret. */
  secretHint: z.string(),
  /** Until then deliveries are signed with the secret before the last rotation as well. */
  previousSecretEndsAt: z.string().nullable(),
  /** The first failure since the last success. */
  failingSince: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** The answer to rotation, and to creation: the only times at which the secret is shown. */
export const webhookWithSecretSchema = webhookSchema.extend({ secret: z.string() });
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

/** The answer to creation. */
export const createdWebhookSchema = webhookSchema.extend({
  /** Null when the request repeats an earlier one by its Idempotency-Key; a rotation gives a new one. */
  secret: z.string().nullable(),
});
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;

export const webhookAttemptSchema = z.object({
  /** Counts 1, 2, 3 … per delivery, redeliveries included. */
  number: z.int().min(1),
  startedAt: z.string(),
  /** Null while it is under way, and when a restart cut it off. */
  durationMs: z.int().min(0).nullable(),
  /** The status of the answer; null when none came. */
  statusCode: z.int().nullable(),
  /** Null when it delivered or is under way. */
  failure: z.enum(ATTEMPT_FAILURES).nullable(),
  isUnderWay: z.boolean(),
  /** The beginning of the answer's body. */
  excerpt: z.string().nullable(),
});
export type WebhookAttempt = z.infer<typeof webhookAttemptSchema>;

/** One message to one endpoint. Its id is the `webhook-id` header of every attempt. */
export const webhookDeliverySchema = z.object({
  id: z.string(),
  type: z.enum(DELIVERY_TYPES),
  taskId: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  /** Whether an attempt is under way right now. */
  isUnderWay: z.boolean(),
  attemptCount: z.int().min(0),
  lastStatusCode: z.int().nullable(),
  lastFailure: z.enum(ATTEMPT_FAILURES).nullable(),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const webhookDeliveryDetailsSchema = webhookDeliverySchema.extend({
  /** The JSON text exactly as it is sent and signed. */
  payload: z.string(),
  /** Newest first. */
  attempts: z.array(webhookAttemptSchema),
});
export type WebhookDeliveryDetails = z.infer<typeof webhookDeliveryDetailsSchema>;

/** `data` of task messages: the facts at the moment of the event. Signed links are left out, as they expire. */
export const webhookTaskSchema = z.object({
  taskId: z.string(),
  taskNo: z.string(),
  taskType: z.string(),
  model: z.string(),
  status: z.enum(TASK_STATES),
  /** Order of the events of one task; messages may arrive in another one. */
  sequence: z.int().min(1),
  errorCode: z.string().nullable(),
  priceCredits: z.int(),
  chargedCredits: z.int().nullable(),
  resultCount: z.int().min(0),
  /** Where the task with fresh links to its results is read. */
  taskPath: z.string(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
export type WebhookTask = z.infer<typeof webhookTaskSchema>;

export const webhookCreditsSchema = z.object({ credits: z.int().min(0), held: z.int().min(0) });
export type WebhookCredits = z.infer<typeof webhookCreditsSchema>;

/** The body of every delivery (Standard Webhooks 1.0.0: type, timestamp, data). */
export const webhookPayloadSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['task.created', 'task.completed', 'task.failed', 'task.canceled']),
    timestamp: z.iso.datetime(),
    data: webhookTaskSchema,
  }),
  z.object({ type: z.literal('credits.changed'), timestamp: z.iso.datetime(), data: webhookCreditsSchema }),
  z.object({
    type: z.literal(WEBHOOK_TEST_TYPE),
    timestamp: z.iso.datetime(),
    data: z.object({ webhookId: z.string() }),
  }),
]);
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;
