import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { IconCircleMinus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkedResults, ResultNotes } from '../../components/task/result-notes.tsx';
import { ResultsSection } from '../../components/task/results-section.tsx';
import { RunningPanel } from '../../components/task/running-panel.tsx';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import { type PictureLinks, usePictureLinks } from '../../features/results/picture-links.ts';
import { useCancelTask, useRetryTask } from '../../features/tasks/task-actions.ts';
import { studioPathFor } from '../../lib/studio-path.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { InputsSection } from './inputs-section.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskHeader } from './task-header.tsx';
import classes from './task-page.module.css';

const FramesSection = lazy(async () => ({
  default: (await import('./frames-section.tsx')).FramesSection,
}));

interface TaskViewProps {
  readonly task: Task;
  readonly readAtMs: number;
  /** Reads the task again; rejects when that fails. */
  readonly reload: () => Promise<Task | undefined>;
  readonly recipe: string;
  readonly model: CatalogueModel | undefined;
}

/** A task as it stands now: pictures first, figures beside them. */
export function TaskView({ task, readAtMs, reload, recipe, model }: TaskViewProps) {
  const { t } = useTranslation('task');
  const cancel = useCancelTask();
  const retry = useRetryTask();
  const links = usePictureLinks(reload);
  // Twelve boxes would push it out of sight.
  const isPoses = task.taskType === 'model_pose12';
  const fresh: FreshAssets = {
    readAtMs,
    renew: async (assetId) => (await reload())?.results.find((result) => result.id === assetId),
  };

  return (
    <div className={classes.page}>
      <TaskHeader task={task} recipe={recipe} isCanceling={cancel.isPending}>
        <TaskActions
          task={task}
          studioPath={studioPathFor(task)}
          cancel={{
            start: () => cancel.mutate(task.id, { onError: () => void reload() }),
            isPending: cancel.isPending,
          }}
        />
      </TaskHeader>
      <div className={classes.columns}>
        <div className={classes.main} data-strip={task.inputs.length > 1 || undefined}>
          {cancel.isError && <FailureNote error={cancel.error} title={t('cancelFailed')} />}
          {!isEnded(task.status) && isPoses && <RunningPanel task={task} />}
          <Pictures task={task} links={links} fresh={fresh} model={model} />
          <LinkedResults links={task.links} />
          <ResultNotes task={task} model={model} />
          {!isEnded(task.status) && !isPoses && <RunningPanel task={task} />}
          {task.status === 'failed' && (
            <FailurePanel
              task={task}
              studioPath={studioPathFor(task)}
              retry={{ start: () => retry.mutate(task), isPending: retry.isPending, error: retry.error }}
            />
          )}
          {task.status === 'canceled' && (
            <p className={classes.panel} role="status">
              <IconCircleMinus className={classes.panelIcon} size={20} stroke={1.75} aria-hidden />
              {t('canceledNote', { count: task.priceCredits })}
            </p>
          )}
        </div>
        <aside className={classes.aside}>
          <SettingsCard task={task} model={model} />
          <ReceiptCard taskId={task.id} />
        </aside>
      </div>
    </div>
  );
}

interface PicturesProps {
  readonly task: Task;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
  readonly model: CatalogueModel | undefined;
}

function Pictures({ task, links, fresh, model }: PicturesProps) {
  if (task.taskType === 'model_pose12' && task.status !== 'failed' && task.status !== 'canceled') {
    return (
      <Suspense fallback={null}>
        <FramesSection task={task} links={links} fresh={fresh} model={model} key={task.id} />
      </Suspense>
    );
  }
  if (task.status === 'completed' && task.results.length > 0) {
    return <ResultsSection task={task} links={links} fresh={fresh} />;
  }
  return <InputsSection inputs={task.inputs} links={links} />;
}
