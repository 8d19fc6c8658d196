import '@mantine/core/styles/Combobox.layer.css';
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from '../../features/catalogue/field-props.ts';
import { api } from '../../lib/api-client.ts';
import { currentLocale } from '../../lib/locale.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import classes from './workbench.module.css';

interface VendorOptionsFieldProps {
  readonly field: FieldProps;
  /** Slug. */
  readonly model: string;
  readonly name: string;
}

/** The server keeps the list as long. */
const FRESH_FOR_MS = 10 * 60_000;

/** A choice from a list the vendor keeps, with a search; plain text when the vendor cannot be asked. */
export function VendorOptionsField({ field, model, name }: VendorOptionsFieldProps) {
  const { t } = useTranslation('generate');
  const { id, helpId, value, disabled, onChange, property } = field;
  const options = useQuery({
    queryKey: queryKeys.vendorOptions(model, name),
    queryFn: ({ signal }) =>
      api.get('/api/models/{slug}/options/{parameter}', {
        path: { slug: model, parameter: name },
        signal,
      }),
    staleTime: FRESH_FOR_MS,
    retry: false,
  });
  if (options.isPending) return <span className={classes.fieldBox} />;
  if (!options.data) {
    return (
      <>
        <TextInput
          id={id}
          aria-describedby={`${id}-vendor`}
          value={String(value)}
          {...(property.maxLength === undefined ? {} : { maxLength: property.maxLength })}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <span id={`${id}-vendor`} className={classes.note}>
          {t('options.unavailable')}
        </span>
      </>
    );
  }
  const current = String(value);
  const isListed = current === '' || options.data.some((option) => option.value === current);
  return (
    <Select
      id={id}
      {...(helpId ? { 'aria-describedby': helpId } : {})}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('options.none')}
      data={isListed ? options.data : [{ value: current, label: current }, ...options.data]}
      value={current === '' ? null : current}
      placeholder={property.placeholder?.[currentLocale()]}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
