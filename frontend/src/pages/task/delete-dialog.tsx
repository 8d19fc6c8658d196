import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './task-page.module.css';

interface DeleteDialogProps {
  readonly isOpen: boolean;
  readonly taskNo: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Deleting cannot be undone, so it is asked once, with what will be gone. */
export function DeleteDialog({ isOpen, taskNo, isPending, error, onConfirm, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('task');
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('delete.title')}>
      <p>{t('delete.text', { number: taskNo })}</p>
      {error && <FailureNote error={error} />}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('delete.keep')}
        </Button>
        <Button color="red.9" loading={isPending} onClick={onConfirm}>
          {t('delete.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
