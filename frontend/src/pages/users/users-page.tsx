import { Button, Skeleton } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useUserFilter } from './use-user-filter.ts';
import { UserFilterBar } from './user-filter-bar.tsx';
import { type UserFilter, useUsers } from './user-queries.ts';
import { UserTable } from './user-table.tsx';
import classes from './users-page.module.css';

/** For operators: who has an account here, and what can be done about it. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const { filter, change, clear } = useUserFilter();
  const shown = useDeferredValue(filter);
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div className={page.intro}>
          <h1>{t('title')}</h1>
          <p>{t('intro')}</p>
        </div>
      </header>
      <UserFilterBar filter={filter} onChange={change} />
      <UserList filter={shown} onClear={clear} />
    </div>
  );
}

function UserList({ filter, onClear }: { readonly filter: UserFilter; readonly onClear: () => void }) {
  const { t } = useTranslation('users');
  const users = useUsers({ ...filter, search: filter.search.trim() });
  if (users.isPending) return <ListSkeleton />;
  if (users.isError) return <FailureNote error={users.error} onRetry={() => void users.refetch()} />;
  const items = users.data.pages.flatMap((each) => each.items);
  const total = users.data.pages[0]?.pagination.total ?? items.length;
  if (items.length === 0) {
    return (
      <div className={page.sheet}>
        <EmptyState icon={IconUserSearch} title={t('empty')}>
          <Button variant="default" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <UserTable users={items} isStale={users.isPlaceholderData} />
      <p className={classes.count} role="status">
        {t('count', { count: total })}
      </p>
      {users.hasNextPage && (
        <Button
          variant="default"
          className={classes.more ?? ''}
          loading={users.isFetchingNextPage}
          onClick={() => void users.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e'];

function ListSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={page.card} role="status" aria-label={t('loading')}>
      {SKELETON_ROWS.map((row) => (
        <Skeleton key={row} height={48} />
      ))}
    </div>
  );
}
