import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { NativeSelect, TextInput } from '@mantine/core';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './gallery.module.css';
import {
  filterModels,
  type GalleryFilter,
  OUTPUT_TYPES,
  readGalleryFilter,
  valuesOf,
  writeGalleryFilter,
} from './gallery-filter.ts';
import { ModelCard } from './model-card.tsx';
import { useModelWords } from './model-words.ts';
import { useSearchText } from './use-search-text.ts';

/** Pictures before videos before speech; within a kind the catalogue's order stays. */
const kindRank = ({ outputType }: CatalogueModel): number => OUTPUT_TYPES.indexOf(outputType);

/** Every model there is: those that can be used first, those that cannot with the reason, retired ones at the end. */
export function ModelGallery({ models }: { readonly models: readonly CatalogueModel[] }) {
  const { t } = useTranslation('generate');
  const [search, setSearch] = useSearchParams();
  const filter = readGalleryFilter(search);
  const setFilter = (change: Partial<GalleryFilter>) =>
    setSearch(writeGalleryFilter({ ...filter, ...change }), { replace: true });
  const { question, field } = useSearchText(filter.search, (text) => setFilter({ search: text }));
  const shown = filterModels(models, { ...filter, search: question });
  const current = shown
    .filter(({ life }) => life.state !== 'retired')
    .toSorted(
      (one, other) => Number(other.available) - Number(one.available) || kindRank(one) - kindRank(other),
    );
  const retired = shown.filter(({ life }) => life.state === 'retired');

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      <FilterBar models={models} filter={filter} searchField={field} onFilter={setFilter} />
      <p className={classes.count} role="status">
        {t('count', { count: current.length })}
      </p>
      {current.length === 0 && retired.length === 0 && (
        <EmptyState icon={IconFilterOff} title={t('nothing.title')} text={t('nothing.text')} />
      )}
      <ModelList models={current} all={models} label={t('models')} />
      {retired.length > 0 && (
        <details className={classes.retired}>
          <summary>{t('retired', { count: retired.length })}</summary>
          <ModelList models={retired} all={models} label={t('retired', { count: retired.length })} />
        </details>
      )}
    </div>
  );
}

interface ModelListProps {
  readonly models: readonly CatalogueModel[];
  readonly all: readonly CatalogueModel[];
  readonly label: string;
}

function ModelList({ models, all, label }: ModelListProps) {
  if (models.length === 0) return null;
  return (
    <ul className={classes.grid} aria-label={label}>
      {models.map((model) => (
        <ModelCard
          key={model.slug}
          model={model}
          successor={all.find(({ slug }) => slug === model.life.successor)}
        />
      ))}
    </ul>
  );
}

interface FilterBarProps {
  readonly models: readonly CatalogueModel[];
  readonly filter: GalleryFilter;
  readonly searchField: ReturnType<typeof useSearchText>['field'];
  readonly onFilter: (change: Partial<GalleryFilter>) => void;
}

function FilterBar({ models, filter, searchField, onFilter }: FilterBarProps) {
  const { t } = useTranslation('generate');
  const words = useModelWords();
  const tags = valuesOf(models, ({ functionTags }) => functionTags);
  const providers = new Map(models.map((model) => [model.provider, words.provider(model)]));
  return (
    <div className={classes.filters}>
      <fieldset className={classes.outputs}>
        <legend className={classes.hidden}>{t('filter.output')}</legend>
        {[undefined, ...OUTPUT_TYPES].map((type) => (
          <label key={type ?? 'all'} className={classes.choice}>
            <input
              type="radio"
              name="output"
              className={classes.hidden}
              checked={filter.output === type}
              onChange={() => onFilter({ output: type })}
            />
            <span>{t(`output.${type ?? 'all'}`)}</span>
          </label>
        ))}
      </fieldset>
      <TextInput
        className={classes.search ?? ''}
        type="search"
        aria-label={t('filter.search')}
        placeholder={t('filter.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        {...searchField}
      />
      <NativeSelect
        aria-label={t('filter.does')}
        value={filter.does ?? ''}
        data={[
          { value: '', label: t('filter.anyDoes') },
          ...tags.map((tag) => ({ value: tag, label: words.does(tag) })),
        ]}
        onChange={(event) => onFilter({ does: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label={t('filter.provider')}
        value={filter.provider ?? ''}
        data={[
          { value: '', label: t('filter.anyProvider') },
          ...[...providers].map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => onFilter({ provider: event.currentTarget.value || undefined })}
      />
    </div>
  );
}
