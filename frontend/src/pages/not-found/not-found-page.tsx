import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../ui/empty-state.tsx';

export function NotFoundPage() {
  const { t } = useTranslation('shell');
  return (
    <EmptyState icon={IconMapOff} title={t('title.notFound')} text={t('notFound')}>
      <Button component={Link} to="/">
        {t('toStudio')}
      </Button>
    </EmptyState>
  );
}
