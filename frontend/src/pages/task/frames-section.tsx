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
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FrameCard, frameTitle } from '../../components/poses/frame-card.tsx';
import classes from '../../components/poses/frames.module.css';
import { RedoFrames } from '../../components/poses/redo-frames.tsx';
import { useCompareSettings } from '../../features/compare/compare-settings.ts';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';

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

/** The frames of a `model_pose12` task: a box for each from the start, its picture once it is there. */
export function FramesSection({ task, links, fresh, model }: FramesSectionProps) {
  const { t } = useTranslation('task');
  const navigate = useNavigate();
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
            returned: t('common:credits', {
              count: task.priceCredits - (task.chargedCredits ?? task.priceCredits),
            }),
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
      {canRedo && (
        <RedoFrames
          task={task}
          model={model}
          chosen={chosen}
          onStarted={({ id }) => void navigate(`/tasks/${id}`)}
        />
      )}
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
            return frame ? frameTitle(frame) : name;
          }}
          playerOf={() => null}
          settings={settings}
          onPictureError={reportAll}
        />
      </WhenOpened>
    </>
  );
}
