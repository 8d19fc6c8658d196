import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { frameOfRole, POSE_FRAMES } from '@atelier/shared/pose-frames';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FrameCard, frameTitle } from '../../components/poses/frame-card.tsx';
import frames from '../../components/poses/frames.module.css';
import { RedoFrames } from '../../components/poses/redo-frames.tsx';
import { useCompareSettings } from '../../features/compare/compare-settings.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { useArchiveDownload } from '../../features/results/use-archive-download.ts';
import { formatDateTime } from '../../lib/format.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './pose-history.module.css';
import type { PoseSet } from './pose-sets.ts';

const FullScreenViewer = lazy(async () => ({
  default: (await import('../../features/compare/full-screen-viewer.tsx')).FullScreenViewer,
}));

interface PoseSetCardProps {
  readonly set: PoseSet;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly model: CatalogueModel | undefined;
}

/** One garment with its twelve frames: look, save all, and have single frames made again in their places. */
export function PoseSetCard({ set, links, fresh, model }: PoseSetCardProps) {
  const { t } = useTranslation('poses');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [openId, setOpenId] = useState<string>();
  const settings = useCompareSettings();
  const archive = useArchiveDownload({ newestOnly: true });
  const { garment, tasks, pictures, awaited } = set;
  const [newest] = tasks;
  const shown = POSE_FRAMES.flatMap(({ number }) => pictures.get(number) ?? []);
  const shownIndex = shown.findIndex(({ id }) => id === openId);
  const canRedo = model?.available === true;
  const choose = (number: number, isChosen: boolean) =>
    setChosen((now) => (isChosen ? [...now, number] : now.filter((each) => each !== number)));

  return (
    <li className={classes.set}>
      <header className={classes.head}>
        <div className={classes.garment}>
          <AssetPicture asset={garment} alt="" links={links} />
        </div>
        <div className={classes.facts}>
          <h2>{garment.name}</h2>
          <p>
            {t('ready', { count: pictures.size })}
            {awaited.size > 0 && ` · ${t('awaited', { count: awaited.size })}`}
          </p>
          <p>
            <Link to={`/tasks/${newest.id}`}>{t('newest', { time: formatDateTime(newest.createdAt) })}</Link>
          </p>
        </div>
        <Button
          variant="default"
          disabled={pictures.size === 0}
          loading={archive.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          aria-label={t('zipOf', { name: garment.name })}
          onClick={() =>
            archive.mutate(tasks.filter(({ results }) => results.length > 0).map(({ id }) => id))
          }
        >
          {t('zip')}
        </Button>
      </header>
      {archive.isError && <FailureNote error={archive.error} />}
      <ul className={frames.grid} aria-label={t('framesOf', { name: garment.name })}>
        {POSE_FRAMES.map((frame) => (
          <FrameCard
            key={frame.number}
            frame={frame}
            result={awaited.has(frame.number) ? undefined : pictures.get(frame.number)}
            isAwaited={awaited.has(frame.number)}
            links={links}
            fresh={fresh}
            onOpen={setOpenId}
            {...(canRedo &&
              !awaited.has(frame.number) && {
                choice: {
                  isChosen: chosen.includes(frame.number),
                  onChoose: (isChosen: boolean) => choose(frame.number, isChosen),
                },
              })}
          />
        ))}
      </ul>
      {canRedo && <RedoFrames task={newest} model={model} chosen={chosen} onStarted={() => setChosen([])} />}
      <WhenOpened isOpen={shownIndex >= 0}>
        <FullScreenViewer
          isOpen={shownIndex >= 0}
          onClose={() => setOpenId(undefined)}
          results={shown.map(links.of)}
          index={Math.max(0, shownIndex)}
          onIndexChange={(index) => setOpenId(shown[index]?.id)}
          originalOf={() => links.of(garment)}
          titleOf={({ role, name }) => {
            const frame = frameOfRole(role);
            return frame ? frameTitle(frame) : name;
          }}
          playerOf={() => null}
          settings={settings}
          onPictureError={() => {
            for (const asset of shown) if (asset.id === openId) links.onError(links.of(asset));
          }}
        />
      </WhenOpened>
    </li>
  );
}
