import type { ParameterProperty } from '@atelier/shared/parameter-form';
import type { ParameterValue } from './parameter-values.ts';

/** What every control of the form gets. */
export interface FieldProps {
  readonly id: string;
  readonly labelId: string;
  readonly helpId: string | undefined;
  readonly property: ParameterProperty;
  readonly value: ParameterValue;
  readonly disabled: boolean;
  readonly onChange: (value: ParameterValue) => void;
}
