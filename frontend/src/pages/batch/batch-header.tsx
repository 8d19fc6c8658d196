import type { Batch } from '@atelier/shared/contracts/batch';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BatchBadge } from '../../components/batch-list.tsx';
import { formatDateTime, formatDuration } from '../../lib/format.ts';
import classes from './batch-page.module.css';

interface BatchHeaderProps {
  readonly batch: Batch;
  readonly recipe: string;
  readonly isUploading: boolean;
  readonly children: ReactNode;
}

/** What this batch is, how it stands, and the actions for it. */
export function BatchHeader({ batch, recipe, isUploading, children }: BatchHeaderProps) {
  const { t } = useTranslation('batch');
  const tookMs = batch.endedAt === null ? null : Date.parse(batch.endedAt) - Date.parse(batch.createdAt);
  return (
    <header className={classes.header}>
      <div className={classes.headerText}>
        <Link to="/history?view=batches" className={classes.back ?? ''}>
          <IconChevronLeft size={16} stroke={2} aria-hidden />
          {t('back')}
        </Link>
        <div className={classes.titleLine}>
          <h1>{recipe}</h1>
          <BatchBadge batch={batch} isUploading={isUploading} />
        </div>
        <p className={classes.facts}>
          <span>{t('title', { count: batch.fileCount })}</span>
          <span>{t('number', { number: batch.batchNo })}</span>
          <time dateTime={batch.createdAt}>{formatDateTime(batch.createdAt)}</time>
          {batch.state === 'ended' && tookMs !== null && (
            <span>{t('took', { duration: formatDuration(tookMs / 1000) })}</span>
          )}
        </p>
      </div>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
