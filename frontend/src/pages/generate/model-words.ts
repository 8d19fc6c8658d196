import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { IconMusic, IconPhoto, IconVideo, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../lib/format.ts';

export const OUTPUT_ICONS: Readonly<Record<CatalogueModel['outputType'], TablerIcon>> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
};

/** Tags and vendors come from the catalogue; one without a text of its own is shown as it is. */
export function useModelWords() {
  const { t } = useTranslation('generate');
  return {
    provider: (slug: string): string => t(`provider.${slug}`, { defaultValue: slug }),
    does: (tag: string): string => t(`does.${tag}`, { defaultValue: tag }),
    feature: (tag: string): string => t(`feature.${tag}`, { defaultValue: tag }),
    /** Why it takes no orders now; undefined when it does. */
    whyNot: ({ available, life }: CatalogueModel): string | undefined => {
      if (available) return undefined;
      if (life.state === 'retired')
        return life.since === null
          ? t('why.retired')
          : t('why.retiredSince', { date: formatDate(`${life.since}T12:00:00`) });
      return t(life.state === 'inactive' ? 'why.inactive' : 'why.noProvider');
    },
  };
}
