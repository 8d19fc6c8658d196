import type { AdminUser } from '@atelier/shared/contracts/user';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import table from '../../components/data-table.module.css';
import { useSession } from '../../features/session/use-session.ts';
import { formatDate, formatNumber } from '../../lib/format.ts';
import classes from './user-table.module.css';

// Comes after the page, as what places a menu is large; its place is kept.
const UserActions = lazy(async () => ({ default: (await import('./user-actions.tsx')).UserActions }));

interface UserTableProps {
  readonly users: readonly AdminUser[];
  /** An older answer is still shown while a newer one is on its way. */
  readonly isStale: boolean;
}

/** Accounts in rows; on narrow screens each becomes a card. */
export function UserTable({ users, isStale }: UserTableProps) {
  const { t } = useTranslation('users');
  const { data: self } = useSession();
  return (
    <div className={classes.sheet}>
      <table
        className={`${table.table} ${classes.table}`}
        data-stale={isStale || undefined}
        aria-busy={isStale}
      >
        <caption className={table.caption}>{t('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.account')}</th>
            <th scope="col">{t('column.standing')}</th>
            <th scope="col" className={classes.number}>
              {t('column.credits')}
            </th>
            <th scope="col">{t('column.membership')}</th>
            <th scope="col">{t('column.since')}</th>
            <th scope="col">
              <span className={table.caption}>{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} isSelf={user.id === self?.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UserRow({ user, isSelf }: { readonly user: AdminUser; readonly isSelf: boolean }) {
  const { t } = useTranslation('users');
  const { email, username, role, isActive, credits, held, createdAt } = user;
  return (
    <tr data-off={!isActive || undefined}>
      <th scope="row" className={classes.who}>
        <span className={classes.name}>
          {username ?? email}
          {isSelf && <span className={classes.badge}>{t('you')}</span>}
        </span>
        <span className={classes.email}>{email}</span>
      </th>
      <td className={classes.standing}>
        <span className={classes.badges}>
          <span className={classes.badge} data-role={role}>
            {t(`role.${role}`)}
          </span>
          {!isActive && (
            <span className={classes.badge} data-state="disabled">
              {t('state.disabled')}
            </span>
          )}
        </span>
      </td>
      <td className={classes.credits}>
        <span className={classes.label}>{t('column.credits')}</span>
        <span>
          {formatNumber(credits)}
          {held > 0 && <small>{t('held', { credits: formatNumber(held) })}</small>}
        </span>
      </td>
      <td className={classes.membership}>
        <span className={classes.label}>{t('column.membership')}</span>
        <MembershipWords user={user} />
      </td>
      <td className={classes.since}>
        <span className={classes.label}>{t('column.since')}</span>
        <time dateTime={createdAt}>{formatDate(createdAt)}</time>
      </td>
      <td className={classes.actions}>
        <Suspense fallback={<span className={classes.menu} />}>
          <UserActions user={user} isSelf={isSelf} />
        </Suspense>
      </td>
    </tr>
  );
}

function MembershipWords({ user: { membership } }: { readonly user: AdminUser }) {
  const { t } = useTranslation('users');
  if (!membership) return <span className={classes.soft}>{t('membership.none')}</span>;
  const { plan, active, startsAt, endsAt } = membership;
  if (active) return <span>{t('membership.active', { plan, date: formatDate(endsAt) })}</span>;
  const words =
    Date.parse(startsAt) > Date.now()
      ? t('membership.upcoming', { plan, date: formatDate(startsAt) })
      : t('membership.ended', { plan, date: formatDate(endsAt) });
  return <span className={classes.soft}>{words}</span>;
}
