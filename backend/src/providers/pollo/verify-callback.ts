import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CallbackMessage } from '../adapter.ts';

/** The vendor names no window; this is the usual one of signed webhooks. */
const WINDOW_MS = 5 * 60_000;
/** Larger numbers are milliseconds: the vendor does not say which it sends. */
const LAST_SECOND = 1e12;

/**
 * Whether a callback carries the vendor's signature: base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>` with the decoded
 * secret of the console. Several signatures and a leading `v1,` are taken, too. Never throws, whatever was sent.
 */
export function isPolloCallback({ headers, body, receivedAt }: CallbackMessage, secret: string): boolean {
  const id = headers['x-webhook-id'];
  const timestamp = headers['x-webhook-timestamp'] ?? '';
  if (!id || !/^\d{1,14}$/.test(timestamp)) return false;
  const sentAt = Number(timestamp) > LAST_SECOND ? Number(timestamp) : Number(timestamp) * 1000;
  if (Math.abs(receivedAt.getTime() - sentAt) > WINDOW_MS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return (headers['x-webhook-signature'] ?? '').split(' ').some((part) => {
    const given = Buffer.from(part.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
