import type { LiveEvent } from '@atelier/shared/contracts/event';
import type { TaskState } from '@atelier/shared/task-states';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../lib/api-client.ts';
import { eventStream, type StreamState } from '../lib/event-stream.ts';
import { type FollowedTask, useTaskPolling } from './useTaskPolling.ts';

/** Stands in for the server and its event stream; the hook under test is the real one. */
const server = {
  state: 'open' as StreamState,
  statuses: new Map<string, FollowedTask>(),
  requests: 0,
  listeners: new Set<(event: LiveEvent) => void>(),
  stateListeners: new Set<(state: StreamState) => void>(),
};

const task = (id: string, status: TaskState, progress = 0): FollowedTask => ({ id, status, progress });

function emit(taskId: string, status: TaskState, progress: number): void {
  const types = { completed: 'task.completed', failed: 'task.failed' } as const;
  const type = status === 'completed' || status === 'failed' ? types[status] : 'task.progressed';
  const data = {
    taskId,
    batchId: null,
    sequence: 1,
    status,
    progress,
    step: 'refining',
    errorCode: null,
    at: '2026-11-22T00:00:00Z',
  };
  for (const listener of server.listeners) listener({ id: 1, type, data });
}

function setStream(state: StreamState): void {
  server.state = state;
  for (const listener of server.stateListeners) listener(state);
}

const settle = () => act(async () => vi.advanceTimersByTimeAsync(0));

beforeEach(() => {
  vi.useFakeTimers();
  server.state = 'open';
  server.requests = 0;
  server.statuses.clear();
  vi.spyOn(eventStream, 'state').mockImplementation(() => server.state);
  vi.spyOn(eventStream, 'subscribe').mockImplementation((listener) => {
    server.listeners.add(listener);
    return () => server.listeners.delete(listener);
  });
  vi.spyOn(eventStream, 'onState').mockImplementation((listener) => {
    server.stateListeners.add(listener);
    return () => server.stateListeners.delete(listener);
  });
  vi.spyOn(api, 'get').mockImplementation(async (route, options) => {
    server.requests += 1;
    const taskId = String(options?.path?.['id'] ?? '');
    const found = route === '/api/tasks/{id}/status' ? server.statuses.get(taskId) : undefined;
    if (!found) throw new Error(`no answer for ${route} of ${taskId}`);
    return found as never;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('useTaskPolling', () => {
  it('follows progress by events without asking the server again', async () => {
    server.statuses.set('t1', task('t1', 'processing', 10));
    const { result } = renderHook(() => useTaskPolling([task('t1', 'pending')]));
    await settle();
    const asked = server.requests;
    act(() => emit('t1', 'processing', 60));
    expect(result.current.tasks[0]).toMatchObject({
      progress: 60,
      step: { key: 'refining', label: 'Refining the edges' },
    });
    expect(result.current.isPolling).toBe(false);
    await act(async () => vi.advanceTimersByTimeAsync(60_000));
    expect(server.requests).toBe(asked);
  });

  it('calls back once per end, with the results read from the server', async () => {
    server.statuses.set('t1', task('t1', 'processing', 10));
    const onTaskComplete = vi.fn();
    renderHook(() => useTaskPolling([task('t1', 'processing')], { onTaskComplete }));
    await settle();
    server.statuses.set('t1', { ...task('t1', 'completed', 100), resultUrls: ['/files/a'] });
    act(() => {
      emit('t1', 'completed', 100);
      emit('t1', 'completed', 100);
    });
    await settle();
    act(() => emit('t1', 'completed', 100));
    await settle();
    expect(onTaskComplete).toHaveBeenCalledOnce();
    expect(onTaskComplete.mock.calls[0]?.[0]).toMatchObject({
      status: 'completed',
      resultUrls: ['/files/a'],
    });
  });

  it('keeps what an event has told when a slower answer knows less', async () => {
    server.statuses.set('t1', { ...task('t1', 'processing', 50), updatedAt: '2026-11-21T23:59:59Z' });
    const { result } = renderHook(() => useTaskPolling([task('t1', 'pending')]));
    act(() => emit('t1', 'processing', 72));
    await settle();
    expect(server.requests).toBe(1);
    expect(result.current.tasks[0]?.progress).toBe(72);
  });

  it('asks nothing about the ends of tasks it does not follow', async () => {
    server.statuses.set('t1', task('t1', 'processing', 10));
    renderHook(() => useTaskPolling([task('t1', 'processing')]));
    await settle();
    const asked = server.requests;
    act(() => emit('somebody', 'completed', 100));
    await settle();
    expect(server.requests).toBe(asked);
  });

  it('is not woken by a late event of an ended task', async () => {
    server.statuses.set('t1', task('t1', 'failed'));
    server.statuses.set('t2', task('t2', 'processing'));
    const { result } = renderHook(() => useTaskPolling([task('t1', 'failed'), task('t2', 'processing')]));
    await settle();
    act(() => emit('t1', 'processing', 20));
    expect(result.current.tasks[0]?.status).toBe('failed');
  });

  it('asks every interval while the stream is down and stops when it is back', async () => {
    server.state = 'down';
    server.statuses.set('t1', task('t1', 'processing', 30));
    const { result } = renderHook(() => useTaskPolling([task('t1', 'processing')], { intervalMs: 1_000 }));
    await settle();
    expect(result.current.isPolling).toBe(true);
    expect(server.requests).toBe(1);
    await act(async () => vi.advanceTimersByTimeAsync(2_000));
    expect(server.requests).toBe(3);
    expect(result.current.tasks[0]?.progress).toBe(30);
    await act(async () => setStream('open'));
    const asked = server.requests;
    expect(result.current.isPolling).toBe(false);
    await act(async () => vi.advanceTimersByTimeAsync(10_000));
    expect(server.requests).toBe(asked);
  });

  it('ends by polling too, and tells a failure once', async () => {
    server.state = 'down';
    server.statuses.set('t1', { ...task('t1', 'failed'), error: 'No product was found' });
    const onTaskFailed = vi.fn();
    const { result } = renderHook(() => useTaskPolling([task('t1', 'processing')], { onTaskFailed }));
    await settle();
    await act(async () => vi.advanceTimersByTimeAsync(10_000));
    expect(onTaskFailed).toHaveBeenCalledOnce();
    expect(result.current).toMatchObject({
      isPolling: false,
      allCompleted: true,
      failedCount: 1,
      processingCount: 0,
    });
    expect(server.requests).toBe(1);
  });

  it('rests after the last attempt until asked to start again', async () => {
    server.state = 'down';
    server.statuses.set('t1', task('t1', 'processing'));
    const options = { intervalMs: 100, maxAttempts: 3 };
    const { result } = renderHook(() => useTaskPolling([task('t1', 'processing')], options));
    await act(async () => vi.advanceTimersByTimeAsync(5_000));
    expect(server.requests).toBe(3);
    expect(result.current).toMatchObject({ isPolling: false, attempts: 3, maxAttempts: 3 });
    act(() => result.current.startPolling());
    await act(async () => vi.advanceTimersByTimeAsync(5_000));
    expect(server.requests).toBe(6);
  });

  it('keeps a task as it is when its status cannot be read', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    server.state = 'down';
    const { result } = renderHook(() => useTaskPolling([task('gone', 'processing', 50)]));
    await settle();
    expect(result.current.tasks[0]).toMatchObject({ status: 'processing', progress: 50 });
  });

  it('adds, removes and clears tasks', async () => {
    const { result } = renderHook(() => useTaskPolling<FollowedTask>());
    act(() => result.current.addTask(task('a', 'completed')));
    act(() => result.current.addTask(task('b', 'processing')));
    act(() => result.current.addTask(task('b', 'failed')));
    expect(result.current.tasks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a completed',
      'b failed',
    ]);
    expect(result.current.completedCount).toBe(1);
    act(() => result.current.removeTask('a'));
    expect(result.current.tasks.map(({ id }) => id)).toEqual(['b']);
    act(() => result.current.clearTasks());
    expect(result.current).toMatchObject({ tasks: [], allCompleted: true });
  });

  it('leaves no timer and no listener behind', async () => {
    server.state = 'down';
    server.statuses.set('t1', task('t1', 'processing'));
    const { unmount } = renderHook(() => useTaskPolling([task('t1', 'processing')]));
    await settle();
    unmount();
    expect(vi.getTimerCount()).toBe(0);
    expect(server.listeners.size).toBe(0);
    expect(server.stateListeners.size).toBe(0);
  });
});
