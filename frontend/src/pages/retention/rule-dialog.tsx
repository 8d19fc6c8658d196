import type { RetentionRule } from '@atelier/shared/contracts/retention';
import { MAX_RETENTION_DAYS } from '@atelier/shared/limits';
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { formatDate, formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './retention-page.module.css';
import { useSetRetentionRule } from './retention-queries.ts';
import { DAY_MS } from './take-over.ts';

interface RuleDialogProps {
  /** The rule to change; a new one when left out. */
  readonly rule?: RetentionRule;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Sets how long the tasks of a scope are kept. */
export function RuleDialog({ rule, isOpen, onClose }: RuleDialogProps) {
  const { t } = useTranslation('retention');
  return (
    <Dialog opened={isOpen} onClose={onClose} title={rule ? t('change') : t('add')} isSticky>
      <RuleForm rule={rule} onClose={onClose} />
    </Dialog>
  );
}

/** A whole number of days within the limits, or undefined. */
export function daysIn(typed: string): number | undefined {
  const days = /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return days >= 1 && days <= MAX_RETENTION_DAYS ? days : undefined;
}

function RuleForm({ rule, onClose }: { rule: RetentionRule | undefined; onClose: () => void }) {
  const { t } = useTranslation('retention');
  const taskTypes = useTaskTypes();
  const set = useSetRetentionRule();
  const [taskType, setTaskType] = useState(rule?.taskType ?? '');
  const [email, setEmail] = useState(rule?.email ?? '');
  const [typed, setTyped] = useState(String(rule?.keepDays ?? 30));
  const [isForever, setIsForever] = useState(rule?.keepDays === null);
  const [isFaulty, setIsFaulty] = useState(false);
  const days = daysIn(typed);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsFaulty(!isForever && days === undefined);
    if (!isForever && days === undefined) return;
    const named = email.trim() === '' ? {} : { email: email.trim() };
    const wish = {
      taskType: taskType === '' ? null : taskType,
      keepDays: isForever ? null : (days ?? null),
      ...named,
    };
    set.mutate(wish, { onSuccess: onClose });
  };

  return (
    <form className={page.form} noValidate onSubmit={submit}>
      {set.isError && <FailureNote error={set.error} />}
      <NativeSelect
        label={t('field.recipe')}
        value={taskType}
        disabled={rule !== undefined}
        data={[
          { value: '', label: t('allRecipes') },
          ...(taskTypes.data ?? []).map(({ slug, label }) => ({
            value: slug,
            label: label[currentLocale()],
          })),
        ]}
        onChange={(event) => setTaskType(event.currentTarget.value)}
      />
      <TextInput
        label={t('field.email')}
        description={t('field.emailHelp')}
        type="email"
        autoComplete="off"
        value={email}
        disabled={rule !== undefined}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label={t('field.days')}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        disabled={isForever}
        error={isFaulty && t('field.daysFault', { max: formatNumber(MAX_RETENTION_DAYS) })}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Switch
        className={classes.forever ?? ''}
        withThumbIndicator={false}
        label={t('field.forever')}
        checked={isForever}
        onChange={(event) => setIsForever(event.currentTarget.checked)}
      />
      <p className={page.effect} aria-live="polite">
        {isForever
          ? t('effect.forever')
          : days !== undefined && t('effect.erases', { date: formatDate(Date.now() - days * DAY_MS) })}
      </p>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={set.isPending}>
          {t('save')}
        </Button>
      </DialogActions>
    </form>
  );
}
