import { MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '@atelier/shared/limits';
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../lib/api-error.ts';

/** Whether the server would take it as a new password. */
export function isGoodPassword(typed: string): boolean {
  return typed.length >= MIN_PASSWORD_CHARACTERS && typed.length <= MAX_PASSWORD_CHARACTERS;
}

interface NewPasswordInputProps {
  readonly label: string;
  readonly value: string;
  /** Whether a try to send it was made, so that faults are shown. */
  readonly wasSent: boolean;
  /** The server's refusal, if there was one. */
  readonly error: unknown;
  readonly onChange: (value: string) => void;
}

/** A password that is being chosen, with the rule beside it. */
export function NewPasswordInput({ label, value, wasSent, error, onChange }: NewPasswordInputProps) {
  const { t } = useTranslation('account');
  const refused = isApiError(error) ? error.errors.find(({ field }) => field === 'newPassword') : undefined;
  const fault = wasSent && !isGoodPassword(value) ? t('passwordRule') : refused?.message;
  return (
    <PasswordInput
      name="newPassword"
      label={label}
      description={t('passwordRule')}
      autoComplete="new-password"
      value={value}
      error={fault}
      aria-invalid={fault !== undefined}
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
