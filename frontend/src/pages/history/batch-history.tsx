import type { Batch } from '@atelier/shared/contracts/batch';
import { Button, Skeleton } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BatchList } from '../../components/batch-list.tsx';
import { useAllBatches } from '../../features/batches/batch-queries.ts';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { currentLocale } from '../../lib/locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './history-page.module.css';
import { LoadMore } from './load-more.tsx';

const PAGE_SIZE = 20;
const PLACES = ['a', 'b', 'c', 'd'];

/** All batches, newest first. */
export function BatchHistory() {
  const { t } = useTranslation('batch');
  const history = useAllBatches(PAGE_SIZE);
  const taskTypes = useTaskTypes();
  const links = usePictureLinks(() => history.refetch({ throwOnError: true }));
  const batches = history.data?.pages.flatMap((page) => page.items) ?? [];
  const recipeOf = (batch: Batch) =>
    taskTypes.data?.find(({ slug }) => slug === batch.taskType)?.label[currentLocale()] ?? batch.taskType;

  if (history.isPending) {
    return (
      <div className={classes.rows} role="status" aria-label={t('common:loading')}>
        {PLACES.map((place) => (
          <Skeleton key={place} height={112} radius={12} />
        ))}
      </div>
    );
  }
  if (history.isError && batches.length === 0) {
    return <FailureNote error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (batches.length === 0) {
    return (
      <EmptyState icon={IconStack2} title={t('empty.title')} text={t('empty.text')}>
        <Button component={Link} to="/">
          {t('empty.action')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <BatchList batches={batches} label={t('list')} recipeOf={recipeOf} links={links} />
      <LoadMore history={history} endText={(count) => t('listEnd', { count })} />
    </>
  );
}
