import type { Account } from '@atelier/shared/contracts/session';
import { ActionIcon } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const loadList = () => import('./account-menu-list.tsx');
const AccountMenuList = lazy(async () => ({ default: (await loadList()).AccountMenuList }));

/** The list and what places it are fetched when a pointer or the keyboard comes near, not with the first page. */
export function AccountMenu({ account }: { account: Account }) {
  const { t } = useTranslation('shell');
  const [isWanted, setIsWanted] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const button = (
    <ActionIcon
      aria-label={t('account.menu')}
      aria-haspopup="menu"
      onPointerEnter={() => void loadList()}
      onFocus={() => void loadList()}
      onClick={() => {
        if (isWanted) return;
        setIsWanted(true);
        setIsOpen(true);
      }}
    >
      <IconUser size={20} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenuList account={account} opened={isOpen} onChange={setIsOpen}>
        {button}
      </AccountMenuList>
    </Suspense>
  );
}
