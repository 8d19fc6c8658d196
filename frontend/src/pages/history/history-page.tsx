import type { Task } from '@atelier/shared/contracts/task';
import { Button } from '@mantine/core';
import { IconFilterOff, IconPhotoPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { loadPageTexts } from '../../lib/i18n.ts';
import { currentLocale } from '../../lib/locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { BatchHistory } from './batch-history.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type HistoryFilter, isFiltered, readFilter, writeFilter } from './history-filter.ts';
import classes from './history-page.module.css';
import { HistorySkeleton } from './history-skeleton.tsx';
import { LoadMore } from './load-more.tsx';
import { RetentionNote } from './retention-note.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TaskGrid } from './task-grid.tsx';
import { useSelection } from './use-selection.ts';
import { useTaskHistory } from './use-task-history.ts';
import { HISTORY_VIEWS, ViewSwitch } from './view-switch.tsx';

const PoseHistory = lazy(async () => {
  const [module] = await Promise.all([import('./pose-history.tsx'), loadPageTexts(['compare', 'poses'])]);
  return { default: module.PoseHistory };
});

/** All tasks of the account, newest first, or its batches, or its sets of poses. */
export function HistoryPage() {
  const { t } = useTranslation('history');
  const [parameters] = useSearchParams();
  const view = HISTORY_VIEWS.find((each) => each === parameters.get('view')) ?? 'tasks';
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.titleLine}>
          <h1>{t('title')}</h1>
          <ViewSwitch view={view} />
        </div>
        {view === 'tasks' && <p className={classes.keys}>{t('keys')}</p>}
      </header>
      <RetentionNote />
      {view === 'tasks' && <TaskHistory />}
      {view === 'batches' && <BatchHistory />}
      {view === 'poses' && (
        <Suspense fallback={<HistorySkeleton />}>
          <PoseHistory />
        </Suspense>
      )}
    </div>
  );
}

function TaskHistory() {
  const [parameters, setParameters] = useSearchParams();
  const filter = readFilter(parameters);
  const taskTypes = useTaskTypes();
  const history = useTaskHistory(filter);
  const setFilter = (next: HistoryFilter) => setParameters(writeFilter(next), { replace: true });
  const recipeOf = (task: Task) =>
    taskTypes.data?.find((taskType) => taskType.slug === task.taskType)?.label[currentLocale()] ??
    task.taskType;

  return (
    <>
      <FilterBar filter={filter} taskTypes={taskTypes.data ?? []} onFilter={setFilter} />
      <HistoryBody
        history={history}
        isFiltered={isFiltered(filter)}
        onClearFilter={() => setFilter({ status: undefined, type: undefined })}
        recipeOf={recipeOf}
      />
    </>
  );
}

interface HistoryBodyProps {
  readonly history: ReturnType<typeof useTaskHistory>;
  readonly isFiltered: boolean;
  readonly onClearFilter: () => void;
  readonly recipeOf: (task: Task) => string;
}

function HistoryBody({ history, isFiltered: isNarrowed, onClearFilter, recipeOf }: HistoryBodyProps) {
  const { t } = useTranslation('history');
  const tasks = history.data?.pages.flatMap((page) => page.items) ?? [];
  const selection = useSelection(tasks.map((task) => task.id));
  const links = usePictureLinks(() => history.refetch({ throwOnError: true }));

  if (history.isPending) return <HistorySkeleton />;
  if (history.isError && tasks.length === 0) {
    return <FailureNote error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (tasks.length === 0 && isNarrowed) {
    return (
      <EmptyState icon={IconFilterOff} title={t('emptyFilter.title')} text={t('emptyFilter.text')}>
        <Button variant="default" onClick={onClearFilter}>
          {t('emptyFilter.clear')}
        </Button>
      </EmptyState>
    );
  }
  if (tasks.length === 0) {
    return (
      <EmptyState icon={IconPhotoPlus} title={t('empty.title')} text={t('empty.text')}>
        <Button component={Link} to="/">
          {t('empty.action')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <TaskGrid
        tasks={tasks}
        recipeOf={recipeOf}
        selection={selection}
        links={links}
        nowMs={history.dataUpdatedAt}
      />
      <LoadMore history={history} endText={(count) => t('total', { count })} />
      {selection.ids.size > 0 && (
        <SelectionBar selected={tasks.filter((task) => selection.ids.has(task.id))} selection={selection} />
      )}
    </>
  );
}
