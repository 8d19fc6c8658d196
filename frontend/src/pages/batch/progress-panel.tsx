import type { Batch, BatchItem } from '@atelier/shared/contracts/batch';
import { useTranslation } from 'react-i18next';
import { TimeLeft } from '../../components/time-left.tsx';
import type { UploadPicture } from '../../features/batches/batch-uploads.ts';
import { useBatchWords } from '../../features/batches/batch-words.ts';
import { formatNumber, formatPercent } from '../../lib/format.ts';
import classes from './batch-page.module.css';
import { barParts } from './live-batch.ts';
import { UploadLine } from './upload-line.tsx';

interface ProgressPanelProps {
  readonly batch: Batch;
  readonly items: readonly BatchItem[] | undefined;
  /** The pictures this tab sends to it; undefined when it sends none. */
  readonly sending: readonly UploadPicture[] | undefined;
  readonly isPaused: boolean;
}

/** How far the whole is: work really done, by outcome. */
export function ProgressPanel({ batch, items, sending, isPaused }: ProgressPanelProps) {
  const { t } = useTranslation('batch');
  const words = useBatchWords();
  const parts = barParts(batch, items);
  const hasUnsent = sending?.some(({ state }) => state === 'waiting' || state === 'sending') ?? false;
  return (
    <section className={classes.sheet} aria-label={t('progress')}>
      <div className={classes.progressLine}>
        <strong>
          {t('doneOf', { done: formatNumber(batch.counts.completed), total: formatNumber(batch.fileCount) })}
        </strong>
        <span className={classes.percent}>
          {batch.state === 'running' && <TimeLeft until={batch.estimatedCompletionAt} />}{' '}
          {formatPercent(batch.progress / 100)}
        </span>
      </div>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={t('progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={batch.progress}
      >
        {(['good', 'bad', 'quiet', 'live'] as const).map((kind) => (
          <span key={kind} data-kind={kind} style={{ width: `${parts[kind]}%` }} />
        ))}
      </div>
      <p className={classes.counts} role="status">
        {words.counts(batch.counts)}
      </p>
      {sending && <UploadLine batchId={batch.id} />}
      {batch.state !== 'ended' && !isPaused && (
        <p className={classes.hint}>{t(hasUnsent ? 'mayLeaveAfterUpload' : 'mayLeave')}</p>
      )}
    </section>
  );
}
