import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { CopyField } from './copy-field.tsx';
import classes from './new-secret.module.css';

/** A request that works as it stands: with the right to create it orders a task, else it lists them. */
function curlLine(secret: string, key: ApiKey): string {
  const address = `${window.location.origin}/api/tasks`;
  const proof = `curl -H "Authorization: Bearer ${secret}"`;
  return key.scopes.includes('create')
    ? `${proof} -F taskType=basic_clean -F files=@photo.jpg ${address}`
    : `${proof} ${address}`;
}

interface NewSecretProps {
  readonly created: ApiKey;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The only time the secret is seen. */
export function NewSecret({ created, secret, onClose }: NewSecretProps) {
  const { t } = useTranslation('api-keys');
  return (
    <div className={classes.body}>
      <p className={classes.warning}>
        <IconAlertTriangle size={20} stroke={1.75} aria-hidden />
        <span>{t('secret.once')}</span>
      </p>
      <CopyField label={t('secret.label', { name: created.name })} text={secret} isMain />
      <CopyField label={t('secret.tryIt')} text={curlLine(secret, created)} />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('secret.done')}
        </Button>
      </DialogActions>
    </div>
  );
}

interface LostSecretProps {
  readonly created: ApiKey;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onReplace: () => void;
}

/** The key was made, but its answer was lost on the way: nobody will ever know its secret. */
export function LostSecret({ created, isPending, error, onReplace }: LostSecretProps) {
  const { t } = useTranslation('api-keys');
  return (
    <div className={classes.body}>
      <p>{t('secret.lost', { name: created.name })}</p>
      {Boolean(error) && <FailureNote error={error} />}
      <DialogActions>
        <Button loading={isPending} autoFocus onClick={onReplace}>
          {t('secret.replace')}
        </Button>
      </DialogActions>
    </div>
  );
}
