import type { ProviderModel } from '@atelier/shared/contracts/provider';
import { NumberInput, type NumberInputProps, Skeleton, Switch } from '@mantine/core';
import { IconArrowsSort, IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useProviderModels, useUpdateModel } from './provider-queries.ts';
import classes from './providers-page.module.css';

const KIND_ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic } as const;

/** A provider's models, each with its switch, its price and its place. */
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
    ...whyNot(model, t),
  ];
  return (
    <li className={classes.model} data-off={!isOn || undefined}>
      <Icon className={classes.modelIcon} size={20} stroke={1.5} aria-hidden />
      <span className={classes.modelText}>
        <strong className={classes.modelName}>{name}</strong>
        <span>{facts.join(' · ')}</span>
      </span>
      <WholeNumberField
        key={`percent ${model.pricePercent}`}
        className={classes.percent ?? ''}
        aria-label={t('models.percent', { name })}
        suffix=" %"
        range={PERCENT_RANGE}
        saved={model.pricePercent}
        onSave={(pricePercent) => update.mutate({ pricePercent })}
      />
      <WholeNumberField
        key={`place ${model.sortOrder}`}
        className={classes.place ?? ''}
        aria-label={t('models.place', { name })}
        leftSection={<IconArrowsSort size={14} stroke={1.75} aria-hidden />}
        range={PLACE_RANGE}
        saved={model.sortOrder}
        onSave={(sortOrder) => update.mutate({ sortOrder })}
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

/** Why a model takes no orders, where its switch and its life do not say it. */
function whyNot(
  { unavailableReason, missingSetting }: ProviderModel,
  t: TFunction<'providers'>,
): readonly string[] {
  if (unavailableReason === null || unavailableReason === 'switched_off' || unavailableReason === 'retired') {
    return [];
  }
  return [t(`models.why.${unavailableReason}`, { setting: missingSetting })];
}

/** As the contract of `PATCH /api/admin/models/{slug}` has them. */
const PERCENT_RANGE = { min: 1, max: 10_000 } as const;
const PLACE_RANGE = { min: -1000, max: 1000 } as const;

interface WholeNumberFieldProps
  extends Pick<NumberInputProps, 'className' | 'aria-label' | 'suffix' | 'leftSection'> {
  readonly range: { readonly min: number; readonly max: number };
  readonly saved: number;
  readonly onSave: (value: number) => void;
}

/** Saved with Enter or on leaving the field; what is out of range goes back to what was. */
function WholeNumberField({ range, saved, onSave, ...input }: WholeNumberFieldProps) {
  const [typed, setTyped] = useState<string | number>(saved);
  const save = () => {
    const wanted = Number(typed);
    if (typed !== '' && Number.isInteger(wanted) && wanted >= range.min && wanted <= range.max) {
      if (wanted !== saved) onSave(wanted);
    } else setTyped(saved);
  };
  return (
    <NumberInput
      {...input}
      {...range}
      hideControls
      allowDecimal={false}
      allowNegative={range.min < 0}
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
