import type { Task } from '@atelier/shared/contracts/task';
import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteTasks } from '../../features/tasks/delete-tasks.ts';
import { formatNumber } from '../../lib/format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './history-page.module.css';

interface DeleteSelectedDialogProps {
  readonly isOpen: boolean;
  /** Ended tasks only; running ones cannot be deleted. */
  readonly tasks: readonly Task[];
  readonly runningCount: number;
  readonly onClose: () => void;
}

/** Asks once for all, and shows how far it is; what could not be deleted stays chosen and says why. */
export function DeleteSelectedDialog({ isOpen, tasks, runningCount, onClose }: DeleteSelectedDialogProps) {
  const { t } = useTranslation('history');
  const removal = useDeleteTasks();
  const { isPending, error, goneCount, isWaiting, variables = [], stop, reset } = removal;
  // While they go, the question keeps the number it was asked about.
  const count = isPending ? variables.length : tasks.length;
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  const close = () => {
    if (isPending) stop();
    else onClose();
  };

  return (
    <Dialog opened={isOpen} onClose={close} title={t('delete.title', { count })}>
      <p>{t('delete.text')}</p>
      {runningCount > 0 && <p className={classes.hint}>{t('delete.running', { count: runningCount })}</p>}
      {isPending && (
        <div className={classes.deleting}>
          <Progress value={(100 * goneCount) / count} size="sm" radius="xl" aria-label={t('delete.bar')} />
          <p className={classes.hint} role="status">
            {t('delete.done', { done: formatNumber(goneCount), total: formatNumber(count) })}{' '}
            {isWaiting && t('delete.waiting')}
          </p>
        </div>
      )}
      {error && <FailureNote error={error} />}
      <DialogActions>
        <Button variant="default" onClick={close} data-autofocus>
          {isPending ? t('delete.stop') : t('delete.keep')}
        </Button>
        <Button
          color="red.9"
          loading={isPending}
          onClick={() =>
            removal.mutate(
              tasks.map((task) => task.id),
              { onSuccess: onClose },
            )
          }
        >
          {t('delete.confirm', { count })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
