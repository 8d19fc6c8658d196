import type { AdminTaskDetail } from '@atelier/shared/contracts/admin-task';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconMoodConfuzed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { ReceiptChain } from '../../features/receipts/receipt-chain.tsx';
import { StateBadge } from '../../features/results/state-badge.tsx';
import { isApiError } from '../../lib/api-error.ts';
import { formatTime } from '../../lib/format.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorMeaning } from '../../ui/error-meaning.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { LossRow } from './loss-row.tsx';
import classes from './operations-page.module.css';
import { useOperatorTask } from './operations-queries.ts';
import own from './operator-task.module.css';
import { TaskActions } from './task-actions.tsx';
import { TaskEvents } from './task-events.tsx';
import { TaskFacts } from './task-facts.tsx';

/** One task of anybody, for operators: how it went, what it cost, what broke, and what can be done. */
export function OperatorTask({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('operations');
  const task = useOperatorTask(taskId);
  const isMissing = isApiError(task.error) && (task.error.status === 404 || task.error.status === 400);
  return (
    <>
      <Link to="/operations/tasks" className={own.back ?? ''}>
        <IconArrowLeft size={16} stroke={1.75} aria-hidden />
        {t('task.back')}
      </Link>
      {task.data && <TaskView task={task.data} readAtMs={task.dataUpdatedAt} />}
      {!task.data && <h1>{t('task.title')}</h1>}
      {task.isPending && <ListSkeleton />}
      {isMissing && (
        <div className={page.sheet}>
          <EmptyState icon={IconMoodConfuzed} title={t('task.missing')}>
            <Button component={Link} to="/operations/tasks" variant="default">
              {t('task.back')}
            </Button>
          </EmptyState>
        </div>
      )}
      {task.isError && !isMissing && <FailureNote error={task.error} onRetry={() => void task.refetch()} />}
    </>
  );
}

function TaskView({ task, readAtMs }: { readonly task: AdminTaskDetail; readonly readAtMs: number }) {
  const { t } = useTranslation('operations');
  return (
    <>
      <header className={page.header}>
        <div className={page.intro}>
          <h1 className={own.taskTitle}>
            {task.taskNo} <StateBadge state={task.status} />
          </h1>
          <p>
            {task.user.email}
            {task.deletedAt !== null && ` · ${t('tasks.deleted')}`} ·{' '}
            {t('readAt', { time: formatTime(readAtMs) })}
          </p>
        </div>
        <TaskActions task={task} />
      </header>
      {task.errorCode !== null && (
        <section className={own.trouble} aria-label={t('task.error')}>
          <h2>
            <code>{task.errorCode}</code>
          </h2>
          <p>
            {task.error} <ErrorMeaning code={task.errorCode} />
          </p>
          {task.errorDetail !== null && (
            <>
              <h3>{t('task.errorDetail')}</h3>
              <pre className={own.errorDetail}>{task.errorDetail}</pre>
            </>
          )}
        </section>
      )}
      {task.losses.length > 0 && (
        <section className={classes.section}>
          <h2>{t('task.losses')}</h2>
          <ul className={page.sheet} aria-label={t('task.losses')}>
            {task.losses.map((loss) => (
              <LossRow key={loss.id} loss={loss} isAtTask />
            ))}
          </ul>
        </section>
      )}
      <div className={own.columns}>
        <section className={page.card}>
          <h2>{t('task.facts')}</h2>
          <TaskFacts task={task} />
        </section>
        <div className={classes.section}>
          <section className={page.card}>
            <h2>{t('task.receipt')}</h2>
            <ReceiptChain receipt={task.receipt} />
          </section>
          <section className={page.card}>
            <h2>{t('task.events')}</h2>
            <TaskEvents task={task} />
          </section>
        </div>
      </div>
    </>
  );
}
