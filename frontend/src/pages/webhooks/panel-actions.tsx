import type { Webhook, WebhookWithSecret } from '@atelier/shared/contracts/webhook';
import { ActionIcon, Button } from '@mantine/core';
import { IconDotsVertical, IconPencil, IconSend } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import {
  useDeleteWebhook,
  useRotateSecret,
  useSendTest,
  useUpdateWebhook,
} from '../../features/webhooks/webhook-queries.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './webhooks-page.module.css';

const PanelMenu = lazy(async () => ({ default: (await import('./panel-menu.tsx')).PanelMenu }));
const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog.tsx')).EditDialog }));
const SecretDialog = lazy(async () => ({ default: (await import('./secret-dialog.tsx')).SecretDialog }));
const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));

/** What can be done with a webhook. */
export function PanelActions({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const [dialog, setDialog] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const update = useUpdateWebhook();
  const error = update.error;

  return (
    <div className={classes.panelActions}>
      <TestButton webhook={webhook} />
      <Button
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        onClick={() => setDialog('edit')}
      >
        {t('edit.action')}
      </Button>
      <Suspense
        fallback={
          <ActionIcon variant="default" size={36} aria-label={t('more')} disabled>
            <IconDotsVertical size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        }
      >
        <PanelMenu
          isActive={webhook.isActive}
          onRotate={() => setDialog('rotate')}
          onSwitch={() => update.mutate({ id: webhook.id, wish: { isActive: !webhook.isActive } })}
          onDelete={() => setDialog('delete')}
        />
      </Suspense>
      {error && (
        <div className={classes.actionError}>
          <FailureNote error={error} />
        </div>
      )}
      <WhenOpened isOpen={dialog === 'edit'}>
        <EditDialog isOpen={dialog === 'edit'} webhook={webhook} onClose={() => setDialog(null)} />
      </WhenOpened>
      <RotateSecret webhook={webhook} isOpen={dialog === 'rotate'} onClose={() => setDialog(null)} />
      <DeleteWebhook webhook={webhook} isOpen={dialog === 'delete'} onClose={() => setDialog(null)} />
    </div>
  );
}

function TestButton({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const sendTest = useSendTest();
  const [, setParameters] = useSearchParams();
  return (
    <>
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        loading={sendTest.isPending}
        onClick={() =>
          sendTest.mutate(webhook.id, {
            // Its row opens, so that the outcome is seen where it appears.
            onSuccess: ({ id }) => setParameters({ webhook: webhook.id, delivery: id }, { replace: true }),
          })
        }
      >
        {t('test')}
      </Button>
      {sendTest.isError && (
        <div className={classes.actionError}>
          <FailureNote error={sendTest.error} />
        </div>
      )}
    </>
  );
}

interface StepProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks once, then shows the new secret. */
function RotateSecret({ webhook, isOpen, onClose }: StepProps) {
  const { t } = useTranslation('webhooks');
  const rotate = useRotateSecret();
  const [rotated, setRotated] = useState<WebhookWithSecret | null>(null);
  return (
    <>
      <WhenOpened isOpen={isOpen}>
        <ConfirmDialog
          isOpen={isOpen}
          title={t('rotate.title')}
          confirm={t('rotate.confirm')}
          isDangerous={false}
          action={rotate}
          onConfirm={() =>
            rotate.mutate(webhook.id, {
              onSuccess: (answer) => {
                onClose();
                setRotated(answer);
              },
            })
          }
          onClose={onClose}
        >
          <p>{t('rotate.text')}</p>
        </ConfirmDialog>
      </WhenOpened>
      <WhenOpened isOpen={rotated !== null}>
        <SecretDialog secret={rotated?.secret ?? null} onClose={() => setRotated(null)} />
      </WhenOpened>
    </>
  );
}

function DeleteWebhook({ webhook, isOpen, onClose }: StepProps) {
  const { t } = useTranslation('webhooks');
  const navigate = useNavigate();
  const remove = useDeleteWebhook();
  return (
    <WhenOpened isOpen={isOpen}>
      <ConfirmDialog
        isOpen={isOpen}
        title={t('delete.title')}
        confirm={t('delete.confirm')}
        action={remove}
        onConfirm={() =>
          remove.mutate(webhook.id, { onSuccess: () => void navigate('/webhooks', { replace: true }) })
        }
        onClose={onClose}
      >
        <p>{t('delete.text')}</p>
      </ConfirmDialog>
    </WhenOpened>
  );
}
