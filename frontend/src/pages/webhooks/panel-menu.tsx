import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconKey, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

interface PanelMenuProps {
  readonly isActive: boolean;
  readonly onRotate: () => void;
  readonly onSwitch: () => void;
  readonly onDelete: () => void;
}

/** What is done seldom. Fetched after the page, as what places a menu is large. */
export function PanelMenu({ isActive, onRotate, onSwitch, onDelete }: PanelMenuProps) {
  const { t } = useTranslation('webhooks');
  return (
    <Menu position="bottom-end" width={240} shadow="md" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('more')}>
          <IconDotsVertical {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKey {...ICON} />} onClick={onRotate}>
          {t('rotate.action')}
        </Menu.Item>
        <Menu.Item
          leftSection={isActive ? <IconPlayerPause {...ICON} /> : <IconPlayerPlay {...ICON} />}
          onClick={onSwitch}
        >
          {isActive ? t('switchOff') : t('switchOn')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={onDelete}>
          {t('delete.action')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
