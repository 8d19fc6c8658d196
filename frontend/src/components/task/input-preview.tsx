import type { Asset } from '@atelier/shared/contracts/asset';
import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MediaPlayer } from '../../features/results/media-player.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { mediaKindOf } from '../../lib/media-kind.ts';
import classes from './task-parts.module.css';

interface InputPreviewProps {
  readonly input: Asset;
  readonly links: PictureLinks;
}

/** The original alone, in the same box the comparison will take, so nothing moves when the result arrives. */
export function InputPreview({ input, links }: InputPreviewProps) {
  const { t } = useTranslation('task');
  const shown = links.of(input);
  if (mediaKindOf(input.contentType) !== 'image' && !links.isBroken(input)) {
    return <MediaPlayer asset={shown} title={input.name} onError={() => links.onError(shown)} />;
  }
  return (
    <figure className={classes.preview} style={{ aspectRatio: `${input.width ?? 4} / ${input.height ?? 3}` }}>
      {links.isBroken(input) ? (
        <BrokenPicture />
      ) : (
        <img src={shown.url} alt={t('inputAlt', { name: input.name })} onError={() => links.onError(shown)} />
      )}
    </figure>
  );
}

export function BrokenPicture() {
  const { t } = useTranslation('task');
  return (
    <div className={classes.broken} role="status">
      <IconPhotoOff size={32} stroke={1.5} aria-hidden />
      <p>{t('broken')}</p>
    </div>
  );
}
