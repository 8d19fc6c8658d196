import type { Asset } from '@atelier/shared/contracts/asset';
import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import {
  frameOfRole,
  POSE_FRAMES,
  type PoseFrame,
  readFrames,
  roleOfFrame,
} from '@atelier/shared/pose-frames';
import { isEnded } from '@atelier/shared/task-states';
import { IconDownload } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompareSettings } from '../../features/compare/compare-settings.ts';
import { DownloadLink, type FreshAssets } from '../../features/results/download-link.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { currentLocale } from '../../lib/locale.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './frames-section.module.css';
import { RedoFrames } from './redo-frames.tsx';

const FullScreenViewer = lazy(async () => ({
  default: (await import('../../features/compare/full-screen-viewer.tsx')).FullScreenViewer,
}));

interface FramesSectionProps {
  readonly task: Task;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly model: CatalogueModel | undefined;
}

/** The frames that a task was asked for, in their order. */
function framesOf(task: Task): readonly PoseFrame[] {
  const wanted = readFrames(String(task.parameters['frames'] ?? ''));
  return wanted === undefined ? POSE_FRAMES : POSE_FRAMES.filter(({ number }) => wanted.includes(number));
}

const titleOf = (frame: PoseFrame): string => `${frame.number} · ${frame.title[currentLocale()]}`;

/** The frames of a `model_pose12` task: a box for each from the start, its picture once it is there. */
export function FramesSection({ task, links, fresh, model }: FramesSectionProps) {
  const { t } = useTranslation('task');
  const settings = useCompareSettings();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [openId, setOpenId] = useState<string>();
  const original = task.inputs[0];
  const canRedo = task.status === 'completed' && original !== undefined && model?.available === true;
  const shownIndex = task.results.findIndex(({ id }) => id === openId);
  const choose = (number: number, isChosen: boolean) =>
    setChosen((now) => (isChosen ? [...now, number] : now.filter((each) => each !== number)));
  const reportAll = () => {
    for (const asset of task.results) if (asset.id === openId) links.onError(links.of(asset));
  };

  return (
    <>
      {task.delivery && (
        <p className={classes.note} role="status">
          {t('frames.partial', {
            ...task.delivery,
            returned: task.priceCredits - (task.chargedCredits ?? task.priceCredits),
          })}
        </p>
      )}
      <ul className={classes.grid} aria-label={t('frames.title')}>
        {framesOf(task).map((frame) => (
          <FrameCard
            key={frame.number}
            frame={frame}
            result={task.results.find(({ role }) => role === roleOfFrame(frame.number))}
            isAwaited={!isEnded(task.status)}
            links={links}
            fresh={fresh}
            onOpen={setOpenId}
            {...(canRedo && {
              choice: {
                isChosen: chosen.includes(frame.number),
                onChoose: (isChosen: boolean) => choose(frame.number, isChosen),
              },
            })}
          />
        ))}
      </ul>
      {canRedo && <RedoFrames task={task} model={model} chosen={chosen} />}
      <WhenOpened isOpen={shownIndex >= 0}>
        <FullScreenViewer
          isOpen={shownIndex >= 0}
          onClose={() => setOpenId(undefined)}
          results={task.results.map(links.of)}
          index={Math.max(0, shownIndex)}
          onIndexChange={(index) => setOpenId(task.results[index]?.id)}
          originalOf={() => (original ? links.of(original) : null)}
          titleOf={({ role, name }) => {
            const frame = frameOfRole(role);
            return frame ? titleOf(frame) : name;
          }}
          playerOf={() => null}
          settings={settings}
          onPictureError={reportAll}
        />
      </WhenOpened>
    </>
  );
}

interface FrameCardProps {
  readonly frame: PoseFrame;
  readonly result: Asset | undefined;
  readonly isAwaited: boolean;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly onOpen: (resultId: string) => void;
  /** Absent where no frame can be made again. */
  readonly choice?: { readonly isChosen: boolean; readonly onChoose: (isChosen: boolean) => void };
}

function FrameCard({ frame, result, isAwaited, links, fresh, onOpen, choice }: FrameCardProps) {
  const { t } = useTranslation('task');
  const title = titleOf(frame);
  const shown = result && links.of(result);
  return (
    <li className={classes.card} data-chosen={choice?.isChosen || undefined}>
      {shown && result && !links.isBroken(result) ? (
        <button
          type="button"
          className={classes.picture}
          aria-label={t('frames.open', { title })}
          onClick={() => onOpen(result.id)}
        >
          <img
            src={shown.thumbnailUrl ?? shown.url}
            alt=""
            decoding="async"
            onError={() => links.onError(shown)}
          />
        </button>
      ) : (
        <div className={classes.picture} data-awaited={isAwaited || undefined}>
          <span>{result ? t('frames.broken') : isAwaited ? frame.number : t('frames.none')}</span>
        </div>
      )}
      <div className={classes.foot}>
        {choice ? (
          <label className={classes.title}>
            <input
              type="checkbox"
              className={classes.checkbox}
              checked={choice.isChosen}
              onChange={(event) => choice.onChoose(event.currentTarget.checked)}
            />
            {title}
          </label>
        ) : (
          <span className={classes.title}>{title}</span>
        )}
        {result && (
          <DownloadLink
            asset={result}
            fresh={fresh}
            className={classes.download}
            label={t('frames.download', { title })}
          >
            <IconDownload size={18} stroke={1.75} aria-hidden />
          </DownloadLink>
        )}
      </div>
    </li>
  );
}
