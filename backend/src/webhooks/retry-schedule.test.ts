import { WEBHOOK_RETRY_SECONDS } from '@atelier/shared/limits';
import { expect, test } from 'vitest';
import { restDelayMs, retryDelayMs } from './retry-schedule.ts';

const NOW = new Date('2026-03-01T08:00:00.000Z');

test('ten attempts over about three days, each wait within a fifth of the table', () => {
  for (const [index, seconds] of WEBHOOK_RETRY_SECONDS.entries()) {
    expect(retryDelayMs(index + 1, () => 0)).toBe(seconds * 800);
    expect(retryDelayMs(index + 1, () => 0.5)).toBe(seconds * 1000);
    expect(retryDelayMs(index + 1, () => 1)).toBe(seconds * 1200);
  }
  expect(retryDelayMs(WEBHOOK_RETRY_SECONDS.length + 1)).toBeNull();
  const days = WEBHOOK_RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 86_400;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(3.3);
});

test.each([
  [429, '120', 120_000],
  [503, 'Sun, 01 Mar 2026 08:30:00 GMT', 1_800_000],
  [503, 'Sun, 01 Mar 2020 08:30:00 GMT', 60_000],
  [502, undefined, 60_000],
  [504, 'soon', 60_000],
  [429, '99999999', 86_400_000],
  [500, '120', null],
  [null, undefined, null],
] as const)('status %j with Retry-After %j rests %j ms', (status, retryAfter, expected) => {
  expect(restDelayMs(status, retryAfter, NOW)).toBe(expected);
});
