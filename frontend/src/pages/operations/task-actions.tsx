import type { AdminTaskDetail } from '@atelier/shared/contracts/admin-task';
import { Button } from '@mantine/core';
import { IconPlayerStop, IconRadar } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './operations-page.module.css';
import { useCancelAnyTask, useCheckNow } from './operations-queries.ts';
import own from './operator-task.module.css';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));

/** What an operator may do about a live task, each after a question. */
export function TaskActions({ task }: { readonly task: AdminTaskDetail }) {
  const { t } = useTranslation('operations');
  const [open, setOpen] = useState<'cancel' | 'check'>();
  const cancel = useCancelAnyTask();
  const check = useCheckNow();
  const close = () => setOpen(undefined);
  const { id, canCancel, canCheckNow, priceCredits, user } = task;
  return (
    <div className={own.taskActions}>
      {check.isSuccess && (
        <span role="status" className={classes.soft}>
          {t(`check.outcome.${check.data.outcome}`)}
        </span>
      )}
      {canCheckNow && (
        <Button
          variant="default"
          leftSection={<IconRadar size={16} aria-hidden />}
          onClick={() => setOpen('check')}
        >
          {t('check.action')}
        </Button>
      )}
      {canCancel && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => setOpen('cancel')}
        >
          {t('cancel.action')}
        </Button>
      )}
      <WhenOpened isOpen={open === 'check'}>
        <ConfirmDialog
          isOpen={open === 'check'}
          title={t('check.title')}
          confirm={t('check.confirm')}
          isDangerous={false}
          action={check}
          onConfirm={() => check.mutate(id, { onSuccess: close })}
          onClose={close}
        >
          <p>{t('check.text')}</p>
        </ConfirmDialog>
      </WhenOpened>
      <WhenOpened isOpen={open === 'cancel'}>
        <ConfirmDialog
          isOpen={open === 'cancel'}
          title={t('cancel.title')}
          keep={t('cancel.keep')}
          confirm={t('cancel.confirm')}
          action={cancel}
          onConfirm={() => cancel.mutate(id, { onSuccess: close })}
          onClose={close}
        >
          <p>
            {t('cancel.text', {
              email: user.email,
              credits: t('common:credits', { count: priceCredits }),
            })}
          </p>
        </ConfirmDialog>
      </WhenOpened>
    </div>
  );
}
