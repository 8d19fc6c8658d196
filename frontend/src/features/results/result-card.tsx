import type { Asset } from '@atelier/shared/contracts/asset';
import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { AssetPicture } from './asset-picture.tsx';
import { DownloadLink, type FreshAssets, useRenewal } from './download-link.tsx';
import { startDragOut } from './drag-out.ts';
import { EmulatedMark } from './emulated-mark.tsx';
import type { PictureLinks } from './picture-links.ts';
import classes from './results.module.css';
import { type CopyState, canCopyPictures, useCopyPicture } from './use-copy-picture.ts';
import { pictureFacts } from './use-result-title.ts';

interface ResultCardProps {
  readonly result: Asset;
  readonly title: string;
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly isEmulated: boolean;
}

/** One result: look, save, copy, or drag it out of the window. */
export function ResultCard({ result, title, isShown, onShow, links, fresh, isEmulated }: ResultCardProps) {
  const { t } = useTranslation('results');
  const { state, copy } = useCopyPicture();
  const renew = useRenewal(result.id, fresh);
  return (
    <li className={classes.card} data-shown={isShown || undefined}>
      <button
        type="button"
        className={classes.cardPicture}
        aria-pressed={isShown}
        aria-label={t('show', { name: title })}
        draggable
        // A drag carries the address as it is then, so it is renewed when the hand comes near.
        onPointerEnter={() => void renew()}
        onPointerDown={() => void renew()}
        onDragStart={(event) => startDragOut(event, result)}
        onClick={onShow}
      >
        <AssetPicture asset={result} alt="" links={links} />
      </button>
      <div className={classes.cardText}>
        <strong className={classes.cardTitle}>{title}</strong>
        <span className={classes.cardFacts}>{pictureFacts(result)}</span>
        <span className={classes.cardFacts}>{formatBytes(result.sizeBytes)}</span>
        {isEmulated && (
          <span>
            <EmulatedMark />
          </span>
        )}
      </div>
      <div className={classes.cardActions}>
        <DownloadLink
          asset={result}
          fresh={fresh}
          className={classes.action}
          label={t('download', { name: title })}
        >
          <IconDownload size={18} stroke={1.75} aria-hidden="true" />
        </DownloadLink>
        {canCopyPictures() && result.contentType.startsWith('image/') && (
          <button
            type="button"
            className={classes.action}
            data-outcome={state}
            aria-label={t('copy', { name: title })}
            title={t('copy', { name: title })}
            aria-disabled={state === 'copying'}
            onClick={() => {
              if (state !== 'copying') void copy(renew().then((renewed) => (renewed ?? result).url));
            }}
          >
            <CopyIcon state={state} />
          </button>
        )}
        <VisuallyHidden role="status">{outcomeText(state, t)}</VisuallyHidden>
      </div>
    </li>
  );
}

function outcomeText(state: CopyState, t: (key: string) => string): string {
  return state === 'copied' || state === 'failed' ? t(`copyOutcome.${state}`) : '';
}

function CopyIcon({ state }: { readonly state: CopyState }) {
  if (state === 'copied') return <IconCheck size={18} stroke={1.75} aria-hidden="true" />;
  if (state === 'failed') return <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />;
  return <IconCopy size={18} stroke={1.75} aria-hidden="true" />;
}
