import type { AdminUser } from '@atelier/shared/contracts/user';
import { MAX_ADJUSTMENT_CREDITS, MAX_REASON_CHARACTERS, MIN_REASON_CHARACTERS } from '@atelier/shared/limits';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useOnceKey } from '../../hooks/use-once-key.ts';
import { formatNumber } from '../../lib/format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useAdjustCredits } from './user-queries.ts';

interface CreditsDialogProps {
  readonly user: AdminUser;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Gives credits, or takes some, with a reason that the owner reads. */
export function CreditsDialog({ user, isOpen, onClose }: CreditsDialogProps) {
  const { t } = useTranslation('users');
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('credits.title', { email: user.email })} isSticky>
      <CreditsForm user={user} onClose={onClose} />
    </Dialog>
  );
}

/** A whole number other than 0 within the limits as it was typed, with either kind of minus; else undefined. */
export function amountIn(typed: string): number | undefined {
  const text = typed.trim().replace('−', '-');
  const amount = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  return amount !== 0 && Math.abs(amount) <= MAX_ADJUSTMENT_CREDITS ? amount : undefined;
}

function CreditsForm({ user, onClose }: Omit<CreditsDialogProps, 'isOpen'>) {
  const { t } = useTranslation('users');
  const adjust = useAdjustCredits();
  const keyFor = useOnceKey();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [wasSent, setWasSent] = useState(false);
  const amount = amountIn(typed);
  const isReasonShort = reason.trim().length < MIN_REASON_CHARACTERS;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasSent(true);
    if (amount === undefined || isReasonShort) {
      const form = event.currentTarget;
      // Faults are drawn after this handler has run; then the first of them gets the focus.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const wish = { userId: user.id, amount, reason: reason.trim() };
    adjust.mutate({ wish, idempotencyKey: keyFor(wish) }, { onSuccess: onClose });
  };

  return (
    <form className={page.form} noValidate onSubmit={submit}>
      {adjust.isError && <FailureNote error={adjust.error} />}
      <TextInput
        label={t('credits.amount')}
        description={t('credits.amountHelp')}
        autoComplete="off"
        data-autofocus
        value={typed}
        error={
          wasSent &&
          amount === undefined &&
          t('credits.amountFault', { max: formatNumber(MAX_ADJUSTMENT_CREDITS) })
        }
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TextInput
        label={t('credits.reason')}
        description={t('credits.reasonHelp')}
        autoComplete="off"
        maxLength={MAX_REASON_CHARACTERS}
        value={reason}
        error={wasSent && isReasonShort && t('credits.reasonFault', { min: MIN_REASON_CHARACTERS })}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Effect credits={user.credits} amount={amount} />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={adjust.isPending}>
          {t('credits.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}

/** What the balance will be, before it is booked. */
function Effect({ credits, amount }: { readonly credits: number; readonly amount: number | undefined }) {
  const { t } = useTranslation('users');
  const now = formatNumber(credits);
  const words = (): string => {
    if (amount === undefined) return t('credits.now', { credits: now });
    const after = credits + amount;
    return after < 0
      ? t('credits.tooMuch', { credits: now })
      : t('credits.after', { credits: now, after: formatNumber(after) });
  };
  return (
    <p className={page.effect} aria-live="polite">
      {words()}
    </p>
  );
}
