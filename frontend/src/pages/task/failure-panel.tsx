import type { Task } from '@atelier/shared/contracts/task';
import { ERRORS, isErrorCode } from '@atelier/shared/errors';
import { MAX_RETRIES } from '@atelier/shared/limits';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPhotoPlus, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorMeaning } from '../../ui/error-meaning.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './task-page.module.css';

interface FailurePanelProps {
  readonly task: Task;
  readonly studioPath: string;
  readonly retry: {
    readonly start: () => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** Whether the same picture with the same settings may work the next time. */
function mayHelpToRepeat(task: Task): boolean {
  return task.errorCode === null || !isErrorCode(task.errorCode) || ERRORS[task.errorCode].retryable;
}

/** What happened, that it cost nothing, and what to do next. */
export function FailurePanel({ task, studioPath, retry }: FailurePanelProps) {
  const { t } = useTranslation('task');
  const repeatFirst = task.canRetry && mayHelpToRepeat(task);
  const studioButton = (
    <Button
      component={Link}
      to={studioPath}
      variant={repeatFirst ? 'default' : 'filled'}
      leftSection={<IconPhotoPlus size={16} aria-hidden />}
    >
      {t(task.taskType === 'generate' ? 'failure.changeOrder' : 'failure.otherPicture')}
    </Button>
  );
  return (
    <section className={classes.panel} data-tone="bad" aria-labelledby="failure-title">
      <IconAlertTriangle className={classes.panelIcon} size={20} stroke={1.75} aria-hidden />
      <div className={classes.failure}>
        <h2 id="failure-title">{t('failure.title')}</h2>
        <p>
          {task.error ?? t('failure.unknown')} {task.errorCode && <ErrorMeaning code={task.errorCode} />}
        </p>
        <p>{chargeText(task, t)}</p>
        {task.canRetry && (
          <p className={classes.hint}>
            {t('failure.retryTerms', { count: task.priceCredits })}{' '}
            {t('failure.retriesLeft', { count: Math.max(0, MAX_RETRIES - task.retryCount) })}
          </p>
        )}
        <div className={classes.failureActions}>
          {!repeatFirst && studioButton}
          {task.canRetry && (
            <Button
              variant={repeatFirst ? 'filled' : 'default'}
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={retry.isPending}
              onClick={retry.start}
            >
              {t('failure.retry', { count: task.priceCredits })}
            </Button>
          )}
          {repeatFirst && studioButton}
        </div>
        {retry.error && <FailureNote error={retry.error} title={t('failure.retryFailed')} />}
      </div>
    </section>
  );
}

function chargeText(task: Task, t: (key: string, values: { count: number }) => string): string {
  const charged = task.chargedCredits ?? 0;
  return charged === 0
    ? t('failure.refunded', { count: task.priceCredits })
    : t('failure.charged', { count: charged });
}
