import {
  type CreditsEventData,
  DISABLE_REASONS,
  type TaskEventData,
  type WebhookEventData,
} from '@atelier/shared/contracts/event';
import { TASK_STATES } from '@atelier/shared/task-states';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

export const taskEventSchema = z.object({
  taskId: z.string(),
  batchId: z.string().nullable(),
  sequence: z.int().min(1),
  status: z.enum(TASK_STATES),
  progress: z.int().min(0).max(100),
  step: z.string().nullable(),
  errorCode: z.string().nullable(),
  estimatedCompletionAt: z.iso.datetime().nullable().optional(),
  at: z.iso.datetime(),
}) satisfies z.ZodType<TaskEventData>;

export const creditsEventSchema = z.object({
  credits: z.int().min(0),
  held: z.int().min(0),
  at: z.iso.datetime(),
}) satisfies z.ZodType<CreditsEventData>;

export const webhookEventSchema = z.object({
  webhookId: z.string(),
  url: z.string(),
  reason: z.enum(DISABLE_REASONS),
  at: z.iso.datetime(),
}) satisfies z.ZodType<WebhookEventData>;

export const eventDocuments = [
  documentRoute({
    method: 'get',
    path: '/api/events',
    name: 'events',
    tag: 'events',
    access: 'user',
    summary: { en: 'Live events (server-sent events)', 'zh-CN': '实时事件（SSE）' },
    details: {
      en: 'Names in `event:` are task.created, task.progressed, task.completed, task.failed, task.canceled, credits.changed and webhook.disabled. The schema is that of `data:`. A comment every 15 seconds keeps the line open. The stream ends with the access token that opened it; come back with a new one and Last-Event-ID.',
      'zh-CN':
        '`event:` 的取值为 task.created、task.progressed、task.completed、task.failed、task.canceled、credits.changed 和 webhook.disabled；下面的结构是 `data:` 的内容。每 15 秒发送一次注释以保持连接。访问令牌到期后连接会关闭，请使用新令牌和 Last-Event-ID 重新连接。',
    },
    request: {
      headers: z.object({
        'Last-Event-ID': z.string().optional().meta({ description: 'Continue after this event.' }),
      }),
      query: z.object({ lastEventId: z.int().min(0).optional() }),
    },
    answer: {
      contentType: 'text/event-stream',
      schema: z.union([taskEventSchema, creditsEventSchema, webhookEventSchema]),
    },
    errors: ['streams_too_many'],
  }),
];
