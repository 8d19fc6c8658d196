import type { LiveEvent } from '@atelier/shared/contracts/event';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { fetchBatch } from '../features/batches/batch-queries.ts';
import { fetchTask } from '../features/tasks/task-queries.ts';
import { eventStream } from '../lib/event-stream.ts';
import { i18n } from '../lib/i18n.ts';
import { taskNameOf } from '../lib/task-name.ts';
import type { Ending } from './ending-toasts.tsx';
import { watchBatches } from './quiet-batches.ts';

const EndingToasts = lazy(async () => ({ default: (await import('./ending-toasts.tsx')).EndingToasts }));

type Place = Pick<Location, 'pathname' | 'search'>;

/** A model's page shows the task that its address names. */
const isOnModelPage = ({ pathname, search }: Place, path: string): boolean =>
  pathname.startsWith('/generate/') && path === `/tasks/${new URLSearchParams(search).get('task')}`;

/** Pages that show it themselves need no note about it. */
const showsItself = (here: Place, path: string): boolean =>
  here.pathname === path ||
  (here.pathname === '/' && /^\/(?:tasks|batches)\//.test(path)) ||
  isOnModelPage(here, path);

/** Notes what ends while the person looks at something else. What draws the notes is fetched with the first one. */
export function Elsewhere() {
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  const [endings, setEndings] = useState<readonly Ending[]>([]);

  // What was looked at is no news any more, also when its page is left again.
  useEffect(() => {
    const here = { pathname, search };
    setEndings((known) =>
      known.some(({ path }) => showsItself(here, path))
        ? known.filter(({ path }) => !showsItself(here, path))
        : known,
    );
  }, [pathname, search]);

  useEffect(() => {
    const add = (ending: Ending): void => {
      if (showsItself(window.location, ending.path)) return;
      setEndings((known) => [...known.filter(({ id }) => id !== ending.id), ending]);
    };
    const batches = watchBatches((batchId) => {
      const path = `/batches/${batchId}`;
      if (showsItself(window.location, path)) return;
      fetchBatch(queryClient, batchId).then(
        ({ id, state, fileCount, counts }) => {
          const isWorthTelling = state === 'ended' && counts.completed + counts.failed > 0;
          if (!isWorthTelling) return;
          const kind = counts.completed === fileCount ? 'batchDone' : 'batchPartly';
          add({ id, kind, name: i18n.t('common:pictures', { count: fileCount }), path });
        },
        (error: unknown) => console.warn(`The end of batch ${batchId} could not be read`, error),
      );
    });
    const onEvent = (event: LiveEvent): void => {
      batches.onEvent(event);
      if (event.type === 'webhook.disabled') {
        const { webhookId, url } = event.data;
        add({ id: webhookId, kind: 'webhookOff', name: new URL(url).host, path: '/webhooks' });
      }
      if (event.type !== 'task.completed' && event.type !== 'task.failed') return;
      const { taskId, batchId } = event.data;
      // A batch has a note of its own, one for all its tasks.
      if (batchId !== null) return;
      const path = `/tasks/${taskId}`;
      if (showsItself(window.location, path)) return;
      fetchTask(queryClient, taskId).then(
        (task) => {
          const name = taskNameOf(task);
          add({ id: taskId, kind: task.status === 'failed' ? 'failed' : 'completed', name, path });
        },
        (error: unknown) => console.warn(`The end of task ${taskId} could not be read`, error),
      );
    };
    const unsubscribe = eventStream.subscribe(onEvent);
    return () => {
      unsubscribe();
      batches.stop();
    };
  }, [queryClient]);

  const dismiss = useCallback((id: string) => {
    setEndings((known) => known.filter((one) => one.id !== id));
  }, []);
  if (endings.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <EndingToasts endings={endings} onDismiss={dismiss} />
    </Suspense>
  );
}
