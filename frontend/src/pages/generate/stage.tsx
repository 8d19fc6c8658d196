import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { Button, Skeleton } from '@mantine/core';
import { IconExternalLink, IconPencil, IconPlayerStop, IconRefresh, IconRepeat } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LinkedResults, ResultNotes } from '../../components/task/result-notes.tsx';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { useCancelTask, useRetryTask } from '../../features/tasks/task-actions.ts';
import { useLiveTask } from '../../hooks/use-live-task.ts';
import { loadPageTexts } from '../../lib/i18n.ts';
import { shortcut } from '../../lib/key-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { OUTPUT_ICONS } from './model-words.ts';
import classes from './stage.module.css';

/** What compares and plays results comes when there is one. */
const ResultsSection = lazy(async () => {
  const [module] = await Promise.all([
    import('../../components/task/results-section.tsx'),
    loadPageTexts(['compare']),
  ]);
  return { default: module.ResultsSection };
});

/** Nobody waits for a result before there was an order, so this comes once the page stands. */
const loadRunningPanel = () => import('../../components/task/running-panel.tsx');
const RunningPanel = lazy(async () => ({ default: (await loadRunningPanel()).RunningPanel }));

interface StageActions {
  /** Orders the same once more. */
  readonly onAgain: (task: Task) => void;
  /** Lays the order out again, to change it. */
  readonly onChange: (task: Task) => void;
  readonly isStarting: boolean;
}

interface StageProps extends StageActions {
  readonly taskId: string | undefined;
  readonly model: CatalogueModel;
}

/** Where the result appears: empty, under way, or there. */
export function Stage({ taskId, model, ...actions }: StageProps) {
  const { t } = useTranslation('generate');
  useEffect(() => void loadRunningPanel(), []);
  if (taskId !== undefined) return <LiveStage key={taskId} taskId={taskId} model={model} actions={actions} />;
  return (
    <section className={classes.empty} aria-label={t('stage.label')}>
      <EmptyState
        icon={OUTPUT_ICONS[model.outputType]}
        title={t(`stage.empty.${model.outputType}`)}
        text={t('stage.hint', { keys: shortcut('Enter') })}
      />
    </section>
  );
}

interface LiveStageProps {
  readonly taskId: string;
  readonly model: CatalogueModel;
  readonly actions: StageActions;
}

function LiveStage({ taskId, model, actions }: LiveStageProps) {
  const { t } = useTranslation('generate');
  const query = useLiveTask(taskId);
  const reload = async () => (await query.refetch({ throwOnError: true })).data;
  const links = usePictureLinks(reload);
  const task = query.data;
  if (query.isPending) return <Skeleton className={classes.empty ?? ''} />;
  if (!task) return <FailureNote error={query.error} onRetry={() => void query.refetch()} />;
  const fresh: FreshAssets = {
    readAtMs: query.dataUpdatedAt,
    renew: async (assetId) => (await reload())?.results.find(({ id }) => id === assetId),
  };
  return (
    <section className={classes.stage} aria-label={t('stage.label')}>
      {!isEnded(task.status) && <Waiting task={task} model={model} />}
      {task.results.length > 0 && (
        <Suspense fallback={<div className={classes.waiting} />}>
          <ResultsSection key={task.id} task={task} links={links} fresh={fresh} />
        </Suspense>
      )}
      <LinkedResults links={task.links} />
      <ResultNotes task={task} model={model} />
      {(task.status === 'failed' || task.status === 'canceled') && <Ended task={task} />}
      <Actions task={task} actions={actions} />
    </section>
  );
}

/** The box the result will take, with how far it is. */
function Waiting({ task, model }: { readonly task: Task; readonly model: CatalogueModel }) {
  const { t } = useTranslation('generate');
  const cancel = useCancelTask();
  const Icon = OUTPUT_ICONS[model.outputType];
  return (
    <>
      <div className={classes.waiting}>
        <Icon size={48} stroke={1} aria-hidden />
      </div>
      <Suspense fallback={<div className={classes.running} />}>
        <RunningPanel task={task} />
      </Suspense>
      {task.canCancel && (
        <Button
          className={classes.cancel ?? ''}
          variant="default"
          loading={cancel.isPending}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => cancel.mutate(task.id)}
        >
          {t('stage.cancel')}
        </Button>
      )}
      {cancel.isError && <FailureNote error={cancel.error} />}
    </>
  );
}

/** Why there is no result, and that it cost nothing. */
function Ended({ task }: { readonly task: Task }) {
  const { t } = useTranslation('generate');
  const isFailed = task.status === 'failed';
  return (
    <div className={classes.ended} data-bad={isFailed || undefined} role="status">
      <strong>{t(isFailed ? 'stage.failed' : 'stage.canceled')}</strong>
      {task.error && <p>{task.error}</p>}
      {task.chargedCredits === 0 && <p>{t('stage.refunded', { count: task.priceCredits })}</p>}
    </div>
  );
}

function Actions({ task, actions }: { readonly task: Task; readonly actions: StageActions }) {
  const { t } = useTranslation('generate');
  const retry = useRetryTask();
  const { isStarting, onAgain, onChange } = actions;
  const hasEnded = isEnded(task.status);
  return (
    <div className={classes.actions}>
      {task.status === 'failed' && task.canRetry && (
        <Button
          loading={retry.isPending}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => retry.mutate(task)}
        >
          {t('stage.retry', { count: task.priceCredits })}
        </Button>
      )}
      {hasEnded && task.status !== 'failed' && (
        <Button
          loading={isStarting}
          leftSection={<IconRepeat size={16} aria-hidden />}
          onClick={() => onAgain(task)}
        >
          {t('stage.again', { count: task.priceCredits })}
        </Button>
      )}
      {hasEnded && (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} aria-hidden />}
          onClick={() => onChange(task)}
        >
          {t('stage.change')}
        </Button>
      )}
      <Button
        component={Link}
        to={`/tasks/${task.id}`}
        variant="subtle"
        color="gray"
        leftSection={<IconExternalLink size={16} aria-hidden />}
      >
        {t('stage.open')}
      </Button>
      {retry.isError && <FailureNote error={retry.error} />}
    </div>
  );
}
