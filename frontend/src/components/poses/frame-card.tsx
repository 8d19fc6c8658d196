import type { Asset } from '@atelier/shared/contracts/asset';
import type { PoseFrame } from '@atelier/shared/pose-frames';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DownloadLink, type FreshAssets } from '../../features/results/download-link.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { currentLocale } from '../../lib/locale.ts';
import classes from './frames.module.css';

export const frameTitle = (frame: PoseFrame): string => `${frame.number} · ${frame.title[currentLocale()]}`;

interface FrameCardProps {
  readonly frame: PoseFrame;
  readonly result: Asset | undefined;
  readonly isAwaited: boolean;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly onOpen: (resultId: string) => void;
  /** Absent where no frame can be made again. */
  readonly choice?: { readonly isChosen: boolean; readonly onChoose: (isChosen: boolean) => void };
}

/** One frame: its picture once it is there, what can be done with it, and whether it is to be made again. */
export function FrameCard({ frame, result, isAwaited, links, fresh, onOpen, choice }: FrameCardProps) {
  const { t } = useTranslation('task');
  const title = frameTitle(frame);
  const shown = result && links.of(result);
  return (
    <li className={classes.card} data-chosen={choice?.isChosen || undefined}>
      {shown && result && !links.isBroken(result) ? (
        <button
          type="button"
          className={classes.picture}
          aria-label={t('frames.open', { title })}
          onClick={() => onOpen(result.id)}
        >
          <img
            src={shown.thumbnailUrl ?? shown.url}
            alt=""
            decoding="async"
            onError={() => links.onError(shown)}
          />
        </button>
      ) : (
        <div className={classes.picture} data-awaited={isAwaited || undefined}>
          <span>{result ? t('frames.broken') : isAwaited ? frame.number : t('frames.none')}</span>
        </div>
      )}
      <div className={classes.foot}>
        {choice ? (
          <label className={classes.title}>
            <input
              type="checkbox"
              className={classes.checkbox}
              checked={choice.isChosen}
              onChange={(event) => choice.onChoose(event.currentTarget.checked)}
            />
            {title}
          </label>
        ) : (
          <span className={classes.title}>{title}</span>
        )}
        {result && (
          <DownloadLink
            asset={result}
            fresh={fresh}
            className={classes.download}
            label={t('frames.download', { title })}
          >
            <IconDownload size={18} stroke={1.75} aria-hidden />
          </DownloadLink>
        )}
      </div>
    </li>
  );
}
