import { TASK_STATES } from '@atelier/shared/task-states';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useModels } from '../../features/catalogue/catalogue-queries.ts';
import { currentLocale } from '../../lib/locale.ts';
import classes from './operations-page.module.css';
import { useLanes } from './operations-queries.ts';
import { isFiltered, NO_FILTER, type TaskFilter } from './task-filter.ts';
import { useProviderNames } from './use-provider-names.ts';

interface TaskFilterFormProps {
  readonly filter: TaskFilter;
  readonly onFilter: (filter: TaskFilter) => void;
}

/** What is typed counts when it is sent off, so that nothing is asked for at each letter; choices count at once. */
export function TaskFilterForm({ filter, onFilter }: TaskFilterFormProps) {
  const { t } = useTranslation('operations');
  const [values, setValues] = useState(filter);
  const lanes = useLanes();
  const models = useModels();
  const locale = currentLocale();

  const change = (part: Partial<TaskFilter>) => setValues((known) => ({ ...known, ...part }));
  const choose = (part: Partial<TaskFilter>) => {
    change(part);
    onFilter({ ...values, ...part });
  };
  const textOf = (name: 'find' | 'errorCode' | 'from' | 'to') => ({
    label: t(`filter.${name}`),
    autoComplete: 'off',
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const nameOf = useProviderNames();
  const providers = lanes.data?.map(({ lane }) => ({ value: lane, label: nameOf(lane) })) ?? [];
  const choices =
    models.data
      ?.filter(({ provider }) => values.provider === '' || provider === values.provider)
      .map(({ slug, label }) => ({ value: slug, label: label[locale] })) ?? [];

  return (
    <search>
      <form
        className={classes.filters}
        onSubmit={(event) => {
          event.preventDefault();
          onFilter(values);
        }}
      >
        <TextInput {...textOf('find')} className={classes.wideField ?? ''} maxLength={254} />
        <NativeSelect
          label={t('filter.status')}
          value={values.status}
          onChange={(event) =>
            choose({ status: TASK_STATES.find((state) => state === event.currentTarget.value) ?? '' })
          }
          data={[
            { value: '', label: t('filter.all') },
            ...TASK_STATES.map((state) => ({ value: state, label: t(`common:state.${state}`) })),
          ]}
        />
        <NativeSelect
          label={t('filter.provider')}
          value={values.provider}
          onChange={(event) => choose({ provider: event.currentTarget.value, model: '' })}
          data={[{ value: '', label: t('filter.all') }, ...withChosen(providers, values.provider)]}
        />
        <NativeSelect
          label={t('filter.model')}
          value={values.model}
          onChange={(event) => choose({ model: event.currentTarget.value })}
          data={[{ value: '', label: t('filter.all') }, ...withChosen(choices, values.model)]}
        />
        <TextInput {...textOf('errorCode')} maxLength={64} />
        <TextInput {...textOf('from')} type="date" />
        <TextInput {...textOf('to')} type="date" />
        <NativeSelect
          label={t('filter.deleted.label')}
          value={values.deleted ? 'with' : 'without'}
          onChange={(event) => choose({ deleted: event.currentTarget.value === 'with' })}
          data={(['without', 'with'] as const).map((each) => ({
            value: each,
            label: t(`filter.deleted.${each}`),
          }))}
        />
        <div className={classes.filterActions}>
          {isFiltered(filter) && (
            <Button variant="subtle" onClick={() => onFilter(NO_FILTER)}>
              {t('filter.clear')}
            </Button>
          )}
          <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
            {t('filter.submit')}
          </Button>
        </div>
      </form>
    </search>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A model that is no longer offered can still be looked for. */
function withChosen(choices: readonly Choice[], chosen: string): readonly Choice[] {
  if (chosen === '' || choices.some(({ value }) => value === chosen)) return choices;
  return [...choices, { value: chosen, label: chosen }];
}
