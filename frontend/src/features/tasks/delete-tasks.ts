import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../lib/api-client.ts';
import { isApiError } from '../../lib/api-error.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const AT_ONCE = 4;
/** When the server asks for patience without saying how much. */
const PAUSE_SECONDS = 5;

export interface DeleteRun {
  readonly ids: readonly string[];
  /** Deletes one task. */
  readonly remove: (id: string) => Promise<unknown>;
  readonly signal: AbortSignal;
  /** Called with every task that is gone. */
  readonly onGone: (id: string) => void;
  /** Called when the server asks to wait, and with false when it goes on. */
  readonly onWaiting: (isWaiting: boolean) => void;
}

function rest(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener('abort', done);
  });
}

/**
 * Deletes tasks a few at a time and waits as long as the server asks when they are too many a minute. What fails is
 * left and the others go on; the first failure is thrown at the end. An abort ends it quietly after what is under way.
 */
export async function deleteTasks({ ids, remove, signal, onGone, onWaiting }: DeleteRun): Promise<void> {
  const left = [...ids];
  const failures: unknown[] = [];
  let pause: Promise<void> | undefined;
  const removeOne = async (id: string): Promise<void> => {
    while (!signal.aborted) {
      await pause;
      if (signal.aborted) return;
      try {
        await remove(id);
        return onGone(id);
      } catch (error) {
        if (signal.aborted) return;
        // Somebody was quicker, or the answer to the first try was lost: gone is gone.
        if (isApiError(error) && error.status === 404) return onGone(id);
        if (!isApiError(error, 'rate_limited')) {
          failures.push(error);
          return;
        }
        const asked = Number(error.details.seconds);
        pause ??= rest(Number.isFinite(asked) ? asked : PAUSE_SECONDS, signal).finally(() => {
          pause = undefined;
          onWaiting(false);
        });
        onWaiting(true);
      }
    }
  };
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined && !signal.aborted; id = left.shift()) await removeOne(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}

/** Removes many ended tasks; the cache is told once, at the end, whatever the end was. */
export function useDeleteTasks() {
  const queryClient = useQueryClient();
  const abort = useRef<AbortController>(undefined);
  const [goneCount, setGoneCount] = useState(0);
  const [isWaiting, setIsWaiting] = useState(false);
  const mutation = useMutation({
    mutationFn: (ids: readonly string[]) => {
      abort.current = new AbortController();
      const { signal } = abort.current;
      setGoneCount(0);
      setIsWaiting(false);
      return deleteTasks({
        ids,
        signal,
        remove: (id) => api.delete('/api/tasks/{id}', { path: { id }, signal }),
        onGone: (id) => {
          queryClient.removeQueries({ queryKey: queryKeys.task(id) });
          setGoneCount((count) => count + 1);
        },
        onWaiting: setIsWaiting,
      });
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
      void queryClient.invalidateQueries({ queryKey: queryKeys.batches });
    },
  });
  return { ...mutation, goneCount, isWaiting, stop: () => abort.current?.abort() };
}
