import { MIN_PASSWORD_CHARACTERS } from '@atelier/shared/limits';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { AccountForm, type AccountValues } from '../../features/session/account-form.tsx';
import { missingFields } from '../../features/session/missing-fields.ts';
import { OperatorContact } from '../../features/session/operator-contact.tsx';
import { useAbout } from '../../features/session/use-about.ts';
import { useRegister } from '../../features/session/use-session.ts';

const FIELDS = ['email', 'username', 'password'] as const;

export function RegisterPage() {
  const { t } = useTranslation('account');
  const { search } = useLocation();
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

  return (
    <AccountForm
      title={t('register.title')}
      submitLabel={t('register.submit')}
      fields={FIELDS}
      {...(about?.registration === 'closed' && { closed: <Closed /> })}
      values={values}
      isNewPassword
      isPending={register.isPending}
      error={register.error}
      faults={wasSent ? faults : {}}
      onChange={setValues}
      onSubmit={submit}
    >
      <p>
        {t('register.hasAccount')} <Link to={{ pathname: '/sign-in', search }}>{t('signIn.title')}</Link>
      </p>
    </AccountForm>
  );
}

/** Why there is no form here, and who makes accounts. */
function Closed() {
  const { t } = useTranslation('account');
  return (
    <p>
      {t('register.closed')} <OperatorContact />
    </p>
  );
}
