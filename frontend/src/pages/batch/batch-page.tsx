import { Button, VisuallyHidden } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { isApiError } from '../../lib/api-error.ts';
import { currentLocale } from '../../lib/locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './batch-page.module.css';
import { BatchSkeleton } from './batch-skeleton.tsx';
import { BatchView } from './batch-view.tsx';
import { useLiveBatch } from './use-live-batch.ts';

/** One batch from its first picture to its zip. */
export function BatchPage() {
  const { t } = useTranslation('batch');
  const { id = '' } = useParams();
  const { batch, items } = useLiveBatch(id);
  const taskTypes = useTaskTypes();

  if (batch.data) {
    const { taskType } = batch.data;
    const recipe = taskTypes.data?.find(({ slug }) => slug === taskType)?.label[currentLocale()] ?? taskType;
    return <BatchView key={id} batch={batch.data} items={items} recipe={recipe} />;
  }
  if (batch.isPending) return <BatchSkeleton />;
  // An id of the wrong form is refused as a bad request; for the reader it is the same: no such batch.
  const isMissing = isApiError(batch.error) && (batch.error.status === 404 || batch.error.status === 400);
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('shell:title.batch')}</h1>
      </VisuallyHidden>
      {isMissing ? (
        <EmptyState icon={IconPhotoSearch} title={t('notFound.title')} text={t('notFound.text')}>
          <Button component={Link} to="/history?view=batches">
            {t('notFound.list')}
          </Button>
        </EmptyState>
      ) : (
        <FailureNote error={batch.error} onRetry={() => void batch.refetch()} />
      )}
    </div>
  );
}
