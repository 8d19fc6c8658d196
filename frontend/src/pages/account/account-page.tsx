import type { Account } from '@atelier/shared/contracts/session';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useSession } from '../../features/session/use-session.ts';
import { formatDate } from '../../lib/format.ts';
import classes from './account-page.module.css';
import { ChangePasswordForm } from './change-password-form.tsx';

/** What an account is called, and the way to another password. */
export function AccountPage() {
  const { t } = useTranslation('password');
  const { data: account } = useSession();
  // The gate lets nobody in who is not signed in; signing out leaves the page a moment later.
  if (!account) return null;
  return (
    <div className={`${page.page} ${classes.page}`}>
      <h1>{t('account.title')}</h1>
      <Facts account={account} />
      <section className={page.card} aria-labelledby="change-password">
        <div className={classes.head}>
          <h2 id="change-password">{t('change.title')}</h2>
          <p>{t('change.text')}</p>
        </div>
        <ChangePasswordForm email={account.email} />
      </section>
    </div>
  );
}

function Facts({ account }: { readonly account: Account }) {
  const { t } = useTranslation('password');
  const facts: ReadonlyArray<readonly [name: string, value: string]> = [
    [t('account:field.email'), account.email],
    [t('account:field.username'), account.username ?? '–'],
    [t('account.role'), t(`account.roles.${account.role}`)],
    [t('account.since'), formatDate(account.createdAt)],
  ];
  return (
    <dl className={`${page.card} ${classes.facts}`}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
