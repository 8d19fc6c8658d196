import type { ParameterProperty, ParameterSchema } from '@atelier/shared/parameter-form';
import { useId } from 'react';
import { currentLocale } from '../../lib/locale.ts';
import { type FieldProps, fieldControls } from './parameter-field.tsx';
import classes from './parameter-form.module.css';
import type { ParameterValue, ParameterValues } from './parameter-values.ts';

interface ParameterFormProps {
  readonly schema: ParameterSchema;
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
  readonly disabled?: boolean;
}

interface RowProps {
  readonly property: ParameterProperty;
  readonly value: ParameterValue;
  readonly disabled: boolean;
  readonly onChange: (value: ParameterValue) => void;
}

function Row({ property, value, disabled, onChange }: RowProps) {
  const id = useId();
  const locale = currentLocale();
  const Control = fieldControls[property.control];
  const helpId = property.help ? `${id}-help` : undefined;
  const common: FieldProps = { id, labelId: `${id}-label`, helpId, property, value, disabled, onChange };
  return (
    <div className={classes.row} data-control={property.control}>
      <label id={`${id}-label`} htmlFor={id} className={classes.label}>
        {property.label[locale]}
      </label>
      <Control {...common} />
      {property.help && (
        <span id={helpId} className={classes.help}>
          {property.help[locale]}
        </span>
      )}
    </div>
  );
}

/** Draws a model's parameters from its JSON Schema and hints; a new model needs no change here. */
export function ParameterForm({ schema, values, onChange, disabled = false }: ParameterFormProps) {
  return (
    <div className={classes.form}>
      {Object.entries(schema.properties).map(([name, property]) => {
        const value = values[name];
        if (value === undefined) return null;
        return (
          <Row
            key={name}
            property={property}
            value={value}
            disabled={disabled}
            onChange={(changed) => onChange({ ...values, [name]: changed })}
          />
        );
      })}
    </div>
  );
}
