import type { Account } from '@atelier/shared/contracts/session';
import { Menu } from '@mantine/core';
import {
  IconArchive,
  IconCrown,
  IconHeartbeat,
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSun,
  IconUserCog,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSignOut } from '../features/session/use-session.ts';
import { useWebhooks } from '../features/webhooks/webhook-queries.ts';
import { formatDate } from '../lib/format.ts';
import { openShortcutList } from '../lib/shortcut-list.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import classes from './account-menu-list.module.css';
import { useColorSchemeChange } from './use-color-scheme-change.ts';
import { LANGUAGE_NAMES, useLocaleChange } from './use-locale-change.ts';

const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

function WhoAmI({ account }: { account: Account }) {
  const { t } = useTranslation('shell');
  const { membership } = account;
  return (
    <div className={classes.who}>
      <strong>{account.username ?? account.email}</strong>
      <span>{account.email}</span>
      {membership?.active && <span>{t('account.memberUntil', { date: formatDate(membership.endsAt) })}</span>}
    </div>
  );
}

/** The way to the webhooks, with a word when the server had to switch some off. */
function WebhooksItem({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation('shell');
  const { data } = useWebhooks(isOpen);
  const off = data?.filter(({ disabled }) => disabled !== null).length ?? 0;
  return (
    <Menu.Item
      component={Link}
      to="/webhooks"
      leftSection={<IconWebhook {...ICON} />}
      rightSection={
        off > 0 && <span className={classes.off}>{t('account.webhooksOff', { count: off })}</span>
      }
    >
      {t('account.webhooks')}
    </Menu.Item>
  );
}

interface AccountMenuListProps {
  readonly account: Account;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  /** The button the list hangs on. */
  readonly children: ReactElement;
}

/** Who is signed in and the ways out; on phones also language and colors, which have no room in the header. */
export function AccountMenuList({ account, opened, onChange, children }: AccountMenuListProps) {
  const { t } = useTranslation('shell');
  const signOut = useSignOut();
  const { isDark, change: changeColors } = useColorSchemeChange();
  const { other, change: changeLanguage } = useLocaleChange();

  return (
    <Menu
      position="bottom-end"
      width={240}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      opened={opened}
      onChange={onChange}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <WhoAmI account={account} />
        <Menu.Divider />
        <Menu.Item
          className={classes.narrowOnly}
          leftSection={<IconLanguage {...ICON} />}
          lang={other}
          onClick={() => void changeLanguage()}
        >
          {LANGUAGE_NAMES[other]}
        </Menu.Item>
        <Menu.Item
          className={classes.narrowOnly}
          leftSection={isDark ? <IconSun {...ICON} /> : <IconMoon {...ICON} />}
          onClick={changeColors}
        >
          {isDark ? t('scheme.toLight') : t('scheme.toDark')}
        </Menu.Item>
        {account.role === 'operator' && (
          <>
            <Menu.Item component={Link} to="/operations" leftSection={<IconHeartbeat {...ICON} />}>
              {t('title.operations')}
            </Menu.Item>
            <Menu.Item component={Link} to="/providers" leftSection={<IconPlugConnected {...ICON} />}>
              {t('title.providers')}
            </Menu.Item>
            <Menu.Item component={Link} to="/users" leftSection={<IconUsers {...ICON} />}>
              {t('title.users')}
            </Menu.Item>
            <Menu.Item component={Link} to="/memberships" leftSection={<IconCrown {...ICON} />}>
              {t('title.memberships')}
            </Menu.Item>
            <Menu.Item component={Link} to="/retention" leftSection={<IconArchive {...ICON} />}>
              {t('title.retention')}
            </Menu.Item>
          </>
        )}
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCog {...ICON} />}>
          {t('title.account')}
        </Menu.Item>
        <Menu.Item component={Link} to="/api-keys" leftSection={<IconKey {...ICON} />}>
          {t('title.apiKeys')}
        </Menu.Item>
        <WebhooksItem isOpen={opened} />
        <Menu.Item leftSection={<IconKeyboard {...ICON} />} onClick={openShortcutList}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout {...ICON} />}
          disabled={signOut.isPending}
          // Stays open: whoever leaves must see when that did not work.
          closeMenuOnClick={false}
          onClick={() => signOut.mutate()}
        >
          {t('account.signOut')}
        </Menu.Item>
        {signOut.isError && <FailureNote error={signOut.error} title={t('account.signOutFailed')} />}
      </Menu.Dropdown>
    </Menu>
  );
}
