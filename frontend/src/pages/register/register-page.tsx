import { MIN_PASSWORD_CHARACTERS } from '@atelier/shared/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import classes from '../../features/session/account-form.module.css';
import { AccountForm, type AccountValues } from '../../features/session/account-form.tsx';
import { missingFields } from '../../features/session/missing-fields.ts';
import { OperatorContact } from '../../features/session/operator-contact.tsx';
import { useAbout } from '../../features/session/use-about.ts';
import { useRegister } from '../../features/session/use-session.ts';

const FIELDS = ['email', 'username', 'password'] as const;

export function RegisterPage() {
  const { t } = useTranslation('account');
  const about = useAbout();
  const register = useRegister();
  const [values, setValues] = useState<AccountValues>({ email: '', username: '', password: '' });
  const [wasSent, setWasSent] = useState(false);
  const missing = missingFields(FIELDS, values, t('required'));
  const isShort = values.password.length < MIN_PASSWORD_CHARACTERS;
  const faults = isShort && !missing.password ? { ...missing, password: t('passwordRule') } : missing;

  const submit = () => {
    setWasSent(true);
    if (Object.keys(faults).length === 0) register.mutate(values);
  };

  if (about?.registration === 'closed') return <RegistrationClosed />;
  return (
    <AccountForm
      title={t('register.title')}
      submitLabel={t('register.submit')}
      fields={FIELDS}
      values={values}
      isNewPassword
      isPending={register.isPending}
      error={register.error}
      faults={wasSent ? faults : {}}
      onChange={setValues}
      onSubmit={submit}
    >
      <ToSignIn />
    </AccountForm>
  );
}

/** Why there is no form here, and who makes accounts. */
function RegistrationClosed() {
  const { t } = useTranslation('account');
  return (
    <div className={classes.page}>
      <div className={classes.form}>
        <h1>{t('register.title')}</h1>
        <div className={classes.below}>
          <p>
            {t('register.closed')} <OperatorContact />
          </p>
          <ToSignIn />
        </div>
      </div>
    </div>
  );
}

function ToSignIn() {
  const { t } = useTranslation('account');
  const { search } = useLocation();
  return (
    <p>
      {t('register.hasAccount')} <Link to={{ pathname: '/sign-in', search }}>{t('signIn.title')}</Link>
    </p>
  );
}
