import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { DialogActions } from './dialog-actions.tsx';
import { FailureNote } from './failure-note.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will be gone or changed. */
  readonly children: ReactNode;
  /** Names the deed. */
  readonly confirm: string;
  /** Names what is left as it is; without it "cancel". */
  readonly keep?: string;
  /** False for what can be undone. */
  readonly isDangerous?: boolean;
  /** The request behind it: how it stands, and how its last failure is forgotten. */
  readonly action: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly reset: () => void;
  };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/**
 * Asks once before what matters. It stays until the answer has come, so that nobody takes a request under way for one
 * that was given up, and it opens without the failure of an earlier try.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, children, confirm, keep, isDangerous = true, action, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const { isPending, error, reset } = action;
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title} isBusy={isPending}>
      {children}
      {error && <FailureNote error={error} />}
      <DialogActions>
        <Button variant="default" disabled={isPending} onClick={onClose} data-autofocus>
          {keep ?? t('action.cancel')}
        </Button>
        <Button {...(isDangerous && { color: 'red.9' })} loading={isPending} onClick={onConfirm}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
