import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CallbackMessage } from '../adapter.ts';

/** The vendor names no window; this is the usual one of signed webhooks. */
const WINDOW_MS = 5 * 60_000;

const id = z.string().optional().catch(undefined);
const bodySchema = z.object({
  taskId: id,
  task_id: id,
  data: z.object({ taskId: id, task_id: id }).nullish().catch(null),
});

/**
 * Whether a callback carries the vendor's signature: base64 of HMAC-SHA256 over `<task id>.<timestamp>`. It covers the
 * task and the time, not the rest of the body, so nothing else in the body may be believed. Never throws, whatever was
 * sent.
 */
export function isKieCallback({ headers, body, receivedAt }: CallbackMessage, secret: string): boolean {
  const seconds = headers['x-webhook-timestamp'] ?? '';
  if (secret === '' || !/^\d{1,12}$/.test(seconds)) return false;
  if (Math.abs(receivedAt.getTime() - Number(seconds) * 1000) > WINDOW_MS) return false;
  const taskId = taskIdIn(body);
  if (taskId === undefined) return false;
  const expected = createHmac('sha256', secret).update(`${taskId}.${seconds}`).digest();
  const given = Buffer.from(headers['x-webhook-signature'] ?? '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The families write it in four ways. */
function taskIdIn(body: string): string | undefined {
  const parsed = bodySchema.safeParse(parse(body));
  if (!parsed.success) return undefined;
  const { data, taskId, task_id } = parsed.data;
  return data?.taskId ?? data?.task_id ?? taskId ?? task_id;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no task is named in it.
    return undefined;
  }
}
