import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { MAX_API_KEYS } from '@atelier/shared/limits';
import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { lazy, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { useApiKeys } from '../../features/api-keys/use-api-keys.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './api-keys-page.module.css';
import { KeyRow } from './key-row.tsx';
import { RevokedKeys } from './revoked-keys.tsx';

const CreateKeyDialog = lazy(async () => ({
  default: (await import('./create-key-dialog.tsx')).CreateKeyDialog,
}));

/** The keys with which programs use this account. */
export function ApiKeysPage() {
  const { t } = useTranslation('api-keys');
  const keys = useApiKeys();
  const [isCreating, setIsCreating] = useState(false);
  const kept = keys.data?.filter(({ state }) => state !== 'revoked') ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  const isFull = kept.length >= MAX_API_KEYS;

  return (
    <div className={page.page}>
      <header className={page.header}>
        <div className={page.intro}>
          <h1 ref={heading} tabIndex={-1} className={classes.heading}>
            {t('title')}
          </h1>
          <p>
            {t('intro')}{' '}
            <a href="/api/docs" target="_blank" rel="noreferrer" className={classes.link}>
              {t('docs')}
            </a>
            {' · '}
            <Link to="/errors" className={classes.link ?? ''}>
              {t('errors')}
            </Link>
          </p>
        </div>
        {kept.length > 0 && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={isFull}
            onClick={() => setIsCreating(true)}
          >
            {t('create.action')}
          </Button>
        )}
      </header>
      {isFull && <p className={classes.full}>{t('full', { count: MAX_API_KEYS })}</p>}
      <Answer query={keys} waiting={<ListSkeleton />}>
        {(known) => (
          <KeyList
            keys={known}
            onCreate={() => setIsCreating(true)}
            // The button that had the focus is gone with its row.
            onRevoked={() => heading.current?.focus()}
          />
        )}
      </Answer>
      <WhenOpened isOpen={isCreating}>
        <CreateKeyDialog isOpen={isCreating} onClose={() => setIsCreating(false)} />
      </WhenOpened>
    </div>
  );
}

interface KeyListProps {
  readonly keys: readonly ApiKey[];
  readonly onCreate: () => void;
  readonly onRevoked: () => void;
}

function KeyList({ keys, onCreate, onRevoked }: KeyListProps) {
  const { t } = useTranslation('api-keys');
  const kept = keys.filter(({ state }) => state !== 'revoked');
  const revoked = keys.filter(({ state }) => state === 'revoked');
  return (
    <>
      {kept.length === 0 ? (
        <div className={page.sheet}>
          <EmptyState icon={IconKey} title={t('empty.title')} text={t('empty.text')}>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onCreate}>
              {t('create.action')}
            </Button>
          </EmptyState>
        </div>
      ) : (
        <ul className={page.sheet} aria-label={t('list')}>
          {kept.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} onRevoked={onRevoked} />
          ))}
        </ul>
      )}
      <RevokedKeys keys={revoked} />
    </>
  );
}
