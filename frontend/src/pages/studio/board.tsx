import { MAX_TASKS_PER_ARCHIVE } from '@atelier/shared/limits';
import { Button, Skeleton } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskProgress } from '../../components/TaskProgress.tsx';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { SubmissionList } from '../../features/tasks/submission-list.tsx';
import { submissionQueue, useSubmissions } from '../../features/tasks/submissions.ts';
import { useCancelTask, useRetryTask } from '../../features/tasks/task-actions.ts';
import { archiveUrl, downloadFrom } from '../../lib/download.ts';
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

/** Everything under way and done today: uploads first, then tasks, newest first. */
export function Board() {
  const { t } = useTranslation('studio');
  const taskTypes = useTaskTypes();
  const board = useBoard();
  const submissions = useSubmissions();
  const { batches, links } = useBatchBoard();
  const retry = useRetryTask();
  const cancel = useCancelTask();
  const failure = retry.error ?? cancel.error;
  const doneIds = board.tasks.filter((task) => task.status === 'completed').map((task) => task.id);
  const busyTaskIds = [
    ...(retry.isPending ? [retry.variables.id] : []),
    ...(cancel.isPending ? [cancel.variables] : []),
  ];

  const recipeName = (slug: string | undefined) =>
    taskTypes.data?.find((recipe) => recipe.slug === slug)?.label[currentLocale()];

  const onRetry = (taskId: string) => {
    const task = board.tasks.find((one) => one.id === taskId);
    if (task) retry.mutate(task, { onSuccess: board.replace });
  };

  return (
    <section aria-labelledby="board-title">
      <div className={classes.head}>
        <h2 id="board-title">{t('board.title')}</h2>
        {doneIds.length > 1 && (
          <Button
            variant="default"
            leftSection={<IconFileZip size={16} aria-hidden />}
            onClick={() => downloadFrom(archiveUrl(doneIds.slice(0, MAX_TASKS_PER_ARCHIVE)))}
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
      <SubmissionList submissions={submissions} queue={submissionQueue} />
      {board.isStale && <StaleNote onRetry={() => void board.refetch()} />}
      {board.isPending ? (
        <Skeleton height={112} radius={12} />
      ) : board.error && !board.isStale ? (
        <FailureNote error={board.error} onRetry={() => void board.refetch()} />
      ) : (
        (board.tasks.length > 0 || submissions.length + batches.length === 0) && (
          <TaskProgress
            tasks={board.tasks}
            recipeName={(task) => recipeName(task.taskType)}
            taskHref={taskHref}
            busyTaskIds={busyTaskIds}
            onDownload={downloadFrom}
            onRetry={onRetry}
            onCancel={(taskId) => cancel.mutate(taskId, { onSuccess: board.replace })}
            onLinkExpired={() => void board.refetch()}
          />
        )
      )}
    </section>
  );
}
