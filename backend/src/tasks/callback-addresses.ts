import { createHmac, timingSafeEqual } from 'node:crypto';
import { MAX_RETRIES } from '@atelier/shared/limits';
import type { TaskRow } from '../db/tables.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';

/** Where callbacks of vendors arrive; the rest of the path names the task and proves that we gave the address away. */
export const CALLBACK_PATH = '/api/callbacks';

/** The parts of an address behind `CALLBACK_PATH`, as somebody called it. */
export interface CallbackAddress {
  readonly provider: string;
  readonly taskId: string;
  readonly token: string;
}

/**
 * Addresses that only somebody can know whom we told: they carry a keyed hash of task and attempt. Whoever has one can
 * make the next check happen sooner, nothing else.
 */
export class CallbackAddresses {
  readonly #origin: string | undefined;
  readonly #key: Buffer;

  /** `origin` is the installation's public address; without one vendors are only asked, never expected to call. */
  constructor(parts: { origin: string | undefined; key: Buffer }) {
    this.#origin = parts.origin;
    this.#key = createHmac('sha256', parts.key).update('vendor callbacks').digest();
  }

  addressFor(row: Pick<TaskRow, 'id' | 'attempt' | 'ai_provider'>): string | null {
    if (this.#origin === undefined) return null;
    const token = this.#tokenOf(row).toString('base64url');
    return `${this.#origin}${CALLBACK_PATH}/${row.ai_provider}/${row.id}/${token}`;
  }

  /** The address that a vendor gets with an order; null where it could not call it or would refuse it. */
  offeredTo(
    { callback }: Pick<ProviderAdapter, 'callback'>,
    row: Pick<TaskRow, 'id' | 'attempt' | 'ai_provider'>,
    isEmulated: boolean,
  ): string | null {
    if (!callback) return null;
    const address = this.addressFor(row);
    // A stand-in runs on this machine, where there is no https.
    const isRefused = callback.needsHttps === true && !isEmulated && address?.startsWith('https:') === false;
    return isRefused ? null : address;
  }

  /**
   * The attempt whose address this is; undefined for addresses we never gave away. Asks nobody, so that guessing costs
   * the database nothing, and takes the same time for every answer.
   */
  attemptOf({ provider, taskId, token }: CallbackAddress): number | undefined {
    const given = Buffer.from(token, 'base64url');
    let found: number | undefined;
    for (let attempt = 1; attempt <= MAX_RETRIES + 1; attempt += 1) {
      const expected = this.#tokenOf({ id: taskId, attempt, ai_provider: provider });
      if (given.length === expected.length && timingSafeEqual(given, expected)) found = attempt;
    }
    return found;
  }

  #tokenOf({ id, attempt, ai_provider }: Pick<TaskRow, 'id' | 'attempt' | 'ai_provider'>): Buffer {
    return createHmac('sha256', this.#key).update(`${ai_provider}:${id}:${attempt}`).digest();
  }
}
