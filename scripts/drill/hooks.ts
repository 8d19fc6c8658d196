import { createHmac, randomUUID } from 'node:crypto';
import type { Random } from './random.ts';
import type { VendorCallback } from './vendor-script.ts';

/** One call to a callback address. */
export interface Hook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const HOOK_SECRET = `whsec_${Buffer.from('the drill vendor signs with this').toString('base64')}`;
const FORGED_SECRET = `whsec_${Buffer.from('somebody else signs with this').toString('base64')}`;
const TOO_OLD_MS = 600_000;

const pathOf = ({ url }: VendorCallback): string => new URL(url).pathname;
const bodyOf = ({ jobId }: VendorCallback): string => JSON.stringify({ id: jobId, status: 'succeeded' });

function signed(body: string, secret: string, ageMs = 0): Record<string, string> {
  const id = `msg_${randomUUID()}`;
  const seconds = String(Math.floor((Date.now() - ageMs) / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

/** As the vendor sends it. */
export function genuineHook(callback: VendorCallback): Hook {
  const body = bodyOf(callback);
  return { path: pathOf(callback), headers: signed(body, HOOK_SECRET), body };
}

/** One of each kind of duplicate and forgery; a `replayed` hook was signed when the drill began. */
export class HookForge {
  readonly #callbacks: readonly VendorCallback[];
  readonly #replayed: readonly Hook[];
  readonly #random: Random;

  constructor(callbacks: readonly VendorCallback[], random: Random) {
    this.#callbacks = callbacks;
    this.#replayed = callbacks.map(genuineHook);
    this.#random = random;
  }

  /** Any duplicate or forgery, about any task, in random order. */
  next(): Hook {
    const random = this.#random;
    const callback = random.pick(this.#callbacks);
    const [path, body] = [pathOf(callback), bodyOf(callback)];
    const parts = path.split('/');
    const make = random.pick<() => Hook>([
      () => genuineHook(callback),
      () => random.pick(this.#replayed),
      () => ({ path, body, headers: {} }),
      () => ({ path, body, headers: signed(body, FORGED_SECRET) }),
      () => ({ path, body, headers: signed(body, HOOK_SECRET, TOO_OLD_MS) }),
      () => ({ path, body: `${body} `, headers: signed(body, HOOK_SECRET) }),
      () => ({ ...genuineHook(callback), path: [...parts.slice(0, -1), 'A'.repeat(43)].join('/') }),
      () => ({ ...genuineHook(callback), path: [...parts.slice(0, -1), this.#tokenOfAnother()].join('/') }),
      () => ({ ...genuineHook(callback), path: path.replace('/local/', '/kie/') }),
      () => this.#garbage(path),
    ]);
    return make();
  }

  #tokenOfAnother(): string {
    return pathOf(this.#random.pick(this.#callbacks)).split('/').at(-1) ?? '';
  }

  #garbage(path: string): Hook {
    const characters = Array.from({ length: Math.floor(this.#random.between(0, 3000)) }, () =>
      String.fromCharCode(Math.floor(this.#random.between(0, 0x2000))),
    );
    const body = characters.join('');
    return { path, body, headers: signed(body, FORGED_SECRET) };
  }
}
