import type { Credits } from '@atelier/shared/contracts/credit';
import type { LiveEvent, TaskEventData } from '@atelier/shared/contracts/event';
import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../lib/query-keys.ts';
import { stepOf } from '../../lib/task-step.ts';
import type { Refresher } from './refresher.ts';

/** What an event tells of a running task, without asking the server. */
export function withProgress(task: Task, data: TaskEventData): Task {
  const queuePosition = data.status === 'pending' ? task.queuePosition : null;
  const step = stepOf(data.step);
  const { status, progress, at, estimatedCompletionAt = null } = data;
  return { ...task, status, progress, step, queuePosition, estimatedCompletionAt, updatedAt: at };
}

/** Every hold and every settlement of a batch changes the credits; their sums need not be read each time. */
const CREDITS_WINDOW_MS = 5_000;
/** What two hundred ends within minutes ask for is read once per window. */
const BATCH_WINDOW_MS = 3_000;
const LISTS_WINDOW_MS = 5_000;
/** Tasks of their own begin and end a few at a time. */
const OWN_LISTS_WINDOW_MS = 1_000;

/**
 * Brings one live event into the server cache. Progress is written in place; beginnings and ends change more than
 * the event carries (results, charge, order of lists), so those entries are read again: at once for a task of its
 * own, and together with its neighbours' for a task of a batch.
 */
export function applyEvent(queryClient: QueryClient, event: LiveEvent, refresher: Refresher): void {
  if (event.type === 'credits.changed') {
    const { credits, held } = event.data;
    queryClient.setQueryData<Credits>(queryKeys.credits, (known) => known && { ...known, credits, held });
    refresher.ask(['credits'], CREDITS_WINDOW_MS);
    return;
  }
  if (event.type === 'webhook.disabled') {
    void queryClient.invalidateQueries({ queryKey: queryKeys.webhooks });
    return;
  }
  const { data } = event;
  const isOver = isEnded(data.status);
  // An end is shown when it was read: without its results a finished task looks like one that brought none.
  if (!isOver)
    queryClient.setQueryData<Task>(queryKeys.task(data.taskId), (task) => task && withProgress(task, data));
  if (event.type === 'task.progressed' && !isOver) return;
  void queryClient.invalidateQueries({ queryKey: queryKeys.task(data.taskId) });
  void queryClient.invalidateQueries({ queryKey: queryKeys.receipt(data.taskId) });
  if (data.batchId === null) {
    refresher.ask(queryKeys.taskLists, OWN_LISTS_WINDOW_MS);
    return;
  }
  refresher.ask(queryKeys.batch(data.batchId), BATCH_WINDOW_MS);
  refresher.ask(queryKeys.batchLists, LISTS_WINDOW_MS);
  refresher.ask(queryKeys.taskLists, LISTS_WINDOW_MS);
}
