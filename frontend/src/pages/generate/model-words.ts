import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { IconMusic, IconPhoto, IconVideo, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';

export const OUTPUT_ICONS: Readonly<Record<CatalogueModel['outputType'], TablerIcon>> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
};

/** Tags come from the catalogue; one without a text of its own is shown as it is. */
export function useModelWords() {
  const { t } = useTranslation('generate');
  return {
    provider: ({ providerLabel }: CatalogueModel): string => providerLabel[currentLocale()],
    does: (tag: string): string => t(`does.${tag}`, { defaultValue: tag }),
    feature: (tag: string): string => t(`feature.${tag}`, { defaultValue: tag }),
    /** Why it takes no orders now; undefined when it does. */
    whyNot: ({ unavailableReason, life }: CatalogueModel): string | undefined => {
      if (unavailableReason === null) return undefined;
      return unavailableReason === 'retired' && life.since !== null
        ? t('retiredSince', { date: formatDate(`${life.since}T12:00:00`) })
        : t(`catalogue:why.${unavailableReason}`);
    },
  };
}
