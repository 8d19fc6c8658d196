import { Button } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { ListSkeleton, MoreButton } from '../../components/list-parts.tsx';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
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
  const users = useUsers({ ...filter, search: filter.search.trim() });
  return (
    <Answer query={users} waiting={<ListSkeleton />}>
      {({ pages }) => <FoundUsers pages={pages} users={users} onClear={onClear} />}
    </Answer>
  );
}

interface FoundUsersProps {
  readonly pages: NonNullable<ReturnType<typeof useUsers>['data']>['pages'];
  readonly users: ReturnType<typeof useUsers>;
  readonly onClear: () => void;
}

function FoundUsers({ pages, users, onClear }: FoundUsersProps) {
  const { t } = useTranslation('users');
  const items = pages.flatMap((each) => each.items);
  const total = pages[0]?.pagination.total ?? items.length;
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
      <MoreButton list={users} label={t('more')} />
    </>
  );
}
