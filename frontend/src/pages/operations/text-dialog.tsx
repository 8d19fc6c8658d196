import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';

const MIN_CHARACTERS = 3;
const MAX_CHARACTERS = 500;

interface TextDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: (typed: string) => void;
  readonly onClose: () => void;
}

/** Asks for a sentence that says why, before something is done that others will want to understand. */
export function TextDialog(props: TextDialogProps) {
  const { isOpen, title, text, label, confirm, isPending, error, onConfirm, onClose } = props;
  const { t } = useTranslation('operations');
  const [typed, setTyped] = useState('');
  const [isFaulty, setIsFaulty] = useState(false);
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title} isSticky>
      <form
        className={page.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const isShort = typed.trim().length < MIN_CHARACTERS;
          setIsFaulty(isShort);
          if (!isShort) onConfirm(typed.trim());
        }}
      >
        {error && <FailureNote error={error} />}
        <p>{text}</p>
        <TextInput
          label={label}
          autoComplete="off"
          maxLength={MAX_CHARACTERS}
          data-autofocus
          value={typed}
          error={isFaulty && t('textFault', { count: MIN_CHARACTERS })}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
