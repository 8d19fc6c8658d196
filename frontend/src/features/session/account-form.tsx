import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './account-form.module.css';
import { type AccountField, sortErrors } from './field-errors.ts';

export type AccountValues = Readonly<Record<AccountField, string>>;

interface AccountFormProps {
  readonly title: string;
  readonly submitLabel: string;
  readonly fields: readonly AccountField[];
  readonly values: AccountValues;
  readonly isNewPassword?: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  /** Faults found before anything is sent. */
  readonly faults?: Partial<AccountValues>;
  readonly onChange: (values: AccountValues) => void;
  readonly onSubmit: () => void;
  readonly children?: ReactNode;
}

/** Faults are drawn after the handler has run; then the first of them gets the focus. */
function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus());
}

/** The shared shape of sign-in and registration: labels, errors beside their fields, what a password manager needs. */
export function AccountForm(props: AccountFormProps) {
  const { title, submitLabel, fields, values, isNewPassword = false, isPending, error, faults = {} } = props;
  const { t } = useTranslation('account');
  const sorted = sortErrors(error);
  const errorOf = (name: AccountField) => faults[name] ?? sorted.fields[name];
  const bind = (name: AccountField) => ({
    name,
    label: t(`field.${name}`),
    value: values[name],
    error: errorOf(name),
    'aria-invalid': errorOf(name) !== undefined,
    required: true,
    withAsterisk: false,
    onChange: (event: { currentTarget: { value: string } }) =>
      props.onChange({ ...values, [name]: event.currentTarget.value }),
  });

  return (
    <div className={classes.page}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
          focusFirstFault(event.currentTarget);
        }}
      >
        <h1>{title}</h1>
        {sorted.general !== undefined && <FailureNote error={sorted.general} />}
        <TextInput {...bind('email')} type="email" autoComplete="email" inputMode="email" autoFocus />
        {fields.includes('username') && <TextInput {...bind('username')} autoComplete="username" />}
        <PasswordInput
          {...bind('password')}
          autoComplete={isNewPassword ? 'new-password' : 'current-password'}
          {...(isNewPassword ? { description: t('passwordRule') } : {})}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {submitLabel}
        </Button>
        {props.children && <div className={classes.below}>{props.children}</div>}
      </form>
    </div>
  );
}
