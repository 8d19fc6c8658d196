import { IconCrown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../features/session/use-session.ts';
import { formatDate } from '../../lib/format.ts';
import classes from './credits-page.module.css';

/** The plan and its end date; nothing before the account is known. */
export function MembershipLine() {
  const { t } = useTranslation('credits');
  const { data: account } = useSession();
  if (!account) return null;
  const { membership } = account;
  const state = membership === null ? 'none' : membership.active ? 'active' : 'ended';
  return (
    <p className={classes.membership} data-state={state}>
      <IconCrown size={16} stroke={1.75} aria-hidden />
      <span>
        {membership
          ? t(`membership.${state}`, { plan: membership.plan, date: formatDate(membership.endsAt) })
          : t('membership.none')}
      </span>
    </p>
  );
}
