import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { useCallback, useEffect, useMemo } from 'react';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import { useAcceptedTasks } from '../../features/tasks/submissions.ts';
import { useTasks } from '../../features/tasks/task-queries.ts';
import { useTaskPolling } from '../../hooks/useTaskPolling.ts';

/** Tasks of batches are looked at together, on the page of their batch. */
const RECENT = { limit: 50, batch: 'none' } as const;

/** What belongs on the workbench: all that still runs, and what was started today. */
export function isOnBoard(task: Pick<Task, 'status' | 'createdAt'>, now: Date): boolean {
  return !isEnded(task.status) || new Date(task.createdAt).toDateString() === now.toDateString();
}

/**
 * The server's list, except where live events have already told of something newer: a running task is further, or
 * a task was accepted after the list was read.
 */
export function mergeTasks(known: readonly Task[], listed: readonly Task[]): Task[] {
  const knownById = new Map(known.map((task) => [task.id, task]));
  const listedIds = new Set(listed.map((task) => task.id));
  const newest = listed[0]?.createdAt ?? '';
  const onlyKnown = known.filter((task) => !listedIds.has(task.id) && task.createdAt > newest);
  const merged = listed.map((task) => {
    const mine = knownById.get(task.id);
    return mine && !isEnded(task.status) && mine.updatedAt > task.updatedAt ? mine : task;
  });
  return [...onlyKnown, ...merged];
}

/** The workbench's tasks, newest first: rebuilt from the server, then followed live. */
export function useBoard() {
  const list = useTasks(RECENT);
  const { tasks, setTasks } = useTaskPolling<Task>();
  const listed = list.data?.items;

  useEffect(() => {
    if (!listed) return;
    const now = new Date();
    const recent = listed.filter((task) => isOnBoard(task, now));
    setTasks((known) => mergeTasks(known, recent));
  }, [listed, setTasks]);

  const replace = useCallback(
    (task: Task) =>
      setTasks((known) => [task, ...known.filter((one) => one.id !== task.id)].sort(newestFirst)),
    [setTasks],
  );
  useAcceptedTasks(replace);

  const { refetch, dataUpdatedAt } = list;
  const fresh = useMemo<FreshAssets>(
    () => ({
      readAtMs: dataUpdatedAt,
      renew: async (assetId) => {
        const { data } = await refetch({ throwOnError: true });
        return data?.items.flatMap(({ results }) => results).find(({ id }) => id === assetId);
      },
    }),
    [dataUpdatedAt, refetch],
  );

  return {
    tasks,
    replace,
    fresh,
    isPending: list.isPending,
    error: list.error,
    /** Whether the tasks are those of an earlier look, because this one failed. */
    isStale: list.isError && list.data !== undefined,
    refetch,
  };
}

const newestFirst = (one: Task, other: Task): number => other.createdAt.localeCompare(one.createdAt);
