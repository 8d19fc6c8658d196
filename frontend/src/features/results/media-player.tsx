import type { Asset } from '@atelier/shared/contracts/asset';
import { type SyntheticEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { mediaKindOf } from '../../lib/media-kind.ts';
import { AudioSign } from './audio-sign.tsx';
import classes from './media.module.css';

interface MediaPlayerProps {
  readonly asset: Asset;
  /** What it is called, for screen readers. */
  readonly title: string;
  /** Full screen: fills its parent. */
  readonly fill?: boolean;
  /** The link did not load, most likely because it expired. */
  readonly onError: () => void;
}

/**
 * A film or a voice with the browser's own controls, which bring keys, captions and casting with them. Its box is known
 * before the bytes are here. When a link runs out in the middle, it goes on from the same moment with the new one.
 */
export function MediaPlayer({ asset, title, fill = false, onError }: MediaPlayerProps) {
  const { t } = useTranslation('results');
  const resumeAt = useRef(0);
  const common = {
    src: asset.url,
    controls: true,
    preload: 'metadata',
    onError: (event: SyntheticEvent<HTMLMediaElement>) => {
      resumeAt.current = event.currentTarget.currentTime;
      onError();
    },
    onLoadedMetadata: ({ currentTarget }: SyntheticEvent<HTMLMediaElement>) => {
      if (resumeAt.current > 0) currentTarget.currentTime = resumeAt.current;
      resumeAt.current = 0;
    },
  } as const;
  // By key, another result is another element: its place, its errors and its buffer are its own.
  if (mediaKindOf(asset.contentType) === 'audio') {
    return (
      <figure className={classes.player} data-kind="audio" data-fill={fill || undefined}>
        <span className={classes.soundBox}>
          <AudioSign label="" />
        </span>
        <audio {...common} key={asset.id} aria-label={t('playAudio', { name: title })} />
      </figure>
    );
  }
  return (
    <figure
      className={classes.player}
      data-kind="video"
      data-fill={fill || undefined}
      style={fill ? undefined : { aspectRatio: `${asset.width ?? 16} / ${asset.height ?? 9}` }}
    >
      <video
        {...common}
        key={asset.id}
        aria-label={t('playVideo', { name: title })}
        poster={asset.thumbnailUrl ?? undefined}
        playsInline
        loop
      />
    </figure>
  );
}
