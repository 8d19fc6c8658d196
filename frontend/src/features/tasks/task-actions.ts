import type { CreateTaskRequest, Task } from '@atelier/shared/contracts/task';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Puts the server's answer where every page looks, and has lists and balance read again. */
function useTaskAnswer() {
  const queryClient = useQueryClient();
  return (task: Task) => {
    queryClient.setQueryData(queryKeys.task(task.id), task);
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
    void queryClient.invalidateQueries({ queryKey: queryKeys.receipt(task.id) });
    void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
  };
}

export interface TaskOrder {
  readonly request: CreateTaskRequest;
  /** The same key and request make one task, however often they are sent. */
  readonly idempotencyKey: string;
}

/** Orders a task whose pictures, if any, are already with the server. */
export function useCreateTask() {
  const onSuccess = useTaskAnswer();
  return useMutation({
    mutationFn: ({ request, idempotencyKey }: TaskOrder) =>
      api.post('/api/tasks', { body: request, idempotencyKey }),
    onSuccess,
  });
}

/**
 * Runs a failed task again, at its price. The key is made of the attempt it starts, so that two clicks, or two
 * tabs, start one attempt.
 */
export function useRetryTask() {
  const onSuccess = useTaskAnswer();
  return useMutation({
    mutationFn: (task: Pick<Task, 'id' | 'retryCount'>) =>
      api.post('/api/tasks/{id}/retry', {
        path: { id: task.id },
        idempotencyKey: `retry-${task.id}-${task.retryCount + 1}`,
      }),
    onSuccess,
  });
}

export function useCancelTask() {
  const onSuccess = useTaskAnswer();
  return useMutation({
    mutationFn: (taskId: string) => api.post('/api/tasks/{id}/cancel', { path: { id: taskId } }),
    onSuccess,
  });
}

/** Removes an ended task and frees its pictures' storage. */
export function useDeleteTask() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) => api.delete('/api/tasks/{id}', { path: { id: taskId } }),
    onSuccess: (_nothing, taskId) => {
      queryClient.removeQueries({ queryKey: queryKeys.task(taskId) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
      // A batch tells of its pictures which were deleted.
      void queryClient.invalidateQueries({ queryKey: queryKeys.batches });
    },
  });
}
