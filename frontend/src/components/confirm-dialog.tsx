import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import page from './list-page.module.css';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  /** The way out; without it "cancel". */
  readonly keep?: string;
  readonly confirm: string;
  /** For what cannot be undone. */
  readonly isDangerous?: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once before something happens, and says what will. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, text, confirm, isDangerous = false, isPending, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const { keep = t('action.cancel') } = props;
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title}>
      <div className={page.form}>
        <p>{text}</p>
        {error && <FailureNote error={error} />}
        <div className={page.dialogActions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <Button {...(isDangerous && { color: 'red.9' })} loading={isPending} onClick={onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
