import { WEBHOOK_RETRY_SECONDS } from '@atelier/shared/limits';

/** Waits are lengthened or shortened by up to this share, so that messages that failed together part ways. */
const JITTER = 0.2;
/** What a receiver may ask for at most, and what it gets when it only says that it is overloaded. */
const LONGEST_ASKED_MS = 86_400_000;
const OVERLOADED_WAIT_MS = 60_000;
/** Too many requests, and what proxies say of a server that cannot keep up. */
const OVERLOADED = new Set([429, 502, 503, 504]);

/** How long to wait after so many attempts; null when there is no further one. */
export function retryDelayMs(tries: number, random: () => number = Math.random): number | null {
  const seconds = WEBHOOK_RETRY_SECONDS[tries - 1];
  if (seconds === undefined) return null;
  return Math.round(seconds * 1000 * (1 + JITTER * (2 * random() - 1)));
}

/**
 * How long an overloaded receiver wants to be left alone by everything that waits for it: its Retry-After (RFC 9110
 * §10.2.3, seconds or a date; at most a day), or a minute. Null for any other answer.
 */
export function restDelayMs(
  statusCode: number | null,
  retryAfter: string | undefined,
  now: Date,
): number | null {
  if (statusCode === null || !OVERLOADED.has(statusCode)) return null;
  const text = retryAfter?.trim() ?? '';
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  if (!Number.isFinite(askedMs) || askedMs <= 0) return OVERLOADED_WAIT_MS;
  return Math.min(askedMs, LONGEST_ASKED_MS);
}
