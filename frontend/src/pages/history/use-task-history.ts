import type { TaskLiveEvent } from '@atelier/shared/contracts/event';
import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchTasks } from '../../features/tasks/task-queries.ts';
import type { Page } from '../../lib/api-client.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { stepOf } from '../../lib/task-step.ts';
import type { HistoryFilter } from './history-filter.ts';

type History = InfiniteData<Page<Task[]>, string | undefined>;

const PAGE_SIZE = 30;
/** While no live line is open, running tasks are asked for this often. */
const POLL_MS = 5_000;

const historyKey = (filter: HistoryFilter) => queryKeys.taskList({ ...filter, view: 'history' });

const hasRunning = (history: History | undefined): boolean =>
  history?.pages.some((page) => page.items.some((task) => !isEnded(task.status))) ?? false;

function filterQuery({ status, type }: HistoryFilter) {
  return { ...(status && { status }), ...(type && { type }) };
}

/** The tasks of an account, newest first, read on by cursor so that new ones do not shift the pages. */
export function useTaskHistory(filter: HistoryFilter) {
  useProgressInList(filter);
  return useInfiniteQuery({
    queryKey: historyKey(filter),
    queryFn: ({ pageParam, signal }) =>
      fetchTasks(
        { limit: PAGE_SIZE, ...filterQuery(filter), ...(pageParam && { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.pagination.hasMore ? page.pagination.nextCursor : undefined),
    refetchInterval: (query) =>
      eventStream.state() !== 'open' && hasRunning(query.state.data) ? POLL_MS : false,
  });
}

/** Beginnings and ends have the lists read again; the steps between are written into the shown list here. */
function useProgressInList({ status, type }: HistoryFilter): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      eventStream.subscribe((event) => {
        if (event.type !== 'task.progressed') return;
        queryClient.setQueryData<History>(
          historyKey({ status, type }),
          (history) => history && withEvent(history, event),
        );
      }),
    [queryClient, status, type],
  );
}

function withEvent(history: History, event: TaskLiveEvent): History {
  const { taskId, progress, step, status } = event.data;
  const apply = (task: Task): Task =>
    task.id === taskId && !isEnded(task.status) ? { ...task, status, progress, step: stepOf(step) } : task;
  return { ...history, pages: history.pages.map((page) => ({ ...page, items: page.items.map(apply) })) };
}
