import type { AdminMembership } from '@atelier/shared/contracts/membership';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { formatDate } from '../../lib/format.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './memberships-page.module.css';

const RenewDialog = lazy(async () => ({ default: (await import('./change-dialogs.tsx')).RenewDialog }));
const EndDialog = lazy(async () => ({ default: (await import('./change-dialogs.tsx')).EndDialog }));

type MembershipState = 'active' | 'upcoming' | 'ended';

export function stateOf({ active, startsAt }: AdminMembership, nowMs: number): MembershipState {
  if (active) return 'active';
  return Date.parse(startsAt) > nowMs ? 'upcoming' : 'ended';
}

/** One membership: whose it is, how it stands, what it brings, and what can be done about it. */
export function MembershipRow({ membership }: { readonly membership: AdminMembership }) {
  const { t } = useTranslation('memberships');
  const [open, setOpen] = useState<'renew' | 'end'>();
  const { email, plan, startsAt, endsAt } = membership;
  const state = stateOf(membership, Date.now());
  const close = () => setOpen(undefined);
  return (
    <li className={`${page.row} ${classes.columns}`}>
      <div className={classes.who}>
        <h3 className={classes.email}>{email}</h3>
        <p className={classes.facts}>
          <span>{plan}</span>
          <span className={classes.state} data-state={state}>
            {t(`state.${state}`)}
          </span>
        </p>
      </div>
      <div className={classes.time}>
        <span>{t('span', { from: formatDate(startsAt), to: formatDate(endsAt) })}</span>
        <Quota membership={membership} />
      </div>
      <div className={page.actions}>
        {state !== 'ended' && (
          <>
            <Button
              variant="default"
              size="xs"
              aria-label={t('renew.of', { email })}
              onClick={() => setOpen('renew')}
            >
              {t('renew.action')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              className={page.danger ?? ''}
              aria-label={t('end.of', { email })}
              onClick={() => setOpen('end')}
            >
              {t('end.action')}
            </Button>
          </>
        )}
      </div>
      <WhenOpened isOpen={open === 'renew'}>
        <RenewDialog membership={membership} isOpen={open === 'renew'} onClose={close} />
      </WhenOpened>
      <WhenOpened isOpen={open === 'end'}>
        <EndDialog membership={membership} isOpen={open === 'end'} onClose={close} />
      </WhenOpened>
    </li>
  );
}

function Quota({ membership }: { readonly membership: AdminMembership }) {
  const { t } = useTranslation('memberships');
  const { creditsPerPeriod, periodMonths, nextCreditsAt, renewals } = membership;
  const credits = t('common:credits', { count: creditsPerPeriod });
  const parts = [
    creditsPerPeriod === 0
      ? t('quota.none')
      : periodMonths === 1
        ? t('quota.monthly', { credits })
        : t('quota.credits', { credits, months: periodMonths }),
    ...(nextCreditsAt === null ? [] : [t('quota.next', { date: formatDate(nextCreditsAt) })]),
    ...(renewals === 0 ? [] : [t('quota.renewals', { count: renewals })]),
  ];
  return <span className={classes.quota}>{parts.join(' · ')}</span>;
}
