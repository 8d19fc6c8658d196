import type { CreateTaskRequest, Task } from '@atelier/shared/contracts/task';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useCreateTask } from '../../features/tasks/task-actions.ts';
import { isApiError } from '../../lib/api-error.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/**
 * Sends orders. An order whose answer was lost is sent again under its own key, so that it cannot become two tasks; any
 * other start is a new order.
 */
export function useStartGeneration(onStarted: (task: Task) => void) {
  const queryClient = useQueryClient();
  const create = useCreateTask();
  const unanswered = useRef<{ readonly text: string; readonly key: string } | undefined>(undefined);

  const start = (request: CreateTaskRequest) => {
    if (create.isPending) return;
    const text = JSON.stringify(request);
    const kept = unanswered.current;
    const idempotencyKey = kept?.text === text ? kept.key : crypto.randomUUID();
    unanswered.current = { text, key: idempotencyKey };
    create.mutate(
      { request, idempotencyKey },
      {
        onSuccess: (task) => {
          unanswered.current = undefined;
          onStarted(task);
        },
        onError: (error) => {
          if (!isApiError(error, 'network_failed')) unanswered.current = undefined;
          // The figure on show was not the server's: the next one must be.
          if (isApiError(error, 'price_changed'))
            void queryClient.invalidateQueries({ queryKey: queryKeys.quotes });
        },
      },
    );
  };
  return { start, isStarting: create.isPending, error: create.error };
}
