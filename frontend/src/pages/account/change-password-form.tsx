import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isGoodPassword, NewPasswordInput } from '../../features/session/new-password-input.tsx';
import { useChangePassword } from '../../features/session/use-password.ts';
import { isApiError } from '../../lib/api-error.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './account-page.module.css';

const EMPTY = { currentPassword: '', newPassword: '' };

/** Another password, by whoever knows the present one. */
export function ChangePasswordForm({ email }: { readonly email: string }) {
  const { t } = useTranslation('password');
  const change = useChangePassword();
  const [values, setValues] = useState(EMPTY);
  const [wasSent, setWasSent] = useState(false);
  const { error } = change;
  const isWrong = isApiError(error, 'current_password_wrong');
  const isMissing = wasSent && values.currentPassword === '';
  const currentFault = isMissing ? t('account:required') : isWrong ? error.message : undefined;
  const isAboutField = isWrong || (isApiError(error) && error.errors.length > 0);

  const current = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isApiError(error, 'current_password_wrong')) current.current?.focus();
  }, [error]);

  const set = (field: keyof typeof EMPTY) => (value: string) => {
    if (change.isSuccess) change.reset();
    setValues((known) => ({ ...known, [field]: value }));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setWasSent(true);
    if (values.currentPassword === '' || !isGoodPassword(values.newPassword)) {
      // Faults are drawn after this handler has run; then the first of them gets the focus.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const onSuccess = () => {
      setValues(EMPTY);
      setWasSent(false);
    };
    change.mutate(values, { onSuccess });
  };

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {error !== null && !isAboutField && <FailureNote error={error} />}
      {/* Tells password managers whose password it is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        ref={current}
        name="currentPassword"
        label={t('change.current')}
        autoComplete="current-password"
        value={values.currentPassword}
        error={currentFault}
        aria-invalid={currentFault !== undefined}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('account:showPassword') }}
        onChange={(event) => set('currentPassword')(event.currentTarget.value)}
      />
      <NewPasswordInput
        label={t('newPassword')}
        value={values.newPassword}
        wasSent={wasSent}
        error={error}
        onChange={set('newPassword')}
      />
      <Button type="submit" className={classes.submit ?? ''} loading={change.isPending}>
        {t('change.submit')}
      </Button>
      <div role="status">{change.isSuccess && <p className={classes.done}>{t('change.done')}</p>}</div>
    </form>
  );
}
