import type { TaskState } from '../task-states.ts';

/** Names of live events, as sent in the SSE `event:` field of `GET /api/events`. */
export const EVENT_TYPES = [
  'task.created',
  'task.progressed',
  'task.completed',
  'task.failed',
  'task.canceled',
  'credits.changed',
  'webhook.disabled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
export type TaskEventType = Exclude<EventType, 'credits.changed' | 'webhook.disabled'>;

/** Body of every `task.*` event. `sequence` counts 1, 2, 3 … per task without gaps. */
export interface TaskEventData {
  readonly taskId: string;
  /** The batch the task belongs to; null for tasks of their own. */
  readonly batchId: string | null;
  readonly sequence: number;
  readonly status: TaskState;
  readonly progress: number;
  /** Step key from `task-steps.ts`; null when nothing is being done. */
  readonly step: string | null;
  readonly errorCode: string | null;
  /** When it can be expected to end, ISO 8601 in UTC; null when that is unknown. Missing in events of older versions. */
  readonly estimatedCompletionAt?: string | null | undefined;
  readonly at: string;
}

/** Body of `credits.changed`. */
export interface CreditsEventData {
  readonly credits: number;
  readonly held: number;
  readonly at: string;
}

/** Why the server switches an endpoint off: it answered 410, or everything failed for days. */
export const DISABLE_REASONS = ['gone', 'failing'] as const;
export type DisableReason = (typeof DISABLE_REASONS)[number];

/** Body of `webhook.disabled`: the server switched an endpoint of the user's off by itself. */
export interface WebhookEventData {
  readonly webhookId: string;
  readonly url: string;
  readonly reason: DisableReason;
  readonly at: string;
}

/** One stored event. `id` goes into the SSE `id:` field and comes back as Last-Event-ID. */
export type LiveEvent =
  | {
      readonly id: number;
      readonly type: TaskEventType;
      readonly data: TaskEventData;
    }
  | { readonly id: number; readonly type: 'credits.changed'; readonly data: CreditsEventData }
  | { readonly id: number; readonly type: 'webhook.disabled'; readonly data: WebhookEventData };

/** Those of them that tell of a task. */
export type TaskLiveEvent = Extract<LiveEvent, { readonly data: TaskEventData }>;
