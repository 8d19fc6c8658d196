import type { Asset } from '@atelier/shared/contracts/asset';
import type { MouseEvent, ReactNode } from 'react';
import { downloadFrom } from '../../lib/download.ts';

/** Links live a few minutes; older ones are renewed before they are followed. */
const TRUSTED_FOR_MS = 2 * 60_000;

export interface FreshAssets {
  /** When the assets at hand were read, in Unix milliseconds. */
  readonly readAtMs: number;
  /** Reads them again and returns the same asset with fresh links, or undefined when it is gone. */
  readonly renew: (assetId: string) => Promise<Asset | undefined>;
}

interface DownloadLinkProps {
  readonly asset: Asset;
  readonly fresh: FreshAssets;
  readonly className?: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}

/** A real link (so “save link as” works) that never leads to an expired address. */
export function DownloadLink({ asset, fresh, className, label, children }: DownloadLinkProps) {
  const onClick = (event: MouseEvent) => {
    if (Date.now() - fresh.readAtMs < TRUSTED_FOR_MS) return;
    event.preventDefault();
    const follow = (renewed: Asset | undefined) =>
      downloadFrom(renewed?.downloadUrl ?? asset.downloadUrl, asset.name);
    // Without an answer the link at hand is the only one there is; it may well still work.
    void fresh.renew(asset.id).then(follow, () => follow(undefined));
  };
  return (
    <a
      className={className}
      href={asset.downloadUrl}
      download={asset.name}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
