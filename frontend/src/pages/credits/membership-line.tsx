import type { Membership } from '@atelier/shared/contracts/membership';
import { IconCrown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../features/session/use-session.ts';
import { formatDate } from '../../lib/format.ts';
import classes from './credits-page.module.css';

type MembershipState = 'none' | 'active' | 'upcoming' | 'ended';

function stateOf(membership: Membership | null): MembershipState {
  if (membership === null) return 'none';
  if (membership.active) return 'active';
  return Date.parse(membership.startsAt) > Date.now() ? 'upcoming' : 'ended';
}

/** The plan, how long it runs and what it brings next; nothing before the account is known. */
export function MembershipLine() {
  const { t } = useTranslation('credits');
  const { data: account } = useSession();
  if (!account) return null;
  const { membership } = account;
  const state = stateOf(membership);
  return (
    <p className={classes.membership} data-state={state}>
      <IconCrown size={16} stroke={1.75} aria-hidden />
      <span>
        {membership && state !== 'none'
          ? t(`membership.${state}`, {
              plan: membership.plan,
              date: formatDate(state === 'upcoming' ? membership.startsAt : membership.endsAt),
            })
          : t('membership.none')}
        {membership?.nextCreditsAt &&
          ` · ${t('membership.next', {
            date: formatDate(membership.nextCreditsAt),
            credits: t('common:credits', { count: membership.creditsPerPeriod }),
          })}`}
      </span>
    </p>
  );
}
