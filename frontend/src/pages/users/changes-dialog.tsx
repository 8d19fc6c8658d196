import type { AdminUser, UserChange } from '@atelier/shared/contracts/user';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ListSkeleton, MoreButton } from '../../components/list-parts.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './changes-dialog.module.css';
import { useUserChanges } from './user-queries.ts';

interface ChangesDialogProps {
  readonly user: AdminUser;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The record of who changed what about an account. */
export function ChangesDialog({ user, isOpen, onClose }: ChangesDialogProps) {
  const { t } = useTranslation('users');
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('changes.title', { email: user.email })}>
      <Changes user={user} />
    </Dialog>
  );
}

function Changes({ user }: { readonly user: AdminUser }) {
  const { t } = useTranslation('users');
  const query = useUserChanges(user.id);
  return (
    <Answer query={query} waiting={<ListSkeleton />}>
      {({ pages }) => {
        const changes = pages.flatMap(({ items }) => items);
        if (changes.length === 0) return <p>{t('changes.none')}</p>;
        return (
          <>
            <ol className={classes.list}>
              {changes.map((change) => (
                <ChangeRow key={change.id} change={change} owner={user.email} />
              ))}
            </ol>
            <MoreButton list={query} label={t('more')} />
          </>
        );
      }}
    </Answer>
  );
}

function ChangeRow({ change, owner }: { readonly change: UserChange; readonly owner: string }) {
  const { t } = useTranslation('users');
  const who =
    change.changedBy === owner ? t('changes.byOwner') : (change.changedBy ?? t('changes.byCommand'));
  return (
    <li className={classes.row}>
      <strong>{wordsOf(change, t)}</strong>
      <span className={classes.who}>
        <time dateTime={change.createdAt}>{formatDateTime(change.createdAt)}</time> · {who}
      </span>
    </li>
  );
}

/** What a change comes to, in a few words. */
function wordsOf({ field, newValue }: UserChange, t: TFunction<'users'>): string {
  if (field === 'role') return t(newValue === 'operator' ? 'changes.madeOperator' : 'changes.madeUser');
  if (field === 'is_active') return t(newValue === 'active' ? 'changes.on' : 'changes.off');
  if (field === 'reset_link' && newValue) return t('changes.reset_link', { date: formatDateTime(newValue) });
  return t(field === 'created' ? 'changes.created' : 'changes.password');
}
