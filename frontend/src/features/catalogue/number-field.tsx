import '@mantine/core/styles/NumberInput.layer.css';
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from './field-props.ts';
import { mayBeUnset } from './parameter-values.ts';

/** A number, or nothing where the model chooses one by itself. */
export function NumberField({ id, helpId, property, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('catalogue');
  const { minimum, maximum, step, type } = property;
  return (
    <NumberInput
      id={id}
      {...(helpId ? { 'aria-describedby': helpId } : {})}
      {...(minimum === undefined ? {} : { min: minimum })}
      {...(maximum === undefined ? {} : { max: maximum })}
      {...(step === undefined ? {} : { step })}
      allowDecimal={type !== 'integer'}
      {...(mayBeUnset(property) ? { placeholder: t('automatic') } : {})}
      value={value === '' ? '' : Number(value)}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen === '' ? '' : Number(chosen))}
    />
  );
}
