import type { CreatedWebhook } from '@atelier/shared/contracts/webhook';
import { WEBHOOK_EVENT_TYPES } from '@atelier/shared/webhook-events';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateWebhook } from '../../features/webhooks/webhook-queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { WebhookValues } from './form-faults.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookForm } from './webhook-form.tsx';

interface AddDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (webhookId: string) => void;
}

/** What a shop wants first: to hear how tasks end. */
const FIRST_CHOICE: WebhookValues = {
  url: '',
  description: '',
  events: WEBHOOK_EVENT_TYPES.filter((type) => type === 'task.completed' || type === 'task.failed'),
};

/** A form, then the secret of what it made. */
export function AddDialog({ isOpen, onClose, onMade }: AddDialogProps) {
  const { t } = useTranslation('webhooks');
  const create = useCreateWebhook();
  const [made, setMade] = useState<CreatedWebhook | null>(null);
  const close = (): void => {
    create.reset();
    onClose();
  };
  return (
    <>
      <Dialog opened={isOpen} onClose={close} title={t('add.title')} isSticky isBusy={create.isPending}>
        <WebhookForm
          initial={FIRST_CHOICE}
          submitLabel={t('add.submit')}
          isPending={create.isPending}
          error={create.error}
          onSubmit={({ url, description, events }) =>
            create.mutate(
              { url, description, events: [...events] },
              {
                onSuccess: (answer) => {
                  close();
                  setMade(answer);
                  onMade(answer.id);
                },
              },
            )
          }
          onCancel={close}
        />
      </Dialog>
      <SecretDialog secret={made?.secret ?? null} onClose={() => setMade(null)} />
    </>
  );
}
