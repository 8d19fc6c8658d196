import type { ProviderModel } from '@atelier/shared/contracts/provider';
import { NumberInput, Skeleton, Switch } from '@mantine/core';
import { IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useProviderModels, useUpdateModel } from './provider-queries.ts';
import classes from './providers-page.module.css';

const KIND_ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic } as const;

/** A provider's models, each with its switch and its price. */
export function ProviderModels({ slug }: { readonly slug: string }) {
  const { t } = useTranslation('providers');
  const models = useProviderModels();
  const own = models.data?.filter(({ provider }) => provider === slug) ?? [];
  return (
    <section className={classes.sheet} aria-labelledby="models-title">
      <h2 id="models-title">{t('models.title', { count: own.length })}</h2>
      {models.isPending && <Skeleton height={240} />}
      {models.isError && <FailureNote error={models.error} onRetry={() => void models.refetch()} />}
      <ul className={classes.models}>
        {own.map((model) => (
          <ModelRow key={model.slug} model={model} />
        ))}
      </ul>
    </section>
  );
}

function ModelRow({ model }: { readonly model: ProviderModel }) {
  const { t } = useTranslation('providers');
  const update = useUpdateModel(model.slug);
  const name = model.label[currentLocale()];
  const Icon = KIND_ICONS[model.outputType];
  const isOn = model.isActive ?? model.life === 'active';
  const facts = [
    t('models.from', { count: model.priceFrom }),
    t('models.used', { count: model.usageCount, number: formatNumber(model.usageCount) }),
    ...(model.life === 'active' ? [] : [t(`models.life.${model.life}`)]),
    ...(isOn && !model.available ? [t('models.unavailable')] : []),
  ];
  return (
    <li className={classes.model} data-off={!isOn || undefined}>
      <Icon className={classes.modelIcon} size={20} stroke={1.5} aria-hidden />
      <span className={classes.modelText}>
        <strong className={classes.modelName}>{name}</strong>
        <span>{facts.join(' · ')}</span>
      </span>
      <PricePercent
        key={model.pricePercent}
        name={name}
        percent={model.pricePercent}
        onPercent={(pricePercent) => update.mutate({ pricePercent })}
      />
      <Switch
        aria-label={t('models.switch', { name })}
        checked={isOn}
        disabled={update.isPending || model.life === 'retired'}
        withThumbIndicator={false}
        onChange={(event) => update.mutate({ isActive: event.currentTarget.checked })}
      />
      {update.isError && (
        <div className={classes.modelFailure}>
          <FailureNote error={update.error} />
        </div>
      )}
    </li>
  );
}

interface PricePercentProps {
  readonly name: string;
  readonly percent: number;
  readonly onPercent: (percent: number) => void;
}

/** Saved with Enter or on leaving the field; what is no price goes back to what was. */
function PricePercent({ name, percent, onPercent }: PricePercentProps) {
  const { t } = useTranslation('providers');
  const [typed, setTyped] = useState<string | number>(percent);
  const save = () => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= 10_000) {
      if (wanted !== percent) onPercent(wanted);
    } else setTyped(percent);
  };
  return (
    <NumberInput
      className={classes.percent ?? ''}
      aria-label={t('models.percent', { name })}
      suffix=" %"
      hideControls
      allowDecimal={false}
      allowNegative={false}
      min={1}
      max={10_000}
      clampBehavior="none"
      value={typed}
      onChange={setTyped}
      onBlur={save}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter') save();
      }}
    />
  );
}
