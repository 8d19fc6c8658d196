import type { AdminMembership } from '@atelier/shared/contracts/membership';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useOnceKey } from '../../hooks/use-once-key.ts';
import { formatDate, formatNumber } from '../../lib/format.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { NUMBER_BOUNDS, wholeNumber } from './grant-form-values.ts';
import { useEndMembership, useRenewMembership } from './membership-queries.ts';

interface ChangeDialogProps {
  readonly membership: AdminMembership;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Lets a membership run longer. */
export function RenewDialog({ membership, isOpen, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('memberships');
  const renew = useRenewMembership();
  const keyFor = useOnceKey();
  const [typed, setTyped] = useState('12');
  const [isFaulty, setIsFaulty] = useState(false);
  const months = wholeNumber(typed, NUMBER_BOUNDS.months);
  const { id, email, endsAt } = membership;
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('renew.title', { email })}>
      <form
        className={page.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsFaulty(months === undefined);
          if (months === undefined) return;
          const idempotencyKey = keyFor({ id, endsAt, months });
          renew.mutate({ id, months, idempotencyKey }, { onSuccess: onClose });
        }}
      >
        {renew.isError && <FailureNote error={renew.error} />}
        <p>{t('renew.text', { date: formatDate(endsAt) })}</p>
        <TextInput
          label={t('renew.months')}
          inputMode="numeric"
          autoComplete="off"
          data-autofocus
          value={typed}
          error={isFaulty && t('fault.number', { min: 1, max: formatNumber(NUMBER_BOUNDS.months.max) })}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={renew.isPending}>
            {t('renew.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Ends a membership at once, after a question. */
export function EndDialog({ membership, isOpen, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('memberships');
  const end = useEndMembership();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('end.title', { email: membership.email })}
      keep={t('end.keep')}
      confirm={t('end.confirm')}
      action={end}
      onConfirm={() => end.mutate(membership.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('end.text')}</p>
    </ConfirmDialog>
  );
}
