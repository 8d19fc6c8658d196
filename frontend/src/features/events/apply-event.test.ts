import type { LiveEvent } from '@atelier/shared/contracts/event';
import type { Task } from '@atelier/shared/contracts/task';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { sampleTask } from '../../testing/sample-task.ts';
import { applyEvent } from './apply-event.ts';
import { createRefresher } from './refresher.ts';

const LIST = queryKeys.taskList({ limit: 50 });

function setUp(task: Task) {
  const queryClient = new QueryClient();
  queryClient.setQueryData(queryKeys.task(task.id), task);
  queryClient.setQueryData(LIST, { items: [task] });
  queryClient.setQueryData(queryKeys.credits, { credits: 10, held: 0, totalEarned: 10, totalSpent: 0 });
  const isStale = (key: readonly unknown[]) => queryClient.getQueryState(key)?.isInvalidated;
  return { queryClient, isStale, refresher: createRefresher(queryClient) };
}

/** How often each part of the cache was asked for again. */
function countReads(queryClient: QueryClient): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  vi.spyOn(queryClient, 'invalidateQueries').mockImplementation(async (filters) => {
    const name = String(filters?.queryKey);
    reads.set(name, (reads.get(name) ?? 0) + 1);
  });
  return reads;
}

const event = (
  type: 'task.progressed' | 'task.completed',
  status: Task['status'],
  progress: number,
  batchId: string | null = null,
): LiveEvent => ({
  id: 1,
  type,
  data: {
    taskId: 'task_1',
    batchId,
    sequence: 2,
    status,
    progress,
    step: 'encoding',
    errorCode: null,
    at: '2026-11-22T07:00:00Z',
  },
});

describe('applyEvent', () => {
  it('writes progress in place and asks the server nothing', () => {
    const { queryClient, isStale, refresher } = setUp(
      sampleTask({ status: 'processing', progress: 10, queuePosition: 2 }),
    );
    applyEvent(queryClient, event('task.progressed', 'processing', 70), refresher);
    expect(queryClient.getQueryData(queryKeys.task('task_1'))).toMatchObject({
      progress: 70,
      step: { key: 'encoding', label: 'Writing the result' },
      queuePosition: null,
    });
    expect([isStale(queryKeys.task('task_1')), isStale(LIST)]).toEqual([false, false]);
  });

  it('has the task and the lists read again at the end', () => {
    const { queryClient, isStale, refresher } = setUp(sampleTask({ status: 'processing' }));
    applyEvent(queryClient, event('task.completed', 'completed', 100), refresher);
    expect([isStale(queryKeys.task('task_1')), isStale(LIST)]).toEqual([true, true]);
    // Until then nobody sees a finished task whose results are not there.
    expect(queryClient.getQueryData(queryKeys.task('task_1'))).toMatchObject({ status: 'processing' });
  });

  it('shows a changed balance at once', () => {
    const { queryClient, refresher } = setUp(sampleTask());
    const data = { credits: 7, held: 3, at: '2026-11-22T07:00:00Z' };
    applyEvent(queryClient, { id: 2, type: 'credits.changed', data }, refresher);
    expect(queryClient.getQueryData(queryKeys.credits)).toMatchObject({
      credits: 7,
      held: 3,
      totalEarned: 10,
    });
  });

  it('has the lists read again once a second when many tasks of their own begin and end', () => {
    vi.useFakeTimers();
    const { queryClient, refresher } = setUp(sampleTask());
    const reads = countReads(queryClient);
    for (let end = 0; end < 40; end += 1) {
      applyEvent(queryClient, event('task.completed', 'completed', 100), refresher);
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(60_000);
    expect(reads.get(String(queryKeys.taskLists))).toBeGreaterThanOrEqual(2);
    expect(reads.get(String(queryKeys.taskLists))).toBeLessThanOrEqual(4);
    vi.useRealTimers();
  });

  it('has a batch and the lists read again a few times only, however many of its tasks end', () => {
    vi.useFakeTimers();
    const { queryClient, refresher } = setUp(sampleTask());
    const reads = countReads(queryClient);
    for (let end = 0; end < 200; end += 1) {
      applyEvent(queryClient, event('task.completed', 'completed', 100, 'batch_1'), refresher);
      const data = { credits: end, held: 0, at: '2026-11-22T07:00:00Z' };
      applyEvent(queryClient, { id: end, type: 'credits.changed', data }, refresher);
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(60_000);
    expect(reads.get(String(queryKeys.batch('batch_1')))).toBeLessThanOrEqual(9);
    expect(reads.get(String(queryKeys.taskLists))).toBeLessThanOrEqual(6);
    expect(reads.get('credits')).toBeLessThanOrEqual(6);
    vi.useRealTimers();
  });
});
