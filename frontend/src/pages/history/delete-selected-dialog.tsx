import type { Task } from '@atelier/shared/contracts/task';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDeleteTask } from '../../features/tasks/task-actions.ts';
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

/** Asks once for all; what could not be deleted stays chosen and says why. */
export function DeleteSelectedDialog({ isOpen, tasks, runningCount, onClose }: DeleteSelectedDialogProps) {
  const { t } = useTranslation('history');
  const remove = useDeleteTask();
  const removeAll = useMutation({
    mutationFn: async (taskIds: readonly string[]) => {
      const outcomes = await Promise.allSettled(taskIds.map((id) => remove.mutateAsync(id)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
    onSuccess: onClose,
  });
  const close = () => {
    removeAll.reset();
    onClose();
  };

  return (
    <Dialog opened={isOpen} onClose={close} title={t('delete.title', { count: tasks.length })}>
      <p>{t('delete.text')}</p>
      {runningCount > 0 && <p className={classes.hint}>{t('delete.running', { count: runningCount })}</p>}
      {removeAll.isError && <FailureNote error={removeAll.error} />}
      <DialogActions>
        <Button variant="default" onClick={close} data-autofocus>
          {t('delete.keep')}
        </Button>
        <Button
          color="red.9"
          loading={removeAll.isPending}
          onClick={() => removeAll.mutate(tasks.map((task) => task.id))}
        >
          {t('delete.confirm', { count: tasks.length })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
