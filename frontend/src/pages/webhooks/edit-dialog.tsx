import type { Webhook } from '@atelier/shared/contracts/webhook';
import { useTranslation } from 'react-i18next';
import { useUpdateWebhook } from '../../features/webhooks/webhook-queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { WebhookForm } from './webhook-form.tsx';

interface EditDialogProps {
  readonly isOpen: boolean;
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function EditDialog({ isOpen, webhook, onClose }: EditDialogProps) {
  const { t } = useTranslation('webhooks');
  const update = useUpdateWebhook();
  const { id, url, description, events } = webhook;
  const close = (): void => {
    update.reset();
    onClose();
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={t('edit.title')} isSticky isBusy={update.isPending}>
      <WebhookForm
        initial={{ url, description, events }}
        submitLabel={t('edit.submit')}
        isPending={update.isPending}
        error={update.error}
        onSubmit={(values) =>
          update.mutate({ id, wish: { ...values, events: [...values.events] } }, { onSuccess: close })
        }
        onCancel={close}
      />
    </Dialog>
  );
}
