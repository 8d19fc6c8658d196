import type { Preview } from '@atelier/shared/contracts/batch';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** What is shown of a stored picture: a whole asset, or as much of it as a small view needs. */
export type ShownPicture = Pick<Preview, 'id' | 'url' | 'thumbnailUrl'>;
type Links = Pick<ShownPicture, 'url' | 'thumbnailUrl'>;

/**
 * Every read of a task signs new links. Pictures already shown keep the link they came with, so a live update does
 * not load the same bytes again; a link is let go when it stops working.
 */
const pinnedLinks = new Map<string, Links>();
const MAX_PINNED = 500;

/** A picture that fails again this long after its link was renewed has merely expired once more. */
const RENEWAL_LASTS_MS = 60_000;

function pinned<P extends ShownPicture>(asset: P): P {
  const kept = pinnedLinks.get(asset.id);
  if (kept) return { ...asset, url: kept.url, thumbnailUrl: kept.thumbnailUrl };
  if (pinnedLinks.size >= MAX_PINNED) {
    const oldest = pinnedLinks.keys().next().value;
    if (oldest !== undefined) pinnedLinks.delete(oldest);
  }
  pinnedLinks.set(asset.id, { url: asset.url, thumbnailUrl: asset.thumbnailUrl });
  return asset;
}

type Recovery =
  | { readonly state: 'renewing'; readonly failedUrl: string }
  | { readonly state: 'renewed'; readonly failedUrl: string; readonly atMs: number }
  | { readonly state: 'broken' };

export interface PictureLinks {
  /** The asset with the links to show now. */
  readonly of: <P extends ShownPicture>(asset: P) => P;
  /** Report a picture that did not load. The first time fresh links are asked for, the second time it is broken. */
  readonly onError: (asset: ShownPicture) => void;
  readonly isBroken: (asset: ShownPicture) => boolean;
}

/**
 * Links that outlive their signature. The answer stays the same object until a link changes, so that what is drawn
 * with it need not be drawn again.
 * @param renew fetches the task or list again, so that the assets carry fresh links.
 */
export function usePictureLinks(renew: () => Promise<unknown>): PictureLinks {
  const [recoveries, setRecoveries] = useState<ReadonlyMap<string, Recovery>>(() => new Map());
  const latest = useRef({ recoveries, renew });
  useEffect(() => {
    latest.current.renew = renew;
  });

  const onError = useCallback((asset: ShownPicture) => {
    const settle = (recovery: Recovery) => {
      latest.current.recoveries = new Map(latest.current.recoveries).set(asset.id, recovery);
      setRecoveries(latest.current.recoveries);
    };
    const startRenewal = () => {
      const failedUrl = asset.url;
      pinnedLinks.delete(asset.id);
      settle({ state: 'renewing', failedUrl });
      latest.current.renew().then(
        // The cache tells its readers one turn later; until then the old link is no proof of anything.
        () => setTimeout(() => settle({ state: 'renewed', failedUrl, atMs: Date.now() })),
        () => settle({ state: 'broken' }),
      );
    };
    const recovery = latest.current.recoveries.get(asset.id);
    if (!recovery) startRenewal();
    else if (recovery.state === 'renewed') {
      if (Date.now() - recovery.atMs > RENEWAL_LASTS_MS) startRenewal();
      else settle({ state: 'broken' });
    }
  }, []);

  return useMemo(() => {
    const hasFailed = (asset: ShownPicture): boolean => {
      const recovery = recoveries.get(asset.id);
      return recovery !== undefined && recovery.state !== 'broken' && recovery.failedUrl === asset.url;
    };
    return {
      of: (asset) => (hasFailed(asset) ? asset : pinned(asset)),
      onError,
      isBroken: (asset) => {
        const recovery = recoveries.get(asset.id);
        if (recovery?.state === 'broken') return true;
        // The same link came back: the element would not try it again, so nothing would ever report it.
        return recovery?.state === 'renewed' && hasFailed(asset);
      },
    };
  }, [recoveries, onError]);
}
