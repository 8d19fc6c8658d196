import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Schedules } from './schedules.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('failed work is tried again sooner, each time later, and after a success at its usual pace', async () => {
  const schedules = new Schedules(pino({ level: 'silent' }));
  const startedAt = Date.now();
  const runs: number[] = [];
  let failuresLeft = 3;
  const job = async (): Promise<void> => {
    runs.push((Date.now() - startedAt) / 1000);
    failuresLeft -= 1;
    if (failuresLeft >= 0) throw new Error('the database is away');
  };
  schedules.repeat('test', 60_000, job, 5000);
  await vi.advanceTimersByTimeAsync(130_000);
  expect(runs).toEqual([5, 6, 8, 12, 72]);
  await schedules.stop();
});

test('however often it fails, it never waits longer than usual', async () => {
  const schedules = new Schedules(pino({ level: 'silent' }));
  const job = vi.fn(() => Promise.reject(new Error('the database is away')));
  schedules.repeat('test', 3000, job, 0);
  await vi.advanceTimersByTimeAsync(13_000);
  // 0, 1, 3, 6, 9 and 12 seconds.
  expect(job).toHaveBeenCalledTimes(6);
  await schedules.stop();
});
