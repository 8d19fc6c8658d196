import type { AdminUser, ChangeUserRequest } from '@atelier/shared/contracts/user';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useChangeUser } from './user-queries.ts';

export type ChangeName = 'off' | 'on' | 'makeOperator' | 'makeUser';

const WISHES: Readonly<Record<ChangeName, ChangeUserRequest>> = {
  off: { isActive: false },
  on: { isActive: true },
  makeOperator: { role: 'operator' },
  makeUser: { role: 'user' },
};

interface ChangeDialogProps {
  readonly user: AdminUser;
  readonly change: ChangeName;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before an account is switched off or on, or gets another role, and says what follows from it. */
export function ChangeDialog({ user, change, isOpen, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('users');
  const mutation = useChangeUser();
  const wish = { id: user.id, wish: WISHES[change] };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t(`${change}.title`, { email: user.email })}
      confirm={t(`${change}.confirm`)}
      isDangerous={change === 'off'}
      action={mutation}
      onConfirm={() => mutation.mutate(wish, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t(`${change}.text`)}</p>
    </ConfirmDialog>
  );
}
