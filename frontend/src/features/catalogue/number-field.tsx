import '@mantine/core/styles/NumberInput.layer.css';
import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from './field-props.ts';
import { fits, mayBeUnset, nearestNumber } from './parameter-values.ts';

/**
 * A number, or nothing where the model chooses one by itself. What is typed stays as it is until the field is left or
 * Enter is pressed: half a number is mostly out of bounds, and must not be replaced under the hand that writes it.
 */
export function NumberField({ id, helpId, property, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('catalogue');
  const [typed, setTyped] = useState<string | number>();
  const { minimum, maximum, step, type } = property;

  const change = (chosen: string | number) => {
    setTyped(chosen);
    if (chosen === '') {
      if (mayBeUnset(property)) onChange('');
    } else if (fits(property, Number(chosen))) {
      onChange(Number(chosen));
    }
  };
  const settle = () => {
    if (typed === undefined) return;
    setTyped(undefined);
    if (typed === '' || Number.isNaN(Number(typed))) return;
    const nearest = nearestNumber(property, Number(typed));
    if (nearest !== value) onChange(nearest);
  };

  return (
    <NumberInput
      id={id}
      {...(helpId ? { 'aria-describedby': helpId } : {})}
      {...(minimum === undefined ? {} : { min: minimum })}
      {...(maximum === undefined ? {} : { max: maximum })}
      {...(step === undefined ? {} : { step })}
      clampBehavior="none"
      allowDecimal={type !== 'integer'}
      {...(mayBeUnset(property) ? { placeholder: t('automatic') } : {})}
      value={typed ?? (value === '' ? '' : Number(value))}
      disabled={disabled}
      onChange={change}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
