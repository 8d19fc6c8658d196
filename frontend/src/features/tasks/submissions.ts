import type { Task } from '@atelier/shared/contracts/task';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { api } from '../../lib/api-client.ts';
import type { ApiError } from '../../lib/api-error.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { type SendPicture, type Submission, SubmissionQueue } from './submission-queue.ts';

const sendPicture: SendPicture = ({ file, idempotencyKey, recipe }, onProgress, signal) => {
  const form = new FormData();
  form.append('taskType', recipe.taskType);
  form.append('model', recipe.model);
  form.append('parameters', JSON.stringify(recipe.parameters));
  form.append('expectedPrice', String(recipe.expectedPrice));
  form.append('files', file, file.name);
  return api.upload('/api/tasks', form, { idempotencyKey, onProgress, signal });
};

const acceptedListeners = new Set<(task: Task) => void>();
const failureListeners = new Set<(error: ApiError) => void>();

/** The tab's one queue of pictures on their way to the server. */
export const submissionQueue = new SubmissionQueue({
  send: sendPicture,
  onAccepted: (task) => {
    for (const listener of acceptedListeners) listener(task);
  },
  onFailed: (error) => {
    for (const listener of failureListeners) listener(error);
  },
});

/** Pictures on their way, to the byte. Changes several times a second. */
export function useSubmissions(): readonly Submission[] {
  return useSyncExternalStore(submissionQueue.subscribe, submissionQueue.snapshot);
}

/** Whether any picture is on its way, or was kept because it did not get there. */
export function useHasSubmissions(): boolean {
  return useSyncExternalStore(submissionQueue.subscribe, () => submissionQueue.snapshot().length > 0);
}

const hasUnsentSubmissions = (): boolean =>
  submissionQueue.snapshot().some(({ state }) => state !== 'failed');

/** Calls back with every task that a picture of this tab became. Pass a stable function. */
export function useAcceptedTasks(onAccepted: (task: Task) => void): void {
  useEffect(() => {
    acceptedListeners.add(onAccepted);
    return () => {
      acceptedListeners.delete(onAccepted);
    };
  }, [onAccepted]);
}

/**
 * Keeps the server cache in step with uploads, warns before a tab with unsent pictures closes, and lets nobody find
 * another person's pictures. What a lost server or session kept back goes on when it is there again. Used by the
 * shell.
 */
export function useSubmissionUpkeep(accountId: string | undefined): void {
  const lastAccountId = useRef(accountId);
  const queryClient = useQueryClient();
  const hasUnsent = useSyncExternalStore(submissionQueue.subscribe, hasUnsentSubmissions);

  useEffect(() => {
    const onAccepted = (task: Task) => {
      queryClient.setQueryData(queryKeys.task(task.id), task);
      void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
      void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
    };
    const onFailed = (error: ApiError) => {
      if (error.code !== 'price_changed') return;
      // The price on show was not the server's: the next pictures must not be offered at it.
      void queryClient.invalidateQueries({ queryKey: queryKeys.models });
      void queryClient.invalidateQueries({ queryKey: queryKeys.quotes });
    };
    acceptedListeners.add(onAccepted);
    failureListeners.add(onFailed);
    return () => {
      acceptedListeners.delete(onAccepted);
      failureListeners.delete(onFailed);
    };
  }, [queryClient]);

  useEffect(() => {
    if (!accountId) return;
    if (lastAccountId.current && lastAccountId.current !== accountId) submissionQueue.clear();
    lastAccountId.current = accountId;
    submissionQueue.retryFailedBy(['sign_in_required', 'token_expired']);
  }, [accountId]);

  useEffect(
    () =>
      eventStream.onState((state) => {
        if (state === 'open') submissionQueue.retryFailedBy(['network_failed']);
      }),
    [],
  );

  useEffect(() => {
    if (!hasUnsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasUnsent]);
}
