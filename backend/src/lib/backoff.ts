/** Exponential back-off with full jitter between half and all of it: 2 s, 4 s, 8 s … at most five minutes. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(300_000, 2000 * 2 ** Math.max(0, Math.min(attempt - 1, 10)));
  return Math.round(ceilingMs / 2 + (ceilingMs / 2) * random());
}
