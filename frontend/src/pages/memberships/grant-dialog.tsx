import { MAX_MEMBERSHIP_PLAN_CHARACTERS } from '@atelier/shared/limits';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useOnceKey } from '../../hooks/use-once-key.ts';
import { formatNumber } from '../../lib/format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import {
  faultsIn,
  type GrantField,
  type GrantFormValues,
  NEW_MEMBERSHIP,
  NUMBER_BOUNDS,
  periodsOf,
  requestOf,
} from './grant-form-values.ts';
import { useGrantMembership } from './membership-queries.ts';
import classes from './memberships-page.module.css';

interface GrantDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Gives an account a membership. */
export function GrantDialog({ isOpen, onClose }: GrantDialogProps) {
  const { t } = useTranslation('memberships');
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('grant.title')} isSticky>
      <GrantForm onClose={onClose} />
    </Dialog>
  );
}

function GrantForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('memberships');
  const grant = useGrantMembership();
  const keyFor = useOnceKey();
  const [values, setValues] = useState(NEW_MEMBERSHIP);
  const [faults, setFaults] = useState<readonly GrantField[]>([]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = faultsIn(values);
    setFaults(found);
    if (found.length > 0) {
      const form = event.currentTarget;
      // Faults are drawn after this handler has run; then the first of them gets the focus.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const wish = requestOf(values);
    grant.mutate({ wish, idempotencyKey: keyFor(wish) }, { onSuccess: onClose });
  };
  const textOf = (name: GrantField) => ({
    name,
    label: t(`field.${name}`),
    autoComplete: 'off',
    value: values[name],
    error: faults.includes(name) && faultText(name, t),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((known) => ({ ...known, [name]: value }));
    },
  });

  return (
    <form className={page.form} noValidate onSubmit={submit}>
      {grant.isError && <FailureNote error={grant.error} />}
      <TextInput {...textOf('account')} data-autofocus />
      <TextInput
        {...textOf('plan')}
        placeholder={t('field.planExample')}
        maxLength={MAX_MEMBERSHIP_PLAN_CHARACTERS}
      />
      <div className={classes.pair}>
        <TextInput {...textOf('months')} inputMode="numeric" />
        <TextInput {...textOf('startsOn')} type="date" description={t('field.startsOnHelp')} />
        <TextInput {...textOf('creditsPerPeriod')} inputMode="numeric" />
        <TextInput {...textOf('periodMonths')} inputMode="numeric" />
      </div>
      <WhatItBrings values={values} />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={grant.isPending}>
          {t('grant.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}

/** What the account will get, in a sentence, before it gets it. */
function WhatItBrings({ values }: { readonly values: GrantFormValues }) {
  const { t } = useTranslation('memberships');
  const periods = periodsOf(values);
  const credits = Number(values.creditsPerPeriod);
  if (periods === undefined || faultsIn(values).includes('creditsPerPeriod')) {
    return <p className={page.effect} aria-live="polite" />;
  }
  return (
    <p className={page.effect} aria-live="polite">
      {credits === 0
        ? t('promise.none')
        : t('promise.credits', {
            credits: t('common:credits', { count: credits }),
            count: periods,
            total: formatNumber(credits * periods),
          })}
    </p>
  );
}

function faultText(
  name: GrantField,
  t: ReturnType<typeof useTranslation<'memberships'>>['t'],
): string | undefined {
  switch (name) {
    case 'account':
    case 'plan':
      return t(`fault.${name}`);
    case 'startsOn':
      return undefined;
    default: {
      const { min, max } = NUMBER_BOUNDS[name];
      return t('fault.number', { min: formatNumber(min), max: formatNumber(max) });
    }
  }
}
