import type { Asset } from '@atelier/shared/contracts/asset';
import { type MouseEvent, type ReactNode, useRef } from 'react';
import { downloadFrom } from '../../lib/download.ts';

/** Links live a few minutes; older ones are renewed before they are followed. */
const TRUSTED_FOR_MS = 2 * 60_000;

export interface FreshAssets {
  /** When the assets at hand were read, in Unix milliseconds. */
  readonly readAtMs: number;
  /** Reads them again and returns the same asset with fresh links, or undefined when it is gone. */
  readonly renew: (assetId: string) => Promise<Asset | undefined>;
}

/** What of a stored file is needed to save it. */
export type SavedFile = Pick<Asset, 'id' | 'name' | 'downloadUrl'>;

/**
 * Has an asset's links read again when they have become old, once for all that ask while the answer is on its way.
 * Resolves to undefined where the links at hand are still good, or where no newer ones are to be had: without an
 * answer the link at hand is the only one there is, and it may well still work.
 */
export function useRenewal(assetId: string, fresh: FreshAssets): () => Promise<Asset | undefined> {
  const underWay = useRef<Promise<Asset | undefined>>(undefined);
  return () => {
    if (underWay.current) return underWay.current;
    if (Date.now() - fresh.readAtMs < TRUSTED_FOR_MS) return Promise.resolve(undefined);
    underWay.current = fresh
      .renew(assetId)
      .catch((error: unknown) => {
        console.warn('The links could not be renewed', error);
        return undefined;
      })
      .finally(() => {
        underWay.current = undefined;
      });
    return underWay.current;
  };
}

interface DownloadLinkProps {
  readonly asset: SavedFile;
  readonly fresh: FreshAssets;
  readonly className?: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * A real link that never leads to an expired address. It is renewed when it is pressed, so that “save link as” and
 * dragging, which read it by themselves, mostly find a good one, too.
 */
export function DownloadLink({ asset, fresh, className, label, children }: DownloadLinkProps) {
  const renew = useRenewal(asset.id, fresh);
  const onClick = (event: MouseEvent) => {
    if (Date.now() - fresh.readAtMs < TRUSTED_FOR_MS) return;
    event.preventDefault();
    void renew().then((renewed) => downloadFrom(renewed?.downloadUrl ?? asset.downloadUrl, asset.name));
  };
  return (
    <a
      className={className}
      href={asset.downloadUrl}
      download={asset.name}
      aria-label={label}
      title={label}
      onPointerDown={() => void renew()}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
