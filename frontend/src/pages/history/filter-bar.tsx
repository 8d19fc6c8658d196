import type { CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import { TASK_STATES, type TaskState } from '@atelier/shared/task-states';
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../../lib/locale.ts';
import type { HistoryFilter } from './history-filter.ts';
import classes from './history-page.module.css';

interface FilterBarProps {
  readonly filter: HistoryFilter;
  readonly taskTypes: readonly CatalogueTaskType[];
  readonly onFilter: (filter: HistoryFilter) => void;
}

const STATE_CHOICES: readonly (TaskState | undefined)[] = [undefined, ...TASK_STATES];

export function FilterBar({ filter, taskTypes, onFilter }: FilterBarProps) {
  const { t } = useTranslation('history');
  const locale = currentLocale();
  return (
    <div className={classes.filters}>
      <fieldset className={classes.states}>
        <legend className={classes.hidden}>{t('filter.state')}</legend>
        {STATE_CHOICES.map((state) => (
          <label key={state ?? 'all'} className={classes.stateChoice}>
            <input
              type="radio"
              name="state"
              className={classes.hidden}
              checked={filter.status === state}
              onChange={() => onFilter({ ...filter, status: state })}
            />
            <span>{state ? t(`common:state.${state}`) : t('filter.allStates')}</span>
          </label>
        ))}
      </fieldset>
      <NativeSelect
        className={classes.recipes}
        aria-label={t('filter.recipe')}
        value={filter.type ?? ''}
        onChange={(event) => onFilter({ ...filter, type: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.allRecipes') },
          ...taskTypes.map((taskType) => ({ value: taskType.slug, label: taskType.label[locale] })),
        ]}
      />
    </div>
  );
}
