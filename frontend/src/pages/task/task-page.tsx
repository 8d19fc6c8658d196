import { Button, VisuallyHidden } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useModels, useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { isApiError } from '../../lib/api-error.ts';
import { currentLocale } from '../../lib/locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './task-page.module.css';
import { TaskSkeleton } from './task-skeleton.tsx';
import { TaskView } from './task-view.tsx';
import { useLiveTask } from './use-live-task.ts';

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
    return (
      <TaskView
        key={id}
        task={task}
        readAtMs={query.dataUpdatedAt}
        reload={async () => (await query.refetch({ throwOnError: true })).data}
        recipe={recipe?.label[currentLocale()] ?? task.taskType}
        model={models.data?.find((model) => model.slug === task.model)}
      />
    );
  }
  if (query.isPending) return <TaskSkeleton />;
  // An id of the wrong form is refused as a bad request; for the reader it is the same: no such task.
  const isMissing = isApiError(query.error) && (query.error.status === 404 || query.error.status === 400);
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('shell:title.task')}</h1>
      </VisuallyHidden>
      {isMissing ? <TaskMissing /> : <FailureNote error={query.error} onRetry={() => void query.refetch()} />}
    </div>
  );
}

function TaskMissing() {
  const { t } = useTranslation('task');
  return (
    <EmptyState icon={IconPhotoSearch} title={t('missing.title')} text={t('missing.text')}>
      <Button component={Link} to="/history">
        {t('missing.history')}
      </Button>
      <Button component={Link} to="/" variant="default">
        {t('missing.studio')}
      </Button>
    </EmptyState>
  );
}
