import type { Asset } from '@atelier/shared/contracts/asset';
import { useTranslation } from 'react-i18next';
import { formatOf } from '../../lib/media-kind.ts';

/** Names a result by what it is, such as “Cut-out”; results without a known role keep their file name. */
export function useResultTitle(): (result: Asset) => string {
  const { t } = useTranslation('results');
  return (result) =>
    result.role === null
      ? result.name
      : t(`role.${result.role.replaceAll('-', '_')}`, { defaultValue: result.name });
}

/** `1600 × 1200 · PNG`; what is not known is left out. */
export function pictureFacts(asset: Asset): string {
  const size = asset.width && asset.height ? [`${asset.width} × ${asset.height}`] : [];
  return [...size, formatOf(asset.contentType)].join(' · ');
}
