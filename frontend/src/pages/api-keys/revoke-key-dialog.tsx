import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { useTranslation } from 'react-i18next';
import { useRevokeApiKey } from '../../features/api-keys/use-api-keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

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
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('revoke.title', { name: apiKey.name })}
      keep={t('revoke.keep')}
      confirm={t('revoke.confirm')}
      action={revoke}
      onConfirm={() =>
        revoke.mutate(apiKey.id, {
          onSuccess: () => {
            onClose();
            onRevoked();
          },
        })
      }
      onClose={onClose}
    >
      <p>{t('revoke.text')}</p>
    </ConfirmDialog>
  );
}
