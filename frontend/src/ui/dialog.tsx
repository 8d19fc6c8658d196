import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './dialog.module.css';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Whether only the buttons close it: for what is shown once, or was typed in with care. */
  readonly isSticky?: boolean;
  /** Whether nothing closes it just now: what was asked for is on its way and would be lost. */
  readonly isBusy?: boolean;
  /** Whether what is shown is never shown again, so that only the button below it closes it. */
  readonly isOnce?: boolean;
  /** How wide; without it as wide as a question needs. */
  readonly size?: 'lg' | 'xl';
}

/** Mantine's own modal header is a `<header>`, a second page banner to screen readers; here it is none. */
export function Dialog(props: DialogProps) {
  const { opened, onClose, title, children, isSticky = false, isBusy = false, isOnce = false, size } = props;
  const { t } = useTranslation();
  const isHeld = isSticky || isBusy || isOnce;
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      closeOnClickOutside={!isHeld}
      closeOnEscape={!isHeld}
      {...(size && { size })}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title ?? ''}>{title}</Modal.Title>
          {!isOnce && <Modal.CloseButton aria-label={t('action.close')} disabled={isBusy} />}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
