import type { Batch } from '@atelier/shared/contracts/batch';
import {
  IconAlertCircle,
  IconBan,
  IconCircleCheck,
  IconCircleHalf2,
  IconLoader2,
  IconStack2,
  IconUpload,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type BatchOutcome, outcomeOf, TONES, useBatchWords } from '../features/batches/batch-words.ts';
import { AssetPicture } from '../features/results/asset-picture.tsx';
import type { PictureLinks } from '../features/results/picture-links.ts';
import { formatDateTime } from '../lib/format.ts';
import { JobBar, JobRow, ToneBadge } from '../ui/job-row.tsx';
import classes from './batch-list.module.css';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;
const ICONS: Readonly<Record<BatchOutcome, ReactNode>> = {
  receiving: <IconUpload {...ICON} />,
  running: <IconLoader2 {...ICON} />,
  done: <IconCircleCheck {...ICON} />,
  partly: <IconCircleHalf2 {...ICON} />,
  failed: <IconAlertCircle {...ICON} />,
  canceled: <IconBan {...ICON} />,
};

interface BatchBadgeProps {
  readonly batch: Pick<Batch, 'state' | 'counts' | 'fileCount'>;
  /** Whether this tab sends its pictures. */
  readonly isUploading?: boolean;
}

/** How a batch stands, as sign and word. */
export function BatchBadge({ batch, isUploading = false }: BatchBadgeProps) {
  const { t } = useTranslation('batch');
  const words = useBatchWords();
  const outcome = outcomeOf(batch);
  return (
    <ToneBadge tone={TONES[outcome]} icon={ICONS[outcome]}>
      {outcome === 'receiving' && isUploading ? t('outcome.uploading') : words.outcome(outcome)}
    </ToneBadge>
  );
}

interface BatchListProps {
  readonly batches: readonly Batch[];
  readonly label: string;
  readonly recipeOf: (batch: Batch) => string;
  readonly links: PictureLinks;
}

/** Batches as rows, each leading to its page. */
export function BatchList({ batches, label, recipeOf, links }: BatchListProps) {
  return (
    <ul className={classes.list} aria-label={label}>
      {batches.map((batch) => (
        <BatchRow key={batch.id} batch={batch} recipe={recipeOf(batch)} links={links} />
      ))}
    </ul>
  );
}

interface BatchRowProps {
  readonly batch: Batch;
  readonly recipe: string;
  readonly links: PictureLinks;
}

function BatchRow({ batch, recipe, links }: BatchRowProps) {
  const { t } = useTranslation('batch');
  const words = useBatchWords();
  const title = t('title', { count: batch.fileCount });
  const path = `/batches/${batch.id}`;
  return (
    <JobRow
      thumbnail={
        <Link to={path} tabIndex={-1} aria-hidden="true">
          <Collage batch={batch} links={links} />
        </Link>
      }
      title={<Link to={path}>{title}</Link>}
      facts={`${recipe} · ${formatDateTime(batch.createdAt)}`}
      state={<BatchBadge batch={batch} />}
    >
      {batch.state === 'ended' ? (
        <p className={classes.note}>
          {words.counts(batch.counts)}
          {' · '}
          {t('common:credits', { count: batch.credits.charged })}
        </p>
      ) : (
        <JobBar
          fraction={batch.progress / 100}
          label={`${t('progress')}: ${title}`}
          text={words.counts(batch.counts)}
        />
      )}
    </JobRow>
  );
}

/** A few of its pictures, before any is here a sign. */
function Collage({ batch, links }: { readonly batch: Batch; readonly links: PictureLinks }) {
  const { previews } = batch;
  if (previews.length === 0) return <IconStack2 size={28} stroke={1.25} aria-hidden />;
  const shown = previews.slice(0, previews.length < 4 ? 1 : 4);
  return (
    <span className={classes.collage} data-count={shown.length}>
      {shown.map((preview) => (
        <AssetPicture key={preview.id} asset={preview} alt="" links={links} isLazy />
      ))}
    </span>
  );
}
