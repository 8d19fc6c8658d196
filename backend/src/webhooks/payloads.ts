import type { CreditsEventData, TaskEventData } from '@atelier/shared/contracts/event';
import type { WebhookPayload, WebhookTask } from '@atelier/shared/contracts/webhook';
import { WEBHOOK_TEST_TYPE, type WebhookEventType } from '@atelier/shared/webhook-events';
import type { TaskRow } from '../db/tables.ts';
import { resultCountOf } from '../db/task-results.ts';

/** Columns of a task that receivers are told. */
export const TASK_FACTS = [
  'id',
  'task_no',
  'task_type',
  'ai_model',
  'price_credits',
  'charged_credits',
  'result_urls',
  'result_metadata',
  'created_at',
  'completed_at',
] as const satisfies ReadonlyArray<keyof TaskRow>;
export type TaskFacts = Pick<TaskRow, (typeof TASK_FACTS)[number]>;

export function taskPayload(
  type: Exclude<WebhookEventType, 'credits.changed'>,
  event: TaskEventData,
  task: TaskFacts,
): WebhookPayload {
  const data: WebhookTask = {
    taskId: task.id,
    taskNo: task.task_no,
    taskType: task.task_type,
    model: task.ai_model,
    status: event.status,
    sequence: event.sequence,
    errorCode: event.errorCode,
    priceCredits: task.price_credits,
    chargedCredits: task.charged_credits,
    resultCount: resultCountOf(task),
    taskPath: `/api/tasks/${task.id}`,
    createdAt: task.created_at,
    completedAt: task.completed_at,
  };
  return { type, timestamp: event.at, data };
}

export function creditsPayload({ credits, held, at }: CreditsEventData): WebhookPayload {
  return { type: 'credits.changed', timestamp: at, data: { credits, held } };
}

export function testPayload(webhookId: string, at: string): WebhookPayload {
  return { type: WEBHOOK_TEST_TYPE, timestamp: at, data: { webhookId } };
}
