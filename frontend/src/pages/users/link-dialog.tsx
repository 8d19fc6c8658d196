import type { AdminUser, ResetLink } from '@atelier/shared/contracts/user';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMakeResetLink } from './user-queries.ts';

interface LinkDialogProps {
  readonly user: AdminUser;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes a link with which the owner sets a new password, and shows it this once. */
export function LinkDialog({ user, isOpen, onClose }: LinkDialogProps) {
  const { t } = useTranslation('users');
  const make = useMakeResetLink();
  const close = () => {
    make.reset();
    onClose();
  };
  return (
    <Dialog
      opened={isOpen}
      onClose={close}
      title={t('link.title', { email: user.email })}
      isSticky
      isBusy={make.isPending}
      isOnce={make.data !== undefined}
    >
      {make.data ? (
        <MadeLink link={make.data} onClose={close} />
      ) : (
        <>
          {make.isError && <FailureNote error={make.error} />}
          <p>{t('link.text')}</p>
          <DialogActions>
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
            <Button data-autofocus loading={make.isPending} onClick={() => make.mutate(user.id)}>
              {t('link.make')}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

function MadeLink({ link, onClose }: { readonly link: ResetLink; readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const label = t('link.label', { date: formatDateTime(link.expiresAt) });
  return (
    <>
      <p role="status">{t('link.once')}</p>
      <CodeBlock title={<span>{label}</span>} text={link.url} copyLabel={t('link.copy')} />
      <DialogActions>
        <Button onClick={onClose}>{t('link.done')}</Button>
      </DialogActions>
    </>
  );
}
