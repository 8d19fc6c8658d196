import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useModels, useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { useLiveTask } from '../../hooks/use-live-task.ts';
import { isApiError } from '../../lib/api-error.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { TaskMissing } from './task-missing.tsx';
import classes from './task-page.module.css';
import { TaskSkeleton } from './task-skeleton.tsx';
import { TaskView } from './task-view.tsx';

/** One task from start to receipt. */
export function TaskPage() {
  const { t } = useTranslation('task');
  const { id = '' } = useParams();
  const query = useLiveTask(id);
  const taskTypes = useTaskTypes();
  const models = useModels();

  if (query.data) {
    const task = query.data;
    const recipe = taskTypes.data?.find((taskType) => taskType.slug === task.taskType);
    const model = models.data?.find(({ slug }) => slug === task.model);
    // With a free prompt the model says more than the recipe.
    const title = task.taskType === 'generate' ? (model ?? recipe) : recipe;
    return (
      <TaskView
        key={id}
        task={task}
        readAtMs={query.dataUpdatedAt}
        reload={async () => (await query.refetch({ throwOnError: true })).data}
        recipe={title?.label[currentLocale()] ?? task.taskType}
        model={model}
      />
    );
  }
  if (query.isPending) return <TaskSkeleton />;
  // An id of the wrong form is refused as a bad request; for the reader it is the same: no such task.
  const isMissing = isApiError(query.error) && (query.error.status === 404 || query.error.status === 400);
  if (isMissing) return <TaskMissing taskId={id} />;
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('shell:title.task')}</h1>
      </VisuallyHidden>
      <FailureNote error={query.error} onRetry={() => void query.refetch()} />
    </div>
  );
}
