import type { Task } from '@atelier/shared/contracts/task';
import type { TaskState } from '@atelier/shared/task-states';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api, type Page } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

export interface TaskFilter {
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
  readonly status?: TaskState;
  readonly type?: string;
  readonly model?: string;
  /** `none` for tasks that belong to no batch. */
  readonly batch?: string;
}

const taskQuery = (taskId: string) =>
  queryOptions({
    queryKey: queryKeys.task(taskId),
    queryFn: ({ signal }) => api.get('/api/tasks/{id}', { path: { id: taskId }, signal }),
  });

/** One task, kept fresh by live events. */
export function useTask(taskId: string) {
  return useQuery(taskQuery(taskId));
}

/** One task as the server has it now. */
export function fetchTask(queryClient: QueryClient, taskId: string): Promise<Task> {
  return queryClient.fetchQuery({ ...taskQuery(taskId), staleTime: 0 });
}

export function fetchTasks(filter: TaskFilter, signal?: AbortSignal): Promise<Page<Task[]>> {
  return api.getPage('/api/tasks', { query: filter, signal });
}

/** One page of tasks, newest first. */
export function useTasks(filter: TaskFilter) {
  return useQuery({
    queryKey: queryKeys.taskList(filter),
    queryFn: ({ signal }) => fetchTasks(filter, signal),
    placeholderData: (previous) => previous,
  });
}
