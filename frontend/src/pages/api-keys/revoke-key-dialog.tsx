import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRevokeApiKey } from '../../features/api-keys/use-api-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './api-keys-page.module.css';

interface RevokeKeyDialogProps {
  readonly apiKey: ApiKey;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}

/** Cannot be undone, so it is asked once, with what will stop. */
export function RevokeKeyDialog({ apiKey, isOpen, onClose, onRevoked }: RevokeKeyDialogProps) {
  const { t } = useTranslation('api-keys');
  const revoke = useRevokeApiKey();
  const close = () => {
    revoke.reset();
    onClose();
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={t('revoke.title', { name: apiKey.name })}>
      <p>{t('revoke.text')}</p>
      {revoke.error && <FailureNote error={revoke.error} />}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={close} data-autofocus>
          {t('revoke.keep')}
        </Button>
        <Button
          color="red.9"
          loading={revoke.isPending}
          onClick={() =>
            revoke.mutate(apiKey.id, {
              onSuccess: () => {
                close();
                onRevoked();
              },
            })
          }
        >
          {t('revoke.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
