import { IconCrown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatDate } from '../../lib/format.ts';
import classes from './members-note.module.css';
import { useAwaitedMembership } from './use-session.ts';

/** Why a recipe for members cannot be started, and what opens it. Notices by itself when a membership begins. */
export function MembersNote() {
  const { t } = useTranslation('account');
  const membership = useAwaitedMembership();
  const why = membership
    ? Date.parse(membership.endsAt) <= Date.now()
      ? t('members.ended', { date: formatDate(membership.endsAt) })
      : t('members.upcoming', { date: formatDate(membership.startsAt) })
    : t('members.none');
  return (
    <p className={classes.note} role="status">
      <IconCrown className={classes.icon} size={18} stroke={1.75} aria-hidden />
      <span>
        <strong>{t('members.only')}</strong> {why} <Link to="/credits">{t('members.see')}</Link>
      </span>
    </p>
  );
}
