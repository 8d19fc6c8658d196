import { ROLES, USER_STATES } from '@atelier/shared/roles';
import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { UserFilter } from './user-queries.ts';
import classes from './users-page.module.css';

interface UserFilterBarProps {
  readonly filter: UserFilter;
  readonly onChange: (wish: Partial<UserFilter>) => void;
}

export function UserFilterBar({ filter, onChange }: UserFilterBarProps) {
  const { t } = useTranslation('users');
  return (
    <div className={classes.filters}>
      <TextInput
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={100}
        value={filter.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('filter.role')}
        value={filter.role ?? ''}
        data={[
          { value: '', label: t('filter.allRoles') },
          ...ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
        ]}
        onChange={(event) => onChange({ role: ROLES.find((role) => role === event.currentTarget.value) })}
      />
      <NativeSelect
        aria-label={t('filter.state')}
        value={filter.state ?? ''}
        data={[
          { value: '', label: t('filter.allStates') },
          ...USER_STATES.map((state) => ({ value: state, label: t(`state.${state}`) })),
        ]}
        onChange={(event) =>
          onChange({ state: USER_STATES.find((state) => state === event.currentTarget.value) })
        }
      />
    </div>
  );
}
