import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobFault } from './faults.ts';
import type { VendorCounts } from './job-store.ts';

export interface CallbackMessage {
  readonly url: string;
  /** Sent as JSON. */
  readonly body: unknown;
  /** The job's, for duplicated, forged and missing ones. */
  readonly fault: JobFault | null;
  /** The vendor's way of signing: headers for exactly this text. Absent for vendors that do not sign. */
  sign?(payload: string, secret: string): Readonly<Record<string, string>>;
}

const TRIES = 3;
const PAUSE_MS = 200;
const TIMEOUT_MS = 5000;
const FORGED_SECRET = `whsec_${Buffer.from('somebody else signs with this').toString('base64')}`;

/** Calls back as the vendor does; what was not answered with 2xx is sent again, the same message each time. */
export async function sendCallback(
  message: CallbackMessage,
  secret: string,
  counts: VendorCounts,
): Promise<void> {
  const { fault } = message;
  if (fault === 'callback-missing') return;
  const payload = JSON.stringify(message.body);
  const headers = message.sign?.(payload, fault === 'callback-forged' ? FORGED_SECRET : secret);
  for (let sent = 0; sent < (fault === 'callback-twice' ? 2 : 1); sent += 1) {
    if (await deliver(message.url, payload, headers ?? {})) counts.callbacks += 1;
  }
}

async function deliver(
  url: string,
  payload: string,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      body: payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
    if (tries < TRIES) await sleep(PAUSE_MS * tries);
  }
  console.error(`emulator: nobody took the callback to ${new URL(url).host}`);
  return false;
}

/** Standard Webhooks: `sign` of vendors that follow it. */
export function signStandardWebhook(payload: string, secret: string): Record<string, string> {
  const [id, seconds] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${payload}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
