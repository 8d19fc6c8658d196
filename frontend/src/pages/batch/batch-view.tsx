import type { Batch, BatchItem, BatchRetry } from '@atelier/shared/contracts/batch';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRetryBatch } from '../../features/batches/batch-actions.ts';
import { useIsUploadPaused, useUploadPictures } from '../../features/batches/uploads.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { AwaitedPanel } from './awaited-panel.tsx';
import { BatchActions } from './batch-actions.tsx';
import { BatchHeader } from './batch-header.tsx';
import classes from './batch-page.module.css';
import { GridSkeleton } from './batch-skeleton.tsx';
import { CreditsPanel } from './credits-panel.tsx';
import { ItemsSection } from './items-section.tsx';
import { isAwaited, liveBatch } from './live-batch.ts';
import { NotRetriedNote } from './not-retried-note.tsx';
import { ProgressPanel } from './progress-panel.tsx';

interface BatchViewProps {
  readonly batch: Batch;
  readonly items: UseQueryResult<BatchItem[]>;
  readonly recipe: string;
}

/** A batch as it stands now: how far it is, what it costs, and its pictures. */
export function BatchView({ batch: known, items, recipe }: BatchViewProps) {
  const { t } = useTranslation('batch');
  const sending = useUploadPictures(known.id);
  const isPaused = useIsUploadPaused(known.id);
  const retry = useRetryBatch();
  const [left, setLeft] = useState<BatchRetry['notRetried']>([]);
  const batch = liveBatch(known, items.data);
  const awaited = (sending && !isPaused) || !batch.isOpen ? [] : (items.data ?? []).filter(isAwaited);

  return (
    <div className={classes.page}>
      <BatchHeader batch={batch} recipe={recipe} isUploading={sending !== undefined && !isPaused}>
        <BatchActions
          batch={batch}
          retry={{
            start: () => retry.mutate(batch, { onSuccess: ({ notRetried }) => setLeft(notRetried) }),
            isPending: retry.isPending,
          }}
        />
      </BatchHeader>
      {retry.isError && <FailureNote error={retry.error} title={t('retry.failed')} />}
      {left.length > 0 && <NotRetriedNote outcomes={left} onClose={() => setLeft([])} />}
      <div className={classes.top}>
        <ProgressPanel batch={batch} items={items.data} sending={sending} isPaused={isPaused} />
        <CreditsPanel batch={batch} />
      </div>
      {awaited.length > 0 && <AwaitedPanel batchId={batch.id} awaited={awaited} isPaused={isPaused} />}
      {items.data ? (
        <ItemsSection
          batch={batch}
          items={items.data}
          sending={sending}
          reload={() => items.refetch({ throwOnError: true })}
        />
      ) : items.isError ? (
        <FailureNote error={items.error} onRetry={() => void items.refetch()} />
      ) : (
        <GridSkeleton />
      )}
    </div>
  );
}
