import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

export function useColorSchemeChange() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  return { isDark, change: () => setColorScheme(isDark ? 'light' : 'dark') };
}
