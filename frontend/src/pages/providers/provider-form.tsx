import type { Provider } from '@atelier/shared/contracts/provider';
import { Button, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';
import { changesOf, type ProviderFormValues, valuesOf } from './provider-form-values.ts';
import { useUpdateProvider } from './provider-queries.ts';
import classes from './providers-page.module.css';

/** What an operator decides about a provider. Keys go in and are never shown again. */
export function ProviderForm({ provider }: { readonly provider: Provider }) {
  const { t } = useTranslation('providers');
  const update = useUpdateProvider(provider.slug);
  const [values, setValues] = useState(() => valuesOf(provider));
  const [isSaved, setIsSaved] = useState(false);
  const set = (change: Partial<ProviderFormValues>) => {
    setIsSaved(false);
    setValues((known) => ({ ...known, ...change }));
  };
  const changes = changesOf(provider, values);
  const hasChanges = Object.keys(changes).length > 0;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!hasChanges) return;
    update.mutate(changes, {
      onSuccess: (changed) => {
        setValues(valuesOf(changed));
        setIsSaved(true);
      },
    });
  };

  return (
    <form className={classes.sheet} onSubmit={onSubmit} aria-label={t('settings')}>
      <h2>{t('settings')}</h2>
      <div className={classes.fields}>
        <TextInput
          label={t('field.name')}
          maxLength={80}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t('field.sortOrder')}
          description={t('field.sortOrderHelp')}
          allowDecimal={false}
          hideControls
          min={-1000}
          max={1000}
          value={values.sortOrder}
          onChange={(value) => set({ sortOrder: Number(value) || 0 })}
        />
        <Secrets provider={provider} values={values} onSet={set} />
        <div className={classes.wide}>
          <TextInput
            label={t('field.endpoint')}
            description={t('field.endpointHelp')}
            type="url"
            placeholder={provider.endpoint}
            disabled={provider.emulated}
            value={values.endpoint}
            onChange={(event) => set({ endpoint: event.currentTarget.value })}
          />
        </div>
        <SwitchRow
          label={t('field.private')}
          help={t('field.privateHelp')}
          checked={values.allowsPrivateAddress}
          onChange={(allowsPrivateAddress) => set({ allowsPrivateAddress })}
        />
        <SwitchRow
          label={t('field.keeps')}
          help={t('field.keepsHelp')}
          checked={values.keepsResults}
          onChange={(keepsResults) => set({ keepsResults })}
        />
        <TextInput
          label={t('field.prefix')}
          description={t('field.prefixHelp')}
          placeholder={provider.slug}
          maxLength={41}
          disabled={!values.keepsResults}
          value={values.pathPrefix}
          onChange={(event) => set({ pathPrefix: event.currentTarget.value })}
        />
      </div>
      {update.isError && <FailureNote error={update.error} />}
      <div className={classes.formActions}>
        <Button type="submit" disabled={!hasChanges} loading={update.isPending}>
          {t('save')}
        </Button>
        <span role="status">{isSaved && !hasChanges ? t('saved') : ''}</span>
      </div>
    </form>
  );
}

interface SwitchRowProps {
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function SwitchRow({ label, help, checked, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={classes.switchRow}>
      <label htmlFor={id}>{label}</label>
      <Switch
        id={id}
        aria-describedby={`${id}-help`}
        checked={checked}
        withThumbIndicator={false}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span id={`${id}-help`}>{help}</span>
    </div>
  );
}

interface SecretsProps {
  readonly provider: Provider;
  readonly values: ProviderFormValues;
  readonly onSet: (change: Partial<ProviderFormValues>) => void;
}

function Secrets({ provider, values, onSet }: SecretsProps) {
  const { t } = useTranslation('providers');
  const remove = useUpdateProvider(provider.slug);
  const { key, callbackSecret, signsCallbacks } = provider;
  const hintOf = (hint: string | null): string => (hint === null ? t('field.set') : t('key.ends', { hint }));
  return (
    <>
      <div className={signsCallbacks ? undefined : classes.wide}>
        <PasswordInput
          label={t('field.key')}
          description={t('field.keyHelp')}
          autoComplete="off"
          placeholder={
            key.source === 'none' || key.source === 'emulator' ? t('field.notSet') : hintOf(key.hint)
          }
          value={values.apiKey}
          onChange={(event) => onSet({ apiKey: event.currentTarget.value })}
        />
        {key.source === 'record' && (
          <Button
            variant="subtle"
            size="compact-sm"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ apiKey: null })}
          >
            {t('key.remove')}
          </Button>
        )}
        {remove.isError && <FailureNote error={remove.error} />}
      </div>
      {signsCallbacks && (
        <PasswordInput
          label={t('field.callback')}
          description={t('field.callbackHelp')}
          autoComplete="off"
          placeholder={callbackSecret.isSet ? hintOf(callbackSecret.hint) : t('field.notSet')}
          value={values.callbackSecret}
          onChange={(event) => onSet({ callbackSecret: event.currentTarget.value })}
        />
      )}
    </>
  );
}
