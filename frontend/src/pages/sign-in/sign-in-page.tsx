import { Button } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { AccountForm } from '../../features/session/account-form.tsx';
import { missingFields } from '../../features/session/missing-fields.ts';
import { OperatorContact } from '../../features/session/operator-contact.tsx';
import { DEMO_ACCOUNT, useAbout } from '../../features/session/use-about.ts';
import { useSignIn } from '../../features/session/use-session.ts';
import classes from './sign-in-page.module.css';

const FIELDS = ['email', 'password'] as const;

export function SignInPage() {
  const { t } = useTranslation('account');
  const { search } = useLocation();
  const about = useAbout();
  const signIn = useSignIn();
  const [values, setValues] = useState({ email: '', username: '', password: '' });
  const [wasSent, setWasSent] = useState(false);
  const faults = missingFields(FIELDS, values, t('required'));

  const submit = () => {
    setWasSent(true);
    const { email, password } = values;
    if (Object.keys(faults).length === 0) signIn.mutate({ email, password });
  };

  return (
    <AccountForm
      title={t('signIn.title')}
      submitLabel={t('signIn.submit')}
      fields={FIELDS}
      values={values}
      isPending={signIn.isPending}
      error={signIn.error}
      faults={wasSent ? faults : {}}
      onChange={setValues}
      onSubmit={submit}
    >
      {about?.demo && (
        <div className={classes.demo}>
          <span>{t('demo.text', { email: DEMO_ACCOUNT.email, password: DEMO_ACCOUNT.password })}</span>
          <Button
            variant="default"
            leftSection={<IconUserCheck size={16} aria-hidden />}
            onClick={() => setValues({ ...values, ...DEMO_ACCOUNT })}
          >
            {t('demo.fill')}
          </Button>
        </div>
      )}
      <p>
        {t('signIn.noAccount')}{' '}
        {about?.registration === 'closed' ? (
          t('register.closed')
        ) : (
          <Link to={{ pathname: '/register', search }}>{t('register.title')}</Link>
        )}
      </p>
      <p>
        {t('signIn.forgotten')} <OperatorContact />
      </p>
    </AccountForm>
  );
}
