/** Where the time comes from, so that tests can move it. */
export interface Clock {
  now(): Date;
}

const startedAtMs = Date.now() - performance.now();

/**
 * The time of day when the process began plus the time that has really passed since. A clock that is set forward or
 * back while we run (by hand, by a virtual machine that slept) thus ends no lease, deadline or session early; the next
 * start takes the new time.
 */
export const systemClock: Clock = { now: () => new Date(startedAtMs + performance.now()) };

/** A fact writes the same moment into many rows, and writing it out takes longer than looking at the clock. */
let latest = { atMs: Number.NaN, text: '' };

/** The stored form of a moment: ISO 8601 in UTC with milliseconds, which sorts as text in both databases. */
export function timestamp(clock: Clock, offsetMs = 0): string {
  const atMs = clock.now().getTime() + offsetMs;
  if (atMs !== latest.atMs) latest = { atMs, text: new Date(atMs).toISOString() };
  return latest.text;
}
