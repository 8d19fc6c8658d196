import {
  MAX_API_KEY_CREDITS,
  MAX_API_KEY_NAME_CHARACTERS,
  MAX_API_KEY_REQUESTS_PER_MINUTE,
} from '@atelier/shared/limits';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '../../lib/format.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './key-form.module.css';
import {
  EXPIRY_CHOICES,
  type ExpiryChoice,
  faultsIn,
  fieldErrorsOf,
  type KeyFaults,
  type KeyFormValues,
} from './key-form-values.ts';
import { ScopeChoice } from './scope-choice.tsx';

interface KeyFormProps {
  readonly initial: KeyFormValues;
  /** When an existing key expires; undefined for a new one. */
  readonly expiresAt?: string | null;
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (values: KeyFormValues) => void;
  readonly onCancel: () => void;
}

const MAXIMA = {
  creditsPerMonth: MAX_API_KEY_CREDITS,
  requestsPerMinute: MAX_API_KEY_REQUESTS_PER_MINUTE,
} as const;

/** Name, rights, expiry and limits of a key; a key that exists keeps its rights. */
export function KeyForm({ initial, expiresAt, error, onSubmit, ...props }: KeyFormProps) {
  const { t } = useTranslation('api-keys');
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<KeyFaults>({});
  const isNew = expiresAt === undefined;
  const fieldErrors = fieldErrorsOf(error);
  const change = (part: Partial<KeyFormValues>) => setValues((known) => ({ ...known, ...part }));
  const submit = (form: HTMLFormElement) => {
    const found = faultsIn(values);
    setFaults(found);
    if (Object.keys(found).length === 0) return onSubmit(values);
    // Faults are drawn after this handler has run; then the first of them gets the focus.
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const limitField = (name: 'creditsPerMonth' | 'requestsPerMinute') => ({
    name,
    label: t(`field.${name}.label`),
    description: t(`field.${name}.help`),
    placeholder: t('field.noLimit'),
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    value: values[name],
    error: faults[name] ? t('fault.number', { max: formatNumber(MAXIMA[name]) }) : fieldErrors?.[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      {Boolean(error) && !fieldErrors && <FailureNote error={error} />}
      <TextInput
        name="name"
        label={t('field.name.label')}
        placeholder={t('field.name.example')}
        autoComplete="off"
        maxLength={MAX_API_KEY_NAME_CHARACTERS}
        data-autofocus
        value={values.name}
        error={faults.name ? t('fault.name') : fieldErrors?.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {isNew && (
        <ScopeChoice
          value={values.scopes}
          fault={faults.scopes ? t('fault.scopes') : undefined}
          onChange={(scopes) => change({ scopes })}
        />
      )}
      <ExpirySelect
        value={values.expiry}
        expiresAt={expiresAt}
        error={fieldErrors?.expiresAt}
        onChange={(expiry) => change({ expiry })}
      />
      <div className={classes.limits}>
        <TextInput {...limitField('creditsPerMonth')} />
        <TextInput {...limitField('requestsPerMinute')} />
      </div>
      <DialogActions>
        <Button variant="default" disabled={props.isPending} onClick={props.onCancel}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={props.isPending}>
          {props.submitLabel}
        </Button>
      </DialogActions>
    </form>
  );
}

interface ExpirySelectProps {
  readonly value: ExpiryChoice;
  readonly expiresAt: string | null | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: ExpiryChoice) => void;
}

function ExpirySelect({ value, expiresAt, error, onChange }: ExpirySelectProps) {
  const { t } = useTranslation('api-keys');
  const keep =
    expiresAt === undefined
      ? []
      : [{ value: 'keep', label: expiresAt === null ? t('expiry.never') : formatDate(expiresAt) }];
  const offered = EXPIRY_CHOICES.filter((choice) => choice !== 'never' || expiresAt !== null).map(
    (choice) => ({ value: choice, label: t(`expiry.${choice}`) }),
  );
  return (
    <NativeSelect
      name="expiry"
      label={t('field.expiry')}
      value={value}
      error={error}
      data={[...keep, ...offered]}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(EXPIRY_CHOICES.find((choice) => choice === chosen) ?? 'keep');
      }}
    />
  );
}
