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
  /** How wide; without it as wide as a question needs. */
  readonly size?: 'lg' | 'xl';
}

/** Mantine's own modal header is a `<header>`, a second page banner to screen readers; here it is none. */
export function Dialog({ opened, onClose, title, children, isSticky = false, size }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} closeOnClickOutside={!isSticky} {...(size && { size })}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('action.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
