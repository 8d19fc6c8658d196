import type { FailureSpan } from '@atelier/shared/contracts/operations';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, nextOffset } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { queryOf, type TaskFilter } from './task-filter.ts';

/** What stands still on the screen is looked at again so often. */
const REFRESH_MS = 15_000;
const LIVE_TASK_MS = 5000;

const keyOf = (...parts: readonly unknown[]) => [...queryKeys.operations, ...parts];

export function useHealth() {
  return useQuery({
    queryKey: keyOf('health'),
    queryFn: ({ signal }) => api.get('/api/admin/health', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useLanes() {
  return useQuery({
    queryKey: keyOf('lanes'),
    queryFn: ({ signal }) => api.get('/api/admin/lanes', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useFailures(span: FailureSpan) {
  return useQuery({
    queryKey: keyOf('failures', span),
    queryFn: ({ signal }) => api.get('/api/admin/failures', { query: { span }, signal }),
    placeholderData: (previous) => previous,
  });
}

/** Newest first, page by page. */
export function useAllTasks(filter: TaskFilter) {
  return useInfiniteQuery({
    queryKey: keyOf('tasks', filter),
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/admin/tasks', { query: { ...queryOf(filter), cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** One task of anybody; looked at again and again while it lives. */
export function useOperatorTask(taskId: string) {
  return useQuery({
    queryKey: keyOf('task', taskId),
    queryFn: ({ signal }) => api.get('/api/admin/tasks/{taskId}', { path: { taskId }, signal }),
    refetchInterval: ({ state }) => (state.data && state.data.phase !== 'ended' ? LIVE_TASK_MS : false),
  });
}

/** Open ones first, page by page. */
export function useLosses() {
  return useInfiniteQuery({
    queryKey: keyOf('losses'),
    queryFn: ({ pageParam, signal }) =>
      api.getPage('/api/admin/losses', { query: { limit: DEFAULT_PAGE_SIZE, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
  });
}

function useRefresh() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: queryKeys.operations });
}

export function useCancelAnyTask() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (taskId: string) => api.post('/api/admin/tasks/{taskId}/cancel', { path: { taskId } }),
    onSuccess,
  });
}

export function useCheckNow() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (taskId: string) => api.post('/api/admin/tasks/{taskId}/check-now', { path: { taskId } }),
    onSuccess,
  });
}

export function useResolveLoss() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ lossId, resolution }: { lossId: number; resolution: string }) =>
      api.post('/api/admin/losses/{lossId}/resolve', { path: { lossId }, body: { resolution } }),
    onSuccess,
  });
}

export function usePauseLane() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ lane, reason }: { lane: string; reason: string }) =>
      api.post('/api/admin/lanes/{lane}/pause', { path: { lane }, body: { reason } }),
    onSuccess,
  });
}

export function useResumeLane() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (lane: string) => api.post('/api/admin/lanes/{lane}/resume', { path: { lane } }),
    onSuccess,
  });
}
