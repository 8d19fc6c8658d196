import type { BatchItem } from '@atelier/shared/contracts/batch';
import { VisuallyHidden } from '@mantine/core';
import { IconAlertCircle, IconClock, IconPhoto, IconTrash, IconUpload } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { UploadPicture } from '../../features/batches/batch-uploads.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { StateBadge } from '../../features/results/state-badge.tsx';
import { formatNumber, formatPercent } from '../../lib/format.ts';
import styles from './batch-items.module.css';
import { taskStateOf } from './live-batch.ts';

/** Longer lines are told as this long. */
const MAX_COUNTED_AHEAD = 100;

interface ItemCardProps {
  readonly item: BatchItem;
  /** The same picture in this tab's upload; undefined when it is not sent from here. */
  readonly picture: UploadPicture | undefined;
  readonly links: PictureLinks;
}

/**
 * One picture of a batch: itself or its result, how it stands, and the way to its task. Among two hundred, only those
 * that something happened to are drawn again.
 */
export const ItemCard = memo(function ItemCard({ item, picture, links }: ItemCardProps) {
  const { taskId, isDeleted, name, state } = item;
  const content = (
    <>
      <CardPicture item={item} links={links} />
      <span className={styles.cardText}>
        <span className={styles.cardName} title={name}>
          {name}
        </span>
        <CardFacts item={item} picture={picture} />
      </span>
    </>
  );
  return (
    <li className={styles.card} data-state={state}>
      {taskId !== null && !isDeleted ? (
        <Link to={`/tasks/${taskId}`} className={styles.cardLink ?? ''}>
          {content}
        </Link>
      ) : (
        <span className={styles.cardLink}>{content}</span>
      )}
    </li>
  );
});

function CardPicture({ item, links }: Pick<ItemCardProps, 'item' | 'links'>) {
  const { t } = useTranslation('batch');
  const { preview, resultCount, state, isDeleted, progress, emulated } = item;
  const known = taskStateOf(item);
  return (
    <span className={styles.cardPicture}>
      {preview ? (
        <AssetPicture asset={preview} alt="" links={links} isLazy />
      ) : (
        <span className={styles.noPicture}>
          {isDeleted ? (
            <IconTrash size={28} stroke={1.25} aria-hidden />
          ) : (
            <IconPhoto size={32} stroke={1.25} aria-hidden />
          )}
        </span>
      )}
      {emulated && <EmulatedMark isOver />}
      <span className={styles.cardState}>
        {known ? <StateBadge state={known} /> : <OwnBadge state={state} />}
        {resultCount > 1 && (
          <span className={styles.count}>
            <IconPhoto size={14} stroke={2} aria-hidden />
            <span aria-hidden="true">{formatNumber(resultCount)}</span>
            <VisuallyHidden>{t('item.results', { count: resultCount })}</VisuallyHidden>
          </span>
        )}
      </span>
      {state === 'processing' && (
        <span
          className={styles.cardBar}
          role="progressbar"
          aria-label={t('item.bar', { name: item.name })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={progress}
        >
          <span data-part="done" style={{ width: `${progress}%` }} />
        </span>
      )}
    </span>
  );
}

function OwnBadge({ state }: Pick<BatchItem, 'state'>) {
  const { t } = useTranslation('batch');
  const Icon = state === 'refused' ? IconAlertCircle : IconClock;
  return (
    <span className={styles.ownState} data-state={state}>
      <Icon size={14} stroke={2} aria-hidden />
      {t(state === 'refused' ? 'itemState.refused' : 'itemState.missing')}
    </span>
  );
}

/** One line that says most: place in line, step, reason, or price. */
function CardFacts({ item, picture }: Pick<ItemCardProps, 'item' | 'picture'>) {
  const { t } = useTranslation('batch');
  const { state, queuePosition, step, progress, error, chargedCredits, linkedCount, isDeleted } = item;
  if (picture?.state === 'sending' || picture?.state === 'waiting') {
    return (
      <span className={styles.cardFacts}>
        <IconUpload size={14} stroke={2} aria-hidden />
        {t(picture.state === 'sending' ? 'item.uploading' : 'item.waitsForUpload')}
      </span>
    );
  }
  const refusal = picture?.state === 'refused' ? picture.refusal?.message : undefined;
  if (state === 'failed' || state === 'refused' || refusal) {
    const reason = refusal ?? error ?? undefined;
    return (
      <span className={styles.cardError} title={reason}>
        {reason}
      </span>
    );
  }
  if (isDeleted) return <span className={styles.cardFacts}>{t('item.gone')}</span>;
  if (state === 'processing') {
    return (
      <span className={styles.cardFacts}>
        <span>{step?.label ?? t('common:state.processing')}</span>
        <span>{formatPercent(progress / 100)}</span>
      </span>
    );
  }
  if (state === 'pending') {
    return <span className={styles.cardFacts}>{lineText(step, queuePosition, t)}</span>;
  }
  if (state === 'missing') return <span className={styles.cardFacts}>{t('item.notHere')}</span>;
  return (
    <span className={styles.cardFacts}>
      <span>{t('common:credits', { count: chargedCredits ?? 0 })}</span>
      {linkedCount > 0 && <span>{t('results:atProvider')}</span>}
    </span>
  );
}

function lineText(step: BatchItem['step'], ahead: number | null, t: TFunction<'batch'>): string {
  // A paused line has no place worth telling.
  if (step && step.key !== 'queued') return step.label;
  if (ahead === null) return t('common:state.pending');
  if (ahead >= MAX_COUNTED_AHEAD) return t('item.aheadMany');
  return ahead > 0 ? t('item.ahead', { count: ahead }) : t('item.next');
}
