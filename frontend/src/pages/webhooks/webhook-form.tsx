import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import { MAX_WEBHOOK_DESCRIPTION_CHARACTERS, MAX_WEBHOOK_URL_CHARACTERS } from '@atelier/shared/limits';
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '@atelier/shared/webhook-events';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './dialogs.module.css';
import { type FormFaults, faultsOf, missingFaults, type WebhookValues } from './form-faults.ts';

interface WebhookFormProps {
  readonly initial: WebhookValues;
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (values: WebhookValues) => void;
  readonly onCancel: () => void;
}

/** Faults are drawn after the handler has run; then the first of them gets the focus. */
function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** Address, name and wanted events, for a new webhook and for one that is changed. */
export function WebhookForm({
  initial,
  submitLabel,
  isPending,
  error,
  onSubmit,
  onCancel,
}: WebhookFormProps) {
  const { t } = useTranslation('webhooks');
  const [values, setValues] = useState(initial);
  const [missing, setMissing] = useState<FormFaults>({});
  const refused = faultsOf(error, t);
  const faults: FormFaults = { ...refused.fields, ...missing };
  const change = (some: Partial<WebhookValues>): void => {
    setValues({ ...values, ...some });
    setMissing({});
  };

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const found = missingFaults(values, t);
    setMissing(found);
    if (Object.keys(found).length === 0) onSubmit(values);
    focusFirstFault(event.currentTarget);
  };

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {refused.general !== undefined && <FailureNote error={refused.general} />}
      <TextInput
        data-autofocus
        label={t('field.url')}
        description={t('hint.url')}
        placeholder="https://shop.example/webhooks/atelier"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_WEBHOOK_URL_CHARACTERS}
        value={values.url}
        error={faults.url}
        aria-invalid={faults.url !== undefined}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <TextInput
        label={t('field.description')}
        description={t('hint.description')}
        autoComplete="off"
        maxLength={MAX_WEBHOOK_DESCRIPTION_CHARACTERS}
        value={values.description}
        error={faults.description}
        aria-invalid={faults.description !== undefined}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <EventChoice events={values.events} fault={faults.events} onChange={(events) => change({ events })} />
      <DialogActions>
        <Button variant="default" disabled={isPending} onClick={onCancel}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={isPending}>
          {submitLabel}
        </Button>
      </DialogActions>
    </form>
  );
}

interface EventChoiceProps {
  readonly events: readonly WebhookEventType[];
  readonly fault: string | undefined;
  readonly onChange: (events: readonly WebhookEventType[]) => void;
}

function EventChoice({ events, fault, onChange }: EventChoiceProps) {
  const { t } = useTranslation('webhooks');
  const toggle = (type: WebhookEventType): void =>
    // In the order of the list, whatever the order of the clicks.
    onChange(WEBHOOK_EVENT_TYPES.filter((one) => (one === type) !== events.includes(one)));
  return (
    <fieldset className={classes.events} aria-describedby={fault ? 'events-fault' : undefined}>
      <legend>{t('field.events')}</legend>
      {WEBHOOK_EVENT_TYPES.map((type) => (
        <Checkbox
          key={type}
          label={t(`event.${type}`)}
          description={<code>{type}</code>}
          checked={events.includes(type)}
          aria-invalid={fault !== undefined}
          onChange={() => toggle(type)}
        />
      ))}
      {fault && (
        <p id="events-fault" className={classes.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
