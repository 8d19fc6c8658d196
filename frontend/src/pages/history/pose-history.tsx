import { isEnded } from '@atelier/shared/task-states';
import { Button } from '@mantine/core';
import { IconHanger } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModels } from '../../features/catalogue/catalogue-queries.ts';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { fetchTasks } from '../../features/tasks/task-queries.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { HistorySkeleton } from './history-skeleton.tsx';
import classes from './pose-history.module.css';
import { PoseSetCard } from './pose-set-card.tsx';
import { poseSetsOf } from './pose-sets.ts';

const RECIPE = 'model_pose12';
/** Each has up to twelve pictures with three signed links each, read again whenever one of them moves. */
const LIMIT = 50;
/** While no live line is open, running tasks are asked for this often. */
const POLL_MS = 5000;

/** Sets of poses, one for each garment, with frames that were made again in their places. */
export function PoseHistory() {
  const { t } = useTranslation('poses');
  const models = useModels();
  const tasks = useQuery({
    queryKey: queryKeys.taskList({ type: RECIPE, view: 'poses' }),
    queryFn: ({ signal }) => fetchTasks({ type: RECIPE, limit: LIMIT }, signal),
    refetchInterval: ({ state }) =>
      eventStream.state() !== 'open' && state.data?.items.some(({ status }) => !isEnded(status))
        ? POLL_MS
        : false,
  });
  const links = usePictureLinks(() => tasks.refetch({ throwOnError: true }));
  const renew = () => void tasks.refetch();
  if (!tasks.data)
    return tasks.error ? <FailureNote error={tasks.error} onRetry={renew} /> : <HistorySkeleton />;
  const sets = poseSetsOf(tasks.data.items);
  const fresh = {
    readAtMs: tasks.dataUpdatedAt,
    renew: async (assetId: string) => {
      const { data } = await tasks.refetch({ throwOnError: true });
      return data?.items.flatMap(({ results }) => results).find(({ id }) => id === assetId);
    },
  };
  if (sets.length === 0) {
    return (
      <EmptyState icon={IconHanger} title={t('empty.title')} text={t('empty.text')}>
        <Button component={Link} to="/">
          {t('empty.action')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      {tasks.isError && <StaleNote onRetry={renew} />}
      <ul className={classes.sets} aria-label={t('title')}>
        {sets.map((set) => (
          <PoseSetCard
            key={set.garment.id}
            set={set}
            links={links}
            model={models.data?.find(({ slug }) => slug === set.tasks[0].model)}
            fresh={fresh}
          />
        ))}
      </ul>
      {tasks.data.pagination.hasMore && <p className={classes.limit}>{t('newestOnly', { count: LIMIT })}</p>}
    </>
  );
}
