import type { Provider } from '@atelier/shared/contracts/provider';
import { Skeleton } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ProviderList } from './provider-list.tsx';
import { ProviderPanel } from './provider-panel.tsx';
import { useProviders } from './provider-queries.ts';
import classes from './providers-page.module.css';

/** For operators: the vendors behind the models, how they do, and what is decided about them. */
export function ProvidersPage() {
  const { t } = useTranslation('providers');
  const providers = useProviders();
  return (
    <div className={classes.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={classes.intro}>{t('intro')}</p>
      </header>
      {providers.isPending && (
        <div className={classes.columns} role="status" aria-label={t('common:loading')}>
          <Skeleton height={320} radius={12} />
          <Skeleton height={560} radius={12} />
        </div>
      )}
      {providers.isError && !providers.data && (
        <FailureNote error={providers.error} onRetry={() => void providers.refetch()} />
      )}
      {providers.data && <Columns providers={providers.data} />}
    </div>
  );
}

/** List and panel side by side; on phones one or the other, as the address says. */
function Columns({ providers }: { readonly providers: readonly Provider[] }) {
  const { t } = useTranslation('providers');
  const [parameters] = useSearchParams();
  const chosen = providers.find(({ slug }) => slug === parameters.get('provider'));
  const shown = chosen ?? providers[0];
  if (!shown) return <EmptyState icon={IconPlugConnectedX} title={t('none')} />;
  return (
    <div className={classes.columns} data-chosen={chosen !== undefined || undefined}>
      <ProviderList providers={providers} shownSlug={shown.slug} />
      <ProviderPanel key={shown.slug} provider={shown} />
    </div>
  );
}
