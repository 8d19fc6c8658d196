import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { ActionIcon, Button } from '@mantine/core';
import { IconChartBar, IconPencil } from '@tabler/icons-react';
import { lazy, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatRelative } from '../../lib/format.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './api-keys-page.module.css';
import { KeyMonth } from './key-month.tsx';
import { KeyUsage } from './key-usage.tsx';

const EditKeyDialog = lazy(async () => ({ default: (await import('./edit-key-dialog.tsx')).EditKeyDialog }));
const RevokeKeyDialog = lazy(async () => ({
  default: (await import('./revoke-key-dialog.tsx')).RevokeKeyDialog,
}));

/** The secret as far as it may be seen. */
export function MaskedKey({ apiKey }: { readonly apiKey: ApiKey }) {
  return (
    <code className={classes.masked}>
      {apiKey.prefix}…{apiKey.lastFour}
    </code>
  );
}

interface KeyRowProps {
  readonly apiKey: ApiKey;
  readonly onRevoked: () => void;
}

/** One key: what it is, when it was used, what it has cost, and what can be done about it. */
export function KeyRow({ apiKey, onRevoked }: KeyRowProps) {
  const { t } = useTranslation('api-keys');
  const [isUsageOpen, setIsUsageOpen] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const [isRevoking, setIsRevoking] = useState(false);
  const usageId = useId();
  const { name } = apiKey;
  return (
    <li className={classes.row} data-state={apiKey.state}>
      <div className={classes.what}>
        <h3 className={classes.name}>{name}</h3>
        <p className={classes.facts}>
          <MaskedKey apiKey={apiKey} />
          <span>{apiKey.scopes.map((scope) => t(`scope.${scope}.name`)).join(t('scope.join'))}</span>
          <Expiry apiKey={apiKey} />
        </p>
        <LastUse apiKey={apiKey} />
      </div>
      <KeyMonth apiKey={apiKey} />
      <div className={classes.actions}>
        <ActionIcon
          aria-label={t('usage.of', { name })}
          title={t('usage.title')}
          aria-expanded={isUsageOpen}
          aria-controls={usageId}
          onClick={() => setIsUsageOpen(!isUsageOpen)}
        >
          <IconChartBar size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
        <ActionIcon
          aria-label={t('edit.of', { name })}
          title={t('edit.title')}
          onClick={() => setIsEditing(true)}
        >
          <IconPencil size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
        <Button
          variant="subtle"
          color="red"
          size="xs"
          className={classes.revoke ?? ''}
          aria-label={t('revoke.of', { name })}
          onClick={() => setIsRevoking(true)}
        >
          {t('revoke.action')}
        </Button>
      </div>
      <div id={usageId} className={classes.usage} hidden={!isUsageOpen}>
        {isUsageOpen && <KeyUsage keyId={apiKey.id} />}
      </div>
      <WhenOpened isOpen={isEditing}>
        <EditKeyDialog apiKey={apiKey} isOpen={isEditing} onClose={() => setIsEditing(false)} />
      </WhenOpened>
      <WhenOpened isOpen={isRevoking}>
        <RevokeKeyDialog
          apiKey={apiKey}
          isOpen={isRevoking}
          onClose={() => setIsRevoking(false)}
          onRevoked={onRevoked}
        />
      </WhenOpened>
    </li>
  );
}

function Expiry({ apiKey: { state, expiresAt } }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation('api-keys');
  if (expiresAt === null) return <span>{t('expiry.never')}</span>;
  const date = formatDate(expiresAt);
  if (state !== 'expired') return <time dateTime={expiresAt}>{t('expiry.on', { date })}</time>;
  return (
    <time dateTime={expiresAt} className={classes.expired}>
      {t('expiry.was', { date })}
    </time>
  );
}

function LastUse({ apiKey: { lastUsedAt, lastUsedAddress } }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation('api-keys');
  if (lastUsedAt === null) return <p className={classes.lastUse}>{t('lastUse.never')}</p>;
  const time = formatRelative(lastUsedAt, Date.now());
  return (
    <p className={classes.lastUse}>
      <time dateTime={lastUsedAt}>
        {t('lastUse.at', { time, address: lastUsedAddress ?? t('lastUse.unknownAddress') })}
      </time>
    </p>
  );
}
