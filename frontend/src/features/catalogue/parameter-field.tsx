import type { FieldHints, ParameterProperty } from '@atelier/shared/parameter-form';
import { NativeSelect, SegmentedControl, Slider, Switch, Textarea, TextInput } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { ColorField } from '../../ui/color-field.tsx';
import type { FieldProps } from './field-props.ts';
import classes from './parameter-form.module.css';
import type { ParameterValue } from './parameter-values.ts';

const LazyNumberField = lazy(async () => ({
  default: (await import('./number-field.tsx')).NumberField,
}));

const LazyFramesField = lazy(async () => ({
  default: (await import('./frames-field.tsx')).FramesField,
}));

const described = (helpId: string | undefined) => (helpId ? { 'aria-describedby': helpId } : {});

const optionsOf = (property: ParameterProperty) =>
  (property.enum ?? []).map((option) => ({
    value: String(option),
    label: property.options?.[String(option)]?.[currentLocale()] ?? String(option),
  }));

/** Controls speak strings; numbers in the enum must stay numbers. */
const fromOption = (property: ParameterProperty, chosen: string): ParameterValue =>
  property.enum?.find((option) => String(option) === chosen) ?? chosen;

function SegmentedField({ labelId, helpId, property, value, disabled, onChange }: FieldProps) {
  return (
    <SegmentedControl
      fullWidth
      aria-labelledby={labelId}
      {...described(helpId)}
      classNames={{ label: classes.segment ?? '' }}
      data={optionsOf(property)}
      value={String(value)}
      disabled={disabled}
      onChange={(chosen) => onChange(fromOption(property, chosen))}
    />
  );
}

function SelectField({ id, helpId, property, value, disabled, onChange }: FieldProps) {
  return (
    <NativeSelect
      id={id}
      {...described(helpId)}
      data={optionsOf(property)}
      value={String(value)}
      disabled={disabled}
      onChange={(event) => onChange(fromOption(property, event.currentTarget.value))}
    />
  );
}

function SliderField({ labelId, property, value, disabled, onChange }: FieldProps) {
  const { minimum = 0, maximum = 100, step, unit, type, label } = property;
  const current = Number(value);
  return (
    <div className={classes.slider}>
      <Slider
        thumbLabel={label[currentLocale()]}
        aria-labelledby={labelId}
        label={null}
        min={minimum}
        max={maximum}
        step={step ?? (type === 'integer' ? 1 : (maximum - minimum) / 100)}
        value={current}
        disabled={disabled}
        onChange={onChange}
      />
      <output className={classes.figure}>
        {formatNumber(current)}
        {unit ?? ''}
      </output>
    </div>
  );
}

function SwitchField({ id, helpId, value, disabled, onChange }: FieldProps) {
  return (
    <Switch
      id={id}
      {...described(helpId)}
      checked={value === true}
      disabled={disabled}
      withThumbIndicator={false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

function ColorPickField({ id, helpId, value, disabled, onChange }: FieldProps) {
  return (
    <ColorField id={id} describedBy={helpId} value={String(value)} disabled={disabled} onChange={onChange} />
  );
}

function TextField({ id, helpId, property, value, disabled, onChange }: FieldProps) {
  return (
    <TextInput
      id={id}
      {...described(helpId)}
      value={String(value)}
      {...(property.maxLength === undefined ? {} : { maxLength: property.maxLength })}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function LongTextField({ id, helpId, property, value, disabled, onChange }: FieldProps) {
  return (
    <Textarea
      id={id}
      {...described(helpId)}
      autosize
      minRows={3}
      maxRows={12}
      placeholder={property.placeholder?.[currentLocale()]}
      value={String(value)}
      {...(property.maxLength === undefined ? {} : { maxLength: property.maxLength })}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Only one model has poses. */
function FramesField(props: FieldProps) {
  return (
    <Suspense fallback={<span className={classes.fieldBox} />}>
      <LazyFramesField {...props} />
    </Suspense>
  );
}

/** Numbers are typed with few models, and their input is large: it comes when one does. */
function NumberField(props: FieldProps) {
  return (
    <Suspense fallback={<span className={classes.fieldBox} />}>
      <LazyNumberField {...props} />
    </Suspense>
  );
}

/** One control per hint; a hint without a control does not compile. */
export const fieldControls: Readonly<Record<FieldHints['control'], ComponentType<FieldProps>>> = {
  segmented: SegmentedField,
  select: SelectField,
  slider: SliderField,
  switch: SwitchField,
  color: ColorPickField,
  text: TextField,
  textarea: LongTextField,
  number: NumberField,
  frames: FramesField,
  asset: TextField,
  task: TextField,
};
