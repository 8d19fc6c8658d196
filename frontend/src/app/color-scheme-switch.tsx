import { ActionIcon } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useColorSchemeChange } from './use-color-scheme-change.ts';

export function ColorSchemeSwitch() {
  const { t } = useTranslation('shell');
  const { isDark, change } = useColorSchemeChange();
  const label = isDark ? t('scheme.toLight') : t('scheme.toDark');
  const Icon = isDark ? IconSun : IconMoon;
  return (
    <ActionIcon aria-label={label} title={label} onClick={change}>
      <Icon size={20} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
