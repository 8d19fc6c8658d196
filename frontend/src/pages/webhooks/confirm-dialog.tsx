import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './dialogs.module.css';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** What changes for the customer's server is asked once, with what will happen. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, text, confirm, isDangerous = false, isPending, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title} isBusy={isPending}>
      <p>{text}</p>
      {error && <FailureNote error={error} />}
      <div className={classes.dialogActions}>
        <Button variant="default" disabled={isPending} onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button {...(isDangerous && { color: 'red.9' })} loading={isPending} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
