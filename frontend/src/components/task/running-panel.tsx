import type { Task } from '@atelier/shared/contracts/task';
import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../lib/format.ts';
import { TimeLeft } from '../time-left.tsx';
import classes from './task-parts.module.css';

/** How far a running task is. The bar shows steps really done. */
export function RunningPanel({ task }: { readonly task: Task }) {
  const { t } = useTranslation('task');
  const isQueued = task.status === 'pending' && task.queuePosition !== null && task.queuePosition > 0;
  return (
    <section className={classes.running} aria-label={t('progress')}>
      <div className={classes.runningLine}>
        <span role="status">{task.step?.label ?? t(`common:state.${task.status}`)}</span>
        <span className={classes.percent}>{formatPercent(task.progress / 100)}</span>
      </div>
      <Progress
        value={task.progress}
        size="md"
        radius="xl"
        aria-label={t('progress')}
        transitionDuration={200}
      />
      <p className={classes.runningHint}>
        <span>{isQueued ? t('queue', { count: task.queuePosition ?? 0 }) : t('mayLeave')}</span>
        <TimeLeft until={task.estimatedCompletionAt} />
      </p>
    </section>
  );
}
