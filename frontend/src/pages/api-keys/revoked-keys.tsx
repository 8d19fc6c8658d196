import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import classes from './api-keys-page.module.css';
import { MaskedKey } from './key-row.tsx';

/** Keys of the past, for whoever wants to know what became of one. */
export function RevokedKeys({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { t } = useTranslation('api-keys');
  if (keys.length === 0) return null;
  return (
    <details className={classes.revoked}>
      <summary>{t('revoked.title', { count: keys.length })}</summary>
      <ul className={classes.revokedList}>
        {keys.map((apiKey) => (
          <li key={apiKey.id} className={classes.revokedRow}>
            <span className={classes.revokedName}>{apiKey.name}</span>
            <MaskedKey apiKey={apiKey} />
            {apiKey.revokedAt && (
              <time dateTime={apiKey.revokedAt}>
                {t('revoked.at', { time: formatDateTime(apiKey.revokedAt) })}
              </time>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
