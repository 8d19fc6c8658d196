import { MAX_TASKS_PER_ARCHIVE } from '@atelier/shared/limits';
import { Button, Skeleton } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskProgress } from '../../components/TaskProgress.tsx';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { useArchiveDownload } from '../../features/results/use-archive-download.ts';
import { SubmissionList } from '../../features/tasks/submission-list.tsx';
import { submissionQueue, useHasSubmissions, useSubmissions } from '../../features/tasks/submissions.ts';
import { useCancelTask, useRetryTask } from '../../features/tasks/task-actions.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import classes from './board.module.css';
import { useBatchBoard } from './use-batch-board.ts';
import { useBoard } from './use-board.ts';

/** Few days have a batch, so the others do not load what draws one. */
const BatchList = lazy(async () => ({
  default: (await import('../../components/batch-list.tsx')).BatchList,
}));

const taskHref = (taskId: string): string => `/tasks/${taskId}`;

/** By itself, so that bytes on their way redraw nothing else. */
function Uploads() {
  return <SubmissionList submissions={useSubmissions()} queue={submissionQueue} />;
}

/** Trying again and canceling, as the rows want them: the same functions for as long as the same tasks are there. */
function useRowActions({ tasks, replace, refetch }: ReturnType<typeof useBoard>) {
  const retry = useRetryTask();
  const cancel = useCancelTask();
  const { mutate: retryTask } = retry;
  const { mutate: cancelTask } = cancel;
  const latest = useRef(tasks);
  useEffect(() => {
    latest.current = tasks;
  });

  const retryingId = retry.isPending ? retry.variables.id : undefined;
  const cancelingId = cancel.isPending ? cancel.variables : undefined;
  const busyTaskIds = useMemo(
    () => [retryingId, cancelingId].filter((id) => id !== undefined),
    [retryingId, cancelingId],
  );
  const onRetry = useCallback(
    (taskId: string) => {
      const task = latest.current.find((one) => one.id === taskId);
      if (task) retryTask(task, { onSuccess: replace });
    },
    [retryTask, replace],
  );
  const onCancel = useCallback(
    (taskId: string) => cancelTask(taskId, { onSuccess: replace }),
    [cancelTask, replace],
  );
  const onLinkExpired = useCallback(() => void refetch(), [refetch]);
  return { failure: retry.error ?? cancel.error, actions: { busyTaskIds, onRetry, onCancel, onLinkExpired } };
}

/** Everything under way and done today: uploads first, then tasks, newest first. */
export function Board() {
  const { t } = useTranslation('studio');
  const taskTypes = useTaskTypes();
  const board = useBoard();
  const hasUploads = useHasSubmissions();
  const { batches, links } = useBatchBoard();
  const { failure: rowFailure, actions } = useRowActions(board);
  const archive = useArchiveDownload();
  const failure = rowFailure ?? archive.error;
  const doneIds = board.tasks.filter((task) => task.status === 'completed').map((task) => task.id);

  const recipeName = (slug: string | undefined) =>
    taskTypes.data?.find((recipe) => recipe.slug === slug)?.label[currentLocale()];

  return (
    <section aria-labelledby="board-title">
      <div className={classes.head}>
        <h2 id="board-title">{t('board.title')}</h2>
        {doneIds.length > 1 && (
          <Button
            variant="default"
            leftSection={<IconFileZip size={16} aria-hidden />}
            loading={archive.isPending}
            onClick={() => archive.mutate(doneIds.slice(0, MAX_TASKS_PER_ARCHIVE))}
          >
            {t('board.downloadAll', { count: Math.min(doneIds.length, MAX_TASKS_PER_ARCHIVE) })}
          </Button>
        )}
      </div>
      {failure && (
        <div className={classes.failure}>
          <FailureNote error={failure} />
        </div>
      )}
      {batches.length > 0 && (
        <div className={classes.batches}>
          <Suspense fallback={null}>
            <BatchList
              batches={batches}
              label={t('batch:recent')}
              recipeOf={(batch) => recipeName(batch.taskType) ?? batch.taskType}
              links={links}
            />
          </Suspense>
        </div>
      )}
      <Uploads />
      {board.isStale && <StaleNote onRetry={() => void board.refetch()} />}
      {board.isPending ? (
        <Skeleton height={112} radius={12} />
      ) : board.error && !board.isStale ? (
        <FailureNote error={board.error} onRetry={() => void board.refetch()} />
      ) : (
        (board.tasks.length > 0 || (!hasUploads && batches.length === 0)) && (
          <TaskProgress
            tasks={board.tasks}
            recipeName={(task) => recipeName(task.taskType)}
            taskHref={taskHref}
            fresh={board.fresh}
            {...actions}
          />
        )
      )}
    </section>
  );
}
