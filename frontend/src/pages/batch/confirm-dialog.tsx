import { Button } from '@mantine/core';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './batch-page.module.css';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly keep: string;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly failure: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once before what cannot be undone, and says what will be gone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, text, keep, confirm, isPending, failure, onConfirm, onClose } = props;
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title}>
      <p>{text}</p>
      {failure && <FailureNote error={failure} />}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {keep}
        </Button>
        <Button color="red.9" loading={isPending} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
