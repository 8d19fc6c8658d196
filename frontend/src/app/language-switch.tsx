import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, useLocaleChange } from './use-locale-change.ts';

export function LanguageSwitch() {
  const { t } = useTranslation('shell');
  const { other, isLoading, change } = useLocaleChange();
  return (
    <Button
      variant="subtle"
      color="gray"
      px="xs"
      lang={other}
      loading={isLoading}
      aria-label={`${t('language')}: ${LANGUAGE_NAMES[other]}`}
      onClick={() => void change()}
    >
      {LANGUAGE_NAMES[other]}
    </Button>
  );
}
