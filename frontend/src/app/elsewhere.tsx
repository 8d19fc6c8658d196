import type { LiveEvent } from '@atelier/shared/contracts/event';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { fetchTask } from '../features/tasks/task-queries.ts';
import { eventStream } from '../lib/event-stream.ts';
import type { Ending } from './ending-toasts.tsx';

const EndingToasts = lazy(async () => ({ default: (await import('./ending-toasts.tsx')).EndingToasts }));

/** Pages that show the task themselves need no note about it. */
const showsItself = (path: string, taskId: string): boolean => path === '/' || path === `/tasks/${taskId}`;

/** Notes tasks that end while the person looks at something else. What draws the notes is fetched with the first one. */
export function Elsewhere() {
  const queryClient = useQueryClient();
  const { pathname } = useLocation();
  const [endings, setEndings] = useState<readonly Ending[]>([]);

  useEffect(() => {
    const onEvent = (event: LiveEvent) => {
      if (event.type !== 'task.completed' && event.type !== 'task.failed') return;
      const { taskId } = event.data;
      if (showsItself(window.location.pathname, taskId)) return;
      fetchTask(queryClient, taskId).then(
        (task) => {
          const name = task.inputs[0]?.name ?? task.taskNo;
          const ending: Ending = { taskId, name, hasFailed: task.status === 'failed' };
          setEndings((known) => [...known.filter((one) => one.taskId !== taskId), ending]);
        },
        (error: unknown) => console.warn(`The end of task ${taskId} could not be read`, error),
      );
    };
    return eventStream.subscribe(onEvent);
  }, [queryClient]);

  const dismiss = useCallback((taskId: string) => {
    setEndings((known) => known.filter((one) => one.taskId !== taskId));
  }, []);
  const shown = endings.filter(({ taskId }) => !showsItself(pathname, taskId));
  if (shown.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <EndingToasts endings={shown} onDismiss={dismiss} />
    </Suspense>
  );
}
