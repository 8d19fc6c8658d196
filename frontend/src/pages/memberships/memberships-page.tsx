import type { AdminMembership } from '@atelier/shared/contracts/membership';
import { Button, TextInput } from '@mantine/core';
import { IconCrown, IconPlus, IconSearch } from '@tabler/icons-react';
import { lazy, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton, MoreButton } from '../../components/list-parts.tsx';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import { useMemberships } from './membership-queries.ts';
import { MembershipRow } from './membership-row.tsx';
import classes from './memberships-page.module.css';

const GrantDialog = lazy(async () => ({ default: (await import('./grant-dialog.tsx')).GrantDialog }));

/** For operators: who is a member, until when, and what it brings. */
export function MembershipsPage() {
  const { t } = useTranslation('memberships');
  // Other pages lead here with an account's address.
  const [parameters] = useSearchParams();
  const [search, setSearch] = useState(parameters.get('search') ?? '');
  const [isGranting, setIsGranting] = useState(false);
  const shown = useDeferredValue(search.trim());
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div className={page.intro}>
          <h1>{t('title')}</h1>
          <p>{t('intro')}</p>
        </div>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsGranting(true)}>
          {t('grant.action')}
        </Button>
      </header>
      <TextInput
        type="search"
        className={classes.search ?? ''}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={100}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <MembershipList search={shown} />
      <WhenOpened isOpen={isGranting}>
        <GrantDialog isOpen={isGranting} onClose={() => setIsGranting(false)} />
      </WhenOpened>
    </div>
  );
}

function MembershipList({ search }: { readonly search: string }) {
  const memberships = useMemberships(search);
  return (
    <Answer query={memberships} waiting={<ListSkeleton />}>
      {({ pages }) => (
        <FoundMemberships
          items={pages.flatMap(({ items }) => items)}
          memberships={memberships}
          isSearch={search !== ''}
        />
      )}
    </Answer>
  );
}

interface FoundMembershipsProps {
  readonly items: readonly AdminMembership[];
  readonly memberships: Pick<
    ReturnType<typeof useMemberships>,
    'isPlaceholderData' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >;
  readonly isSearch: boolean;
}

function FoundMemberships({ items, memberships, isSearch }: FoundMembershipsProps) {
  const { t } = useTranslation('memberships');
  if (items.length === 0) {
    return (
      <div className={page.sheet}>
        {isSearch ? (
          <EmptyState icon={IconSearch} title={t('emptySearch')} />
        ) : (
          <EmptyState icon={IconCrown} title={t('empty.title')} text={t('empty.text')} />
        )}
      </div>
    );
  }
  return (
    <>
      <ul className={page.sheet} aria-label={t('title')} aria-busy={memberships.isPlaceholderData}>
        {items.map((membership) => (
          <MembershipRow key={membership.id} membership={membership} />
        ))}
      </ul>
      <MoreButton list={memberships} label={t('more')} />
    </>
  );
}
