import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('coalesce', () => {
  it('runs at once, and two hundred calls in ten seconds lead to a run per window', () => {
    const action = vi.fn();
    const { ask } = coalesce(action, 2000);
    ask();
    expect(action).toHaveBeenCalledOnce();
    for (let call = 0; call < 200; call += 1) {
      ask();
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(10_000);
    expect(action.mock.calls.length).toBeLessThanOrEqual(7);
  });

  it('runs once more after the last call, never before its window ends, and then rests', () => {
    const action = vi.fn();
    const { ask } = coalesce(action, 1000);
    ask();
    vi.advanceTimersByTime(900);
    ask();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(action).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(60_000);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('forgets what is to come when it is stopped', () => {
    const action = vi.fn();
    const { ask, stop } = coalesce(action, 1000);
    ask();
    ask();
    stop();
    vi.advanceTimersByTime(5000);
    expect(action).toHaveBeenCalledOnce();
  });
});
