// Names and states of webhooks, apart from their contract so that the page does not load the library that checks it.
import type { EventType } from './contracts/event.ts';

/** What the page alone is told: progress would be a flood, and nobody can be told that he cannot be told. */
export type UnofferedEventType = 'task.progressed' | 'webhook.disabled';

/** The live events that webhooks carry: the closed list for filters. */
export const WEBHOOK_EVENT_TYPES = [
  'task.created',
  'task.completed',
  'task.failed',
  'task.canceled',
  'credits.changed',
] as const satisfies ReadonlyArray<Exclude<EventType, UnofferedEventType>>;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Sent on demand, whatever the filter says. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';
export const DELIVERY_TYPES = [...WEBHOOK_EVENT_TYPES, WEBHOOK_TEST_TYPE] as const;
export type DeliveryType = (typeof DELIVERY_TYPES)[number];

/** `pending` until an attempt succeeded, the attempts are used up, or the endpoint was switched off. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'canceled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * Why an attempt did not deliver. `status_refused`, `redirected` and `gone` (410) come with a status code; the next
 * three had no answer; `interrupted` (a restart in the middle) and `not_signed` (our key is missing) are our fault.
 */
export const ATTEMPT_FAILURES = [
  'status_refused',
  'redirected',
  'gone',
  'timed_out',
  'connection_failed',
  'address_refused',
  'interrupted',
  'not_signed',
] as const;
export type AttemptFailure = (typeof ATTEMPT_FAILURES)[number];
