import type { AdminUser } from '@atelier/shared/contracts/user';
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconCoins,
  IconCrown,
  IconDotsVertical,
  IconHistory,
  IconLink,
  IconShield,
  IconShieldOff,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { WhenOpened } from '../../ui/when-opened.tsx';
import type { ChangeName } from './change-dialog.tsx';

const ChangeDialog = lazy(async () => ({ default: (await import('./change-dialog.tsx')).ChangeDialog }));
const ChangesDialog = lazy(async () => ({ default: (await import('./changes-dialog.tsx')).ChangesDialog }));
const CreditsDialog = lazy(async () => ({ default: (await import('./credits-dialog.tsx')).CreditsDialog }));
const LinkDialog = lazy(async () => ({ default: (await import('./link-dialog.tsx')).LinkDialog }));

const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

type Opened = 'changes' | 'credits' | 'link' | ChangeName;

interface UserActionsProps {
  readonly user: AdminUser;
  /** Nobody switches off or demotes himself. */
  readonly isSelf: boolean;
}

/** What an operator can do with an account. */
export function UserActions({ user, isSelf }: UserActionsProps) {
  const { t } = useTranslation('users');
  const [opened, setOpened] = useState<Opened>();
  // Stays what it was while its dialog closes.
  const [change, setChange] = useState<ChangeName>('off');
  const close = () => setOpened(undefined);
  const ask = (wish: ChangeName) => {
    setChange(wish);
    setOpened(wish);
  };
  const { email, role, isActive } = user;
  return (
    <>
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('menu.of', { email })}>
            <IconDotsVertical {...ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCoins {...ICON} />} onClick={() => setOpened('credits')}>
            {t('menu.credits')}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={{ pathname: '/memberships', search: `${new URLSearchParams({ search: email })}` }}
            leftSection={<IconCrown {...ICON} />}
          >
            {t('menu.membership')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLink {...ICON} />} onClick={() => setOpened('link')}>
            {t('menu.link')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory {...ICON} />} onClick={() => setOpened('changes')}>
            {t('menu.changes')}
          </Menu.Item>
          {!isSelf && (
            <>
              <Menu.Divider />
              <RoleItem isOperator={role === 'operator'} onAsk={ask} />
              <StateItem isActive={isActive} onAsk={ask} />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <WhenOpened isOpen={opened === 'credits'}>
        <CreditsDialog user={user} isOpen={opened === 'credits'} onClose={close} />
      </WhenOpened>
      <WhenOpened isOpen={opened === 'link'}>
        <LinkDialog user={user} isOpen={opened === 'link'} onClose={close} />
      </WhenOpened>
      <WhenOpened isOpen={opened === 'changes'}>
        <ChangesDialog user={user} isOpen={opened === 'changes'} onClose={close} />
      </WhenOpened>
      <WhenOpened isOpen={opened === change}>
        <ChangeDialog user={user} change={change} isOpen={opened === change} onClose={close} />
      </WhenOpened>
    </>
  );
}

type AskProps = { readonly onAsk: (change: ChangeName) => void };

function RoleItem({ isOperator, onAsk }: AskProps & { readonly isOperator: boolean }) {
  const { t } = useTranslation('users');
  return isOperator ? (
    <Menu.Item leftSection={<IconShieldOff {...ICON} />} onClick={() => onAsk('makeUser')}>
      {t('menu.makeUser')}
    </Menu.Item>
  ) : (
    <Menu.Item leftSection={<IconShield {...ICON} />} onClick={() => onAsk('makeOperator')}>
      {t('menu.makeOperator')}
    </Menu.Item>
  );
}

function StateItem({ isActive, onAsk }: AskProps & { readonly isActive: boolean }) {
  const { t } = useTranslation('users');
  return isActive ? (
    <Menu.Item leftSection={<IconUserOff {...ICON} />} onClick={() => onAsk('off')}>
      {t('menu.switchOff')}
    </Menu.Item>
  ) : (
    <Menu.Item leftSection={<IconUserCheck {...ICON} />} onClick={() => onAsk('on')}>
      {t('menu.switchOn')}
    </Menu.Item>
  );
}
