import type { AdminUser, ChangeUserRequest } from '@atelier/shared/contracts/user';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useChangeUser } from './user-queries.ts';

export type UserChange = 'off' | 'on' | 'makeOperator' | 'makeUser';

const WISHES: Readonly<Record<UserChange, ChangeUserRequest>> = {
  off: { isActive: false },
  on: { isActive: true },
  makeOperator: { role: 'operator' },
  makeUser: { role: 'user' },
};

interface ChangeDialogProps {
  readonly user: AdminUser;
  readonly change: UserChange;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before an account is switched off or on, or gets another role, and says what follows from it. */
export function ChangeDialog({ user, change, isOpen, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('users');
  const mutation = useChangeUser();
  const close = () => {
    mutation.reset();
    onClose();
  };
  const wish = { id: user.id, wish: WISHES[change] };
  return (
    <Dialog opened={isOpen} onClose={close} title={t(`${change}.title`, { email: user.email })}>
      {mutation.isError && <FailureNote error={mutation.error} />}
      <p>{t(`${change}.text`)}</p>
      <div className={page.dialogActions}>
        <Button variant="default" onClick={close} data-autofocus>
          {t('common:action.cancel')}
        </Button>
        <Button
          {...(change === 'off' && { color: 'red.9' })}
          loading={mutation.isPending}
          onClick={() => mutation.mutate(wish, { onSuccess: close })}
        >
          {t(`${change}.confirm`)}
        </Button>
      </div>
    </Dialog>
  );
}
