import type { ParameterProperty, ParameterSchema } from '@atelier/shared/parameter-form';
import { type ReactNode, useId } from 'react';
import { currentLocale } from '../../lib/locale.ts';
import type { FieldProps } from './field-props.ts';
import { fieldControls } from './parameter-field.tsx';
import classes from './parameter-form.module.css';
import { mayBeUnset, type ParameterValue, type ParameterValues } from './parameter-values.ts';

interface ParameterFormProps {
  readonly schema: ParameterSchema;
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
  readonly disabled?: boolean;
  /** Only these parameters, in this order; without it all of them. */
  readonly names?: readonly string[];
  /** A control of the page's own for a parameter; undefined leaves it to its hint. */
  readonly ownControl?: (name: string, field: FieldProps) => ReactNode;
}

interface RowProps {
  readonly name: string;
  readonly property: ParameterProperty;
  readonly value: ParameterValue;
  readonly disabled: boolean;
  readonly onChange: (value: ParameterValue) => void;
  readonly ownControl: ParameterFormProps['ownControl'];
}

function Row({ name, property, value, disabled, onChange, ownControl }: RowProps) {
  const id = useId();
  const locale = currentLocale();
  const Control = fieldControls[property.control];
  const helpId = property.help ? `${id}-help` : undefined;
  const common: FieldProps = { id, labelId: `${id}-label`, helpId, property, value, disabled, onChange };
  return (
    <div className={classes.row} data-control={property.control} data-parameter={name}>
      <label id={`${id}-label`} htmlFor={id} className={classes.label}>
        {property.label[locale]}
      </label>
      {ownControl?.(name, common) ?? <Control {...common} />}
      {property.help && (
        <span id={helpId} className={classes.help}>
          {property.help[locale]}
        </span>
      )}
    </div>
  );
}

/** Draws a model's parameters from its JSON Schema and hints; a new model needs no change here. */
export function ParameterForm(props: ParameterFormProps) {
  const { schema, values, onChange, disabled = false, names, ownControl } = props;
  return (
    <div className={classes.form}>
      {(names ?? Object.keys(schema.properties)).map((name) => {
        const property = schema.properties[name];
        const value = values[name] ?? (property && mayBeUnset(property) ? '' : undefined);
        if (!property || value === undefined) return null;
        return (
          <Row
            key={name}
            name={name}
            property={property}
            value={value}
            disabled={disabled}
            onChange={(changed) => onChange({ ...values, [name]: changed })}
            ownControl={ownControl}
          />
        );
      })}
    </div>
  );
}
