import type { Preview } from '@atelier/shared/contracts/batch';
import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { mediaKindOf } from '../../lib/media-kind.ts';
import { AudioSign } from './audio-sign.tsx';
import type { PictureLinks } from './picture-links.ts';
import classes from './results.module.css';
import { VideoStill } from './video-still.tsx';

interface AssetPictureProps {
  readonly asset: Omit<Preview, 'name'>;
  /** Empty when the name stands beside the picture. */
  readonly alt: string;
  readonly links: PictureLinks;
  readonly isLazy?: boolean;
}

/** A small picture, still or sign of a sound in a square box that is there before the bytes are. Fills the width of its parent. */
export function AssetPicture({ asset, alt, links, isLazy = false }: AssetPictureProps) {
  const { t } = useTranslation('results');
  if (links.isBroken(asset)) {
    return (
      <span className={classes.pictureBox} data-broken="">
        <IconPhotoOff size={24} stroke={1.5} aria-hidden="true" />
        {/* A decorative picture's button has its own name; this text is for the eye. */}
        <span className={classes.brokenText} aria-hidden={alt === '' || undefined}>
          {t('pictureBroken')}
        </span>
      </span>
    );
  }
  const shown = links.of(asset);
  const kind = mediaKindOf(asset.contentType);
  if (kind !== 'image' && shown.thumbnailUrl === null) {
    return (
      <span className={classes.pictureBox} data-media={kind}>
        {kind === 'audio' ? (
          <AudioSign label={alt} />
        ) : (
          <VideoStill url={shown.url} label={alt} onError={() => links.onError(shown)} />
        )}
      </span>
    );
  }
  return (
    <span className={classes.pictureBox} data-alpha={asset.hasAlpha || undefined}>
      <img
        className={classes.picture}
        src={shown.thumbnailUrl ?? shown.url}
        alt={alt}
        loading={isLazy ? 'lazy' : 'eager'}
        decoding="async"
        draggable={false}
        onError={() => links.onError(shown)}
      />
    </span>
  );
}
