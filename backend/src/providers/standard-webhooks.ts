import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CallbackMessage } from './adapter.ts';

/** Messages older or newer than this are refused (Standard Webhooks 1.0.0, "verifying timestamp"). */
const WINDOW_MS = 5 * 60_000;

/**
 * Whether a callback carries a signature of Standard Webhooks 1.0.0 that fits the secret (`whsec_` and base64). During
 * a rotation several signatures stand side by side; one is enough. Never throws, whatever was sent.
 */
export function isStandardWebhook({ headers, body, receivedAt }: CallbackMessage, secret: string): boolean {
  const id = headers['webhook-id'];
  const seconds = headers['webhook-timestamp'];
  if (!id || !seconds || !/^\d{1,12}$/.test(seconds)) return false;
  if (Math.abs(receivedAt.getTime() - Number(seconds) * 1000) > WINDOW_MS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) return false;
  const expected = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((part) => {
    const [version, signature = ''] = part.split(',', 2);
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
