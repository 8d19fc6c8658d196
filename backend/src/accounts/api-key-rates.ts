import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';

const WINDOW_MS = 60_000;
/** Windows that are over are cleared away when more than this many are remembered. */
const MAX_REMEMBERED = 10_000;

/** How much of a key's allowance is left. */
export interface ApiKeyAllowance {
  /** Requests per minute. */
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until it begins anew, at least 1. */
  readonly resetSeconds: number;
}

/**
 * Requests per minute of each key, counted in this process by windows that begin with a key's first request, as the
 * account's own limits are: with several processes each counts its share. That is enough against a script that runs
 * away; money is guarded by the ledger, exactly and for all processes together.
 */
export class ApiKeyRates {
  readonly #clock: Clock;
  readonly #windows = new Map<string, { count: number; endsAtMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one request. Nothing is awaited, so that requests at once cannot share a place. @throws AppError api_key_rate_limited */
  count(apiKeyId: string, limit: number): ApiKeyAllowance {
    const now = this.#clock.now().getTime();
    let window = this.#windows.get(apiKeyId);
    if (!window || now >= window.endsAtMs) {
      window = { count: 0, endsAtMs: now + WINDOW_MS };
      this.#windows.set(apiKeyId, window);
      this.#forgetOld(now);
    }
    const resetSeconds = Math.ceil((window.endsAtMs - now) / 1000);
    if (window.count >= limit) throw new AppError('api_key_rate_limited', { limit, seconds: resetSeconds });
    window.count += 1;
    return { limit, remaining: limit - window.count, resetSeconds };
  }

  #forgetOld(now: number): void {
    if (this.#windows.size <= MAX_REMEMBERED) return;
    for (const [apiKeyId, { endsAtMs }] of this.#windows) if (now >= endsAtMs) this.#windows.delete(apiKeyId);
  }
}
