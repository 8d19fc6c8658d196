import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { useTranslation } from 'react-i18next';
import { useUpdateApiKey } from '../../features/api-keys/use-api-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyForm } from './key-form.tsx';
import { updateRequestOf, valuesOf } from './key-form-values.ts';

interface EditKeyDialogProps {
  readonly apiKey: ApiKey;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Name, expiry and limits; they hold from the next request on. */
export function EditKeyDialog({ apiKey, isOpen, onClose }: EditKeyDialogProps) {
  const { t } = useTranslation('api-keys');
  const update = useUpdateApiKey();
  const close = () => {
    update.reset();
    onClose();
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={t('edit.title')}>
      <KeyForm
        initial={valuesOf(apiKey)}
        expiresAt={apiKey.expiresAt}
        submitLabel={t('edit.submit')}
        isPending={update.isPending}
        error={update.error}
        onSubmit={(values) =>
          update.mutate(
            { keyId: apiKey.id, change: updateRequestOf(values, Date.now()) },
            { onSuccess: close },
          )
        }
        onCancel={close}
      />
    </Dialog>
  );
}
