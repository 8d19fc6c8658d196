import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** The specification asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

/** A fresh secret in the form that receivers paste into their library: `whsec_` and base64. */
export function makeWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

export interface SignedMessage {
  readonly id: string;
  /** The time of this attempt. */
  readonly sentAt: Date;
  /** The exact text of the body. */
  readonly payload: string;
  /** All secrets that are valid now: during a rotation the new one and the one before. */
  readonly secrets: readonly string[];
}

/** The headers of Standard Webhooks 1.0.0: HMAC-SHA256 over id, Unix seconds and body, one signature per secret. */
export function signatureHeaders({ id, sentAt, payload, secrets }: SignedMessage): Record<string, string> {
  const timestamp = Math.floor(sentAt.getTime() / 1000);
  const signed = `${id}.${timestamp}.${payload}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
