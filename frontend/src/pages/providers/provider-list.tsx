import type { Provider } from '@atelier/shared/contracts/provider';
import {
  IconCircleCheck,
  IconCircleMinus,
  IconHeartbeat,
  IconKeyOff,
  IconPlugConnectedX,
  IconSettingsExclamation,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { formatDuration, formatPercent } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { ToneBadge } from '../../ui/job-row.tsx';
import { type ProviderState, providerState, TONES } from './provider-state.ts';
import classes from './providers-page.module.css';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;
const ICONS = {
  off: <IconCircleMinus {...ICON} />,
  noKey: <IconKeyOff {...ICON} />,
  open: <IconPlugConnectedX {...ICON} />,
  halfOpen: <IconHeartbeat {...ICON} />,
  notSetUp: <IconSettingsExclamation {...ICON} />,
  noModels: <IconCircleMinus {...ICON} />,
  ready: <IconCircleCheck {...ICON} />,
} as const satisfies Record<ProviderState, unknown>;

export function ProviderBadge({ provider }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const state = providerState(provider);
  return (
    <ToneBadge tone={TONES[state]} icon={ICONS[state]}>
      {t(`state.${state}`)}
    </ToneBadge>
  );
}

interface ProviderListProps {
  readonly providers: readonly Provider[];
  readonly shownSlug: string;
}

export function ProviderList({ providers, shownSlug }: ProviderListProps) {
  const { t } = useTranslation('providers');
  const locale = currentLocale();
  return (
    <nav className={classes.list} aria-label={t('title')}>
      {providers.map((provider) => (
        <Link
          key={provider.slug}
          to={`?provider=${encodeURIComponent(provider.slug)}`}
          className={classes.card ?? ''}
          aria-current={provider.slug === shownSlug ? 'true' : undefined}
        >
          <span className={classes.cardHead}>
            <strong>{provider.label[locale]}</strong>
            {provider.emulated && <EmulatedMark />}
            <ProviderBadge provider={provider} />
          </span>
          <span className={classes.cardFacts}>{factsOf(provider, t)}</span>
        </Link>
      ))}
    </nav>
  );
}

function factsOf(
  { figures, modelCount }: Provider,
  t: (key: string, values: Readonly<Record<string, string | number>>) => string,
): string {
  const { successRate, medianSeconds, p95Seconds } = figures;
  return [
    t('facts.models', { count: modelCount }),
    ...(successRate === null ? [] : [t('facts.success', { rate: formatPercent(successRate) })]),
    ...(medianSeconds === null || p95Seconds === null
      ? []
      : [t('facts.times', { median: formatDuration(medianSeconds), p95: formatDuration(p95Seconds) })]),
  ].join(' · ');
}
