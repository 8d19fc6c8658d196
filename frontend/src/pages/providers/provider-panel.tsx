import type { Provider } from '@atelier/shared/contracts/provider';
import { Button, Switch } from '@mantine/core';
import { IconChevronLeft, IconExternalLink } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { formatDateTime, formatDuration, formatNumber, formatPercent } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { failureText } from './failure-text.ts';
import { InputCheck } from './input-check.tsx';
import { ProviderForm } from './provider-form.tsx';
import { ProviderBadge } from './provider-list.tsx';
import { ProviderModels } from './provider-models.tsx';
import { useTestProvider, useUpdateProvider } from './provider-queries.ts';
import classes from './providers-page.module.css';

/** One provider: is it well, is its key good, what is decided about it, and its models. */
export function ProviderPanel({ provider }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const update = useUpdateProvider(provider.slug);
  return (
    <div className={classes.detail}>
      <Link to="/providers" className={classes.back ?? ''}>
        <IconChevronLeft size={16} stroke={2} aria-hidden />
        {t('all')}
      </Link>
      <section className={classes.sheet} aria-labelledby="provider-title">
        <div className={classes.head}>
          <h2 id="provider-title">{provider.label[currentLocale()]}</h2>
          <ProviderBadge provider={provider} />
          {provider.emulated && <EmulatedMark />}
          {provider.website && (
            <a href={provider.website} target="_blank" rel="noopener noreferrer" className={classes.website}>
              {t('website')}
              <IconExternalLink size={14} stroke={1.75} aria-hidden />
            </a>
          )}
          <div className={classes.active}>
            <span aria-hidden="true">{t('field.active')}</span>
            <Switch
              aria-label={t('field.active')}
              checked={provider.isActive}
              disabled={update.isPending}
              withThumbIndicator={false}
              onChange={(event) => update.mutate({ isActive: event.currentTarget.checked })}
            />
          </div>
        </div>
        {update.isError && <FailureNote error={update.error} />}
        <Figures provider={provider} />
        <Troubles provider={provider} />
        <KeyCheck provider={provider} />
        <InputCheck inputs={provider.keyTest?.inputs ?? null} />
      </section>
      <ProviderForm provider={provider} />
      <ProviderModels slug={provider.slug} />
    </div>
  );
}

function Figures({ provider: { figures, usageCount } }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const seconds = (value: number | null): string => (value === null ? '–' : formatDuration(value));
  const tiles = [
    ['success', figures.successRate === null ? '–' : formatPercent(figures.successRate)],
    ['median', seconds(figures.medianSeconds)],
    ['p95', seconds(figures.p95Seconds)],
    ['ended', formatNumber(figures.ended)],
    ['usage', formatNumber(usageCount)],
  ] as const;
  return (
    <dl className={classes.figures}>
      {tiles.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`figure.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why no orders are sent just now, and the last thing that went wrong. */
function Troubles({ provider: { circuit, figures } }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const { lastError } = figures;
  return (
    <>
      {circuit.state !== 'closed' && (
        <div className={classes.trouble} data-bad={circuit.state === 'open' || undefined} role="status">
          <strong className={classes.troubleTitle}>
            {t(circuit.state === 'open' ? 'circuit.open' : 'circuit.halfOpen')}
          </strong>
          {circuit.reason && <span>{failureText(circuit.reason)}</span>}
          {circuit.retryAt && <span>{t('circuit.retryAt', { time: formatDateTime(circuit.retryAt) })}</span>}
        </div>
      )}
      {lastError && (
        <div className={classes.trouble}>
          <strong>{t('lastError', { time: formatDateTime(lastError.at) })}</strong>
          <span>{failureText(lastError.code)}</span>
          {lastError.detail && <code>{lastError.detail}</code>}
        </div>
      )}
    </>
  );
}

function KeyCheck({ provider }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const test = useTestProvider(provider.slug);
  const { keyTest, key, canTest } = provider;
  return (
    <div className={classes.keyLine}>
      <div className={classes.keyText}>
        <strong>{key.hint === null ? t(`key.${key.source}`) : t('key.ends', { hint: key.hint })}</strong>
        <span data-tone={keyTest ? (keyTest.isGood ? 'good' : 'bad') : undefined} role="status">
          {keyTest ? testText(keyTest, t) : t(canTest ? 'test.never' : 'test.impossible')}
        </span>
      </div>
      {canTest && key.source !== 'none' && (
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t('test.action')}
        </Button>
      )}
      {test.isError && <FailureNote error={test.error} />}
    </div>
  );
}

function testText(
  { isGood, latencyMs, credit, detail, at }: NonNullable<Provider['keyTest']>,
  t: TFunction<'providers'>,
): string {
  return [
    t(isGood ? 'test.good' : 'test.bad'),
    t('test.latency', { ms: formatNumber(latencyMs) }),
    ...(credit === null ? [] : [t('test.credit', { credit })]),
    ...(isGood || detail === null ? [] : [detail]),
    formatDateTime(at),
  ].join(' · ');
}
