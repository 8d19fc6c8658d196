import type { RetentionRule } from '@atelier/shared/contracts/retention';
import { Button, Skeleton } from '@mantine/core';
import { IconArchive, IconPlus } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { formatDate } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import { ErasePreview } from './erase-preview.tsx';
import classes from './retention-page.module.css';
import { useRemoveRetentionRule, useRetentionRules } from './retention-queries.ts';
import { DAY_MS, daysWithout } from './take-over.ts';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));
const RuleDialog = lazy(async () => ({ default: (await import('./rule-dialog.tsx')).RuleDialog }));

/** For operators: how long tasks are kept, and what would be erased now. */
export function RetentionPage() {
  const { t } = useTranslation('retention');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div className={page.intro}>
          <h1>{t('title')}</h1>
          <p>{t('intro')}</p>
        </div>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsAdding(true)}>
          {t('add')}
        </Button>
      </header>
      <RuleList />
      <ErasePreview />
      <WhenOpened isOpen={isAdding}>
        <RuleDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
      </WhenOpened>
    </div>
  );
}

function RuleList() {
  const { t } = useTranslation('retention');
  const rules = useRetentionRules();
  const skeleton = (
    <div className={page.card} role="status" aria-label={t('common:loading')}>
      <Skeleton height={32} />
      <Skeleton height={32} />
    </div>
  );
  return (
    <Answer query={rules} waiting={skeleton}>
      {(known) =>
        known.length === 0 ? (
          <div className={page.sheet}>
            <EmptyState icon={IconArchive} title={t('empty.title')} text={t('empty.text')} />
          </div>
        ) : (
          <ul className={page.sheet} aria-label={t('rules')}>
            {known.map((rule) => (
              <RuleRow key={rule.id} rule={rule} rules={known} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

interface RuleRowProps {
  readonly rule: RetentionRule;
  /** All of them: without this one another takes over. */
  readonly rules: readonly RetentionRule[];
}

function RuleRow({ rule, rules }: RuleRowProps) {
  const { t } = useTranslation('retention');
  const taskTypes = useTaskTypes();
  const remove = useRemoveRetentionRule();
  const [isChanging, setIsChanging] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { taskType, email, userId, keepDays } = rule;
  const recipe =
    taskType === null
      ? t('allRecipes')
      : (taskTypes.data?.find(({ slug }) => slug === taskType)?.label[currentLocale()] ?? taskType);
  const scope = `${recipe} · ${email ?? userId ?? t('allUsers')}`;
  const days = daysWithout(rule, rules);
  const effect =
    days === undefined
      ? t('removal.keeps')
      : t('removal.erases', { count: days, date: formatDate(Date.now() - days * DAY_MS) });
  return (
    <li className={`${page.row} ${classes.columns}`}>
      <div className={classes.scope}>
        <h2 className={classes.name}>{recipe}</h2>
        <p className={classes.soft}>{email ?? userId ?? t('allUsers')}</p>
      </div>
      <p className={classes.time}>{keepDays === null ? t('forever') : t('days', { count: keepDays })}</p>
      <div className={page.actions}>
        <Button
          variant="default"
          size="xs"
          aria-label={t('changeOf', { scope })}
          onClick={() => setIsChanging(true)}
        >
          {t('change')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          size="xs"
          className={page.danger ?? ''}
          aria-label={t('removeOf', { scope })}
          onClick={() => setIsRemoving(true)}
        >
          {t('remove')}
        </Button>
      </div>
      <WhenOpened isOpen={isChanging}>
        <RuleDialog rule={rule} isOpen={isChanging} onClose={() => setIsChanging(false)} />
      </WhenOpened>
      <WhenOpened isOpen={isRemoving}>
        <ConfirmDialog
          isOpen={isRemoving}
          title={t('removal.title')}
          confirm={t('removal.confirm')}
          action={remove}
          onConfirm={() => remove.mutate(rule.id, { onSuccess: () => setIsRemoving(false) })}
          onClose={() => setIsRemoving(false)}
        >
          <p>
            <strong>{scope}</strong>
          </p>
          <p>{effect}</p>
        </ConfirmDialog>
      </WhenOpened>
    </li>
  );
}
