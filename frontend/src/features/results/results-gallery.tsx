import type { Asset } from '@atelier/shared/contracts/asset';
import { useTranslation } from 'react-i18next';
import type { FreshAssets } from './download-link.tsx';
import type { PictureLinks } from './picture-links.ts';
import { ResultCard } from './result-card.tsx';
import classes from './results.module.css';
import { useResultTitle } from './use-result-title.ts';

interface ResultsGalleryProps {
  readonly results: readonly Asset[];
  readonly shownId: string | undefined;
  readonly onShow: (result: Asset) => void;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly isEmulated?: boolean;
}

/** The results of one input, each with its actions; the shown one is on the light table above. */
export function ResultsGallery(props: ResultsGalleryProps) {
  const { results, shownId, onShow, links, fresh, isEmulated = false } = props;
  const { t } = useTranslation('results');
  const titleOf = useResultTitle();
  return (
    <ul className={classes.gallery} aria-label={t('results')}>
      {results.map((result) => (
        <ResultCard
          key={result.id}
          result={result}
          title={titleOf(result)}
          isShown={result.id === shownId}
          onShow={() => onShow(result)}
          links={links}
          fresh={fresh}
          isEmulated={isEmulated}
        />
      ))}
    </ul>
  );
}
