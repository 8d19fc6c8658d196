import type { Asset } from '@atelier/shared/contracts/asset';
import { type CSSProperties, useState } from 'react';
import classes from './compare.module.css';
import type { Backdrop } from './compare-settings.ts';
import type { View } from './zoom-math.ts';

interface PictureLayerProps {
  readonly asset: Asset;
  readonly alt: string;
  readonly view: View;
  /** Enlarged so far that single pixels should stay crisp. */
  readonly showPixels: boolean;
  readonly backdrop: Backdrop;
  readonly color: string;
  /** `clip-path` in stage coordinates; the divider cuts the stage, not the picture. */
  readonly clip?: string | undefined;
  readonly onError: () => void;
}

/** One picture fitted into the stage. Its box is known from the asset, so nothing moves when the bytes arrive. */
export function PictureLayer(props: PictureLayerProps) {
  const { asset, alt, view, showPixels, backdrop, color, clip, onError } = props;
  const [loadedUrl, setLoadedUrl] = useState<string>();
  const isLoaded = loadedUrl === asset.url;
  const frameStyle: CSSProperties & Record<`--${string}`, string | number> = {
    '--picture-ratio': (asset.width ?? 1) / (asset.height ?? 1),
    '--view-scale': view.scale,
    '--backdrop-color': color,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
  };

  return (
    <div className={classes.layer} style={clip ? { clipPath: clip } : undefined}>
      <div
        className={classes.frame}
        style={frameStyle}
        data-backdrop={asset.hasAlpha ? backdrop : undefined}
        data-pixels={showPixels || undefined}
      >
        {asset.thumbnailUrl && !isLoaded && (
          <img className={classes.picture} src={asset.thumbnailUrl} alt="" draggable={false} />
        )}
        <img
          className={classes.picture}
          src={asset.url}
          alt={alt}
          width={asset.width ?? undefined}
          height={asset.height ?? undefined}
          draggable={false}
          decoding="async"
          data-loaded={isLoaded || undefined}
          onLoad={() => setLoadedUrl(asset.url)}
          onError={onError}
        />
      </div>
    </div>
  );
}
