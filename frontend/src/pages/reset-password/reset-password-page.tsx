import { Button } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import classes from '../../features/session/account-form.module.css';
import { isGoodPassword, NewPasswordInput } from '../../features/session/new-password-input.tsx';
import { useResetPassword } from '../../features/session/use-password.ts';
import { isApiError } from '../../lib/api-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';

/** Where the link that an operator made leads. Its token stands behind the #, which never reaches a server. */
export function ResetPasswordPage() {
  const { t } = useTranslation('password');
  const { hash } = useLocation();
  const token = hash.slice(1);
  return (
    <div className={classes.page}>
      {token === '' ? (
        <EmptyState icon={IconLinkOff} title={t('reset.noToken')} text={t('reset.noTokenText')}>
          <Button component={Link} to="/sign-in">
            {t('reset.toSignIn')}
          </Button>
        </EmptyState>
      ) : (
        <ResetForm key={token} token={token} />
      )}
    </div>
  );
}

function ResetForm({ token }: { readonly token: string }) {
  const { t } = useTranslation('password');
  const navigate = useNavigate();
  const reset = useResetPassword();
  const [newPassword, setNewPassword] = useState('');
  const [wasSent, setWasSent] = useState(false);
  const isAboutField =
    isApiError(reset.error) && reset.error.errors.some(({ field }) => field === 'newPassword');

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setWasSent(true);
    if (!isGoodPassword(newPassword)) {
      // The fault is drawn after this handler has run.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    // Replaced, so that the way back does not lead to a link that is used up.
    reset.mutate({ token, newPassword }, { onSuccess: () => navigate('/', { replace: true }) });
  };

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <h1>{t('reset.title')}</h1>
      <p>{t('reset.text')}</p>
      {reset.isError && !isAboutField && <FailureNote error={reset.error} />}
      <NewPasswordInput
        label={t('newPassword')}
        value={newPassword}
        wasSent={wasSent}
        error={reset.error}
        onChange={setNewPassword}
      />
      <Button type="submit" size="md" fullWidth loading={reset.isPending}>
        {t('reset.submit')}
      </Button>
    </form>
  );
}
