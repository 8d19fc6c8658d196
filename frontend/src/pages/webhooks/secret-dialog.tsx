import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import classes from './dialogs.module.css';

interface SecretDialogProps {
  /** Null closes it. */
  readonly secret: string | null;
  readonly onClose: () => void;
}

/** The only time a secret is in sight. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation('webhooks');
  // Stays readable while the dialog fades.
  const [shown, setShown] = useState(secret);
  if (secret !== null && secret !== shown) setShown(secret);
  return (
    <Dialog opened={secret !== null} onClose={onClose} title={t('secret.title')} isOnce>
      <p>{t('secret.text')}</p>
      <div className={classes.secret}>
        <code className={classes.secretText}>{shown}</code>
        <CopyButton text={shown ?? ''} label={t('secret.copy')} />
      </div>
      <DialogActions>
        <Button onClick={onClose}>{t('secret.done')}</Button>
      </DialogActions>
    </Dialog>
  );
}
