import type { LiveEvent } from '@atelier/shared/contracts/event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchBatches } from './quiet-batches.ts';

const ended = (batchId: string | null): LiveEvent => ({
  id: 1,
  type: 'task.completed',
  data: {
    taskId: 'task_1',
    batchId,
    sequence: 2,
    status: 'completed',
    progress: 100,
    step: null,
    errorCode: null,
    at: '2026-11-25T07:00:00Z',
  },
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('watchBatches', () => {
  it('speaks once when two hundred tasks have ended, and not before', () => {
    const onQuiet = vi.fn();
    const { onEvent } = watchBatches(onQuiet);
    for (let end = 0; end < 200; end += 1) {
      onEvent(ended('batch_1'));
      vi.advanceTimersByTime(500);
    }
    expect(onQuiet).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(onQuiet.mock.calls).toEqual([['batch_1']]);
  });

  it('keeps batches apart, leaves tasks of their own alone, and can be stopped', () => {
    const onQuiet = vi.fn();
    const { onEvent, stop } = watchBatches(onQuiet);
    onEvent(ended('batch_1'));
    onEvent(ended('batch_2'));
    onEvent(ended(null));
    vi.advanceTimersByTime(3_000);
    expect(onQuiet).toHaveBeenCalledTimes(2);
    onEvent(ended('batch_3'));
    stop();
    vi.advanceTimersByTime(3_000);
    expect(onQuiet).toHaveBeenCalledTimes(2);
  });
});
