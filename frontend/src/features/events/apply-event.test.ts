import type { LiveEvent } from '@atelier/shared/contracts/event';
import type { Task } from '@atelier/shared/contracts/task';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { sampleTask } from '../../testing/sample-task.ts';
import { applyEvent } from './apply-event.ts';

const LIST = queryKeys.taskList({ limit: 50 });

function setUp(task: Task) {
  const queryClient = new QueryClient();
  queryClient.setQueryData(queryKeys.task(task.id), task);
  queryClient.setQueryData(LIST, { items: [task] });
  queryClient.setQueryData(queryKeys.credits, { credits: 10, held: 0, totalEarned: 10, totalSpent: 0 });
  const isStale = (key: readonly unknown[]) => queryClient.getQueryState(key)?.isInvalidated;
  return { queryClient, isStale };
}

const event = (
  type: 'task.progressed' | 'task.completed',
  status: Task['status'],
  progress: number,
): LiveEvent => ({
  id: 1,
  type,
  data: {
    taskId: 'task_1',
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
    const { queryClient, isStale } = setUp(
      sampleTask({ status: 'processing', progress: 10, queuePosition: 2 }),
    );
    applyEvent(queryClient, event('task.progressed', 'processing', 70));
    expect(queryClient.getQueryData(queryKeys.task('task_1'))).toMatchObject({
      progress: 70,
      step: { key: 'encoding', label: 'Writing the result' },
      queuePosition: null,
    });
    expect([isStale(queryKeys.task('task_1')), isStale(LIST)]).toEqual([false, false]);
  });

  it('has the task and the lists read again at the end', () => {
    const { queryClient, isStale } = setUp(sampleTask({ status: 'processing' }));
    applyEvent(queryClient, event('task.completed', 'completed', 100));
    expect([isStale(queryKeys.task('task_1')), isStale(LIST)]).toEqual([true, true]);
  });

  it('shows a changed balance at once', () => {
    const { queryClient } = setUp(sampleTask());
    const data = { credits: 7, held: 3, at: '2026-11-22T07:00:00Z' };
    applyEvent(queryClient, { id: 2, type: 'credits.changed', data });
    expect(queryClient.getQueryData(queryKeys.credits)).toMatchObject({
      credits: 7,
      held: 3,
      totalEarned: 10,
    });
  });
});
