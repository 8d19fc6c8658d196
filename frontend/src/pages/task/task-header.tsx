import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { StateBadge } from '../../features/results/state-badge.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { formatDateTime, formatDuration } from '../../lib/format.ts';
import classes from './task-page.module.css';

interface TaskHeaderProps {
  readonly task: Task;
  readonly recipe: string;
  readonly isCanceling: boolean;
  readonly children: ReactNode;
}

/** What this task is, how it stands, and the actions for it. */
export function TaskHeader({ task, recipe, isCanceling, children }: TaskHeaderProps) {
  const { t } = useTranslation('task');
  return (
    <header className={classes.header}>
      <div className={classes.headerText}>
        <Link to="/history" className={classes.back ?? ''}>
          <IconChevronLeft size={16} stroke={2} aria-hidden />
          {t('back')}
        </Link>
        <div className={classes.titleLine}>
          <h1>{recipe}</h1>
          {isCanceling ? (
            <span className={classes.canceling}>{t('canceling')}</span>
          ) : (
            <StateBadge state={task.status} />
          )}
          {task.emulated && <EmulatedMark />}
        </div>
        <p className={classes.facts}>
          <span>{t('number', { number: task.taskNo })}</span>
          <time dateTime={task.createdAt}>{formatDateTime(task.createdAt)}</time>
          <TimeTaken task={task} />
          {task.batchId !== null && <Link to={`/batches/${task.batchId}`}>{t('batch:part')}</Link>}
        </p>
      </div>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}

/** From the start of the work (or of the wait) to its end, counting on while it runs. */
function TimeTaken({ task }: { readonly task: Task }) {
  const { t } = useTranslation('task');
  const isRunning = !isEnded(task.status);
  const nowMs = useNow(isRunning);
  const hasStarted = task.startedAt !== null && task.status !== 'pending';
  // When a later attempt began to wait is not known; the first one waits since the task exists.
  if (isRunning && !hasStarted && task.retryCount > 0) return null;
  const fromMs = Date.parse((hasStarted && task.startedAt) || task.createdAt);
  const untilMs = isRunning ? nowMs : Date.parse(task.completedAt ?? task.updatedAt);
  const duration = formatDuration(Math.max(0, untilMs - fromMs) / 1000);
  if (!isRunning) return <span>{t('took', { duration })}</span>;
  return <span>{t(hasStarted ? 'running' : 'waiting', { duration })}</span>;
}
