import { FAULT_WORDS } from '@atelier/shared/error-dictionary/dictionary';
import type { Fault } from '@atelier/shared/error-dictionary/explanation';
import { isErrorCode } from '@atelier/shared/errors';
import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconZoomQuestion } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { currentLocale } from '../../lib/locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from './error-card.tsx';
import classes from './errors-page.module.css';
import { type ErrorQuestion, errorsIn, type FoundChapter, findErrors } from './find-errors.ts';

const EVERYTHING: ErrorQuestion = { words: '', fault: undefined };
const FAULTS: readonly (Fault | undefined)[] = [undefined, 'caller', 'provider', 'server', 'nobody'];

/** What every error code means; `/errors#code` leads to one. */
export function ErrorsPage() {
  const { t } = useTranslation('errors');
  const locale = currentLocale();
  const named = useNamedCode();
  const [question, setQuestion] = useState(EVERYTHING);
  const asked = useDeferredValue(question);
  const all = useMemo(() => errorsIn(locale), [locale]);
  const found = useMemo(() => findErrors(all, asked), [all, asked]);
  useScrollToNamed(named, () => setQuestion(EVERYTHING));

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1>{t('title')}</h1>
        <p className={classes.intro}>{t('intro')}</p>
      </header>
      <Filter question={question} onChange={setQuestion} chapters={found} />
      <div className={classes.columns} data-empty={found.length === 0}>
        {found.length > 0 && <Contents chapters={found} />}
        <div className={classes.chapters}>
          {found.map(({ slug, title, entries }) => (
            <section key={slug} aria-labelledby={`chapter-${slug}`}>
              <h2 id={`chapter-${slug}`} className={classes.chapterTitle}>
                {title}
              </h2>
              <div className={classes.cards}>
                {entries.map((entry) => (
                  <ErrorCard key={entry.code} entry={entry} isNamed={entry.code === named} />
                ))}
              </div>
            </section>
          ))}
          {found.length === 0 && (
            <EmptyState icon={IconZoomQuestion} title={t('none.title')} text={t('none.text')}>
              <Button variant="default" onClick={() => setQuestion(EVERYTHING)}>
                {t('none.reset')}
              </Button>
            </EmptyState>
          )}
        </div>
      </div>
    </div>
  );
}

/** The code behind the # of the address. */
function useNamedCode(): string | null {
  const { hash } = useLocation();
  const name = hash.slice(1);
  return isErrorCode(name) ? name : null;
}

/** Brings the named code into view, when the page opens and whenever another one is named. */
function useScrollToNamed(named: string | null, onShowAll: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another name is a reason to scroll
  useEffect(() => {
    if (named === null) return;
    onShowAll();
    // The filter may just have hidden it: look once the page is drawn.
    const frame = requestAnimationFrame(() => document.getElementById(named)?.scrollIntoView());
    return () => cancelAnimationFrame(frame);
  }, [named]);
}

interface FilterProps {
  readonly question: ErrorQuestion;
  readonly onChange: (question: ErrorQuestion) => void;
  readonly chapters: readonly FoundChapter[];
}

function Filter({ question, onChange, chapters }: FilterProps) {
  const { t } = useTranslation('errors');
  const locale = currentLocale();
  const count = chapters.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <search className={classes.filter}>
      <TextInput
        className={classes.words ?? ''}
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        value={question.words}
        onChange={(event) => onChange({ ...question, words: event.currentTarget.value })}
      />
      <fieldset className={classes.faults}>
        <legend className={classes.hidden}>{t('fault')}</legend>
        <span className={classes.faultLabel} aria-hidden>
          {t('fault')}
        </span>
        {FAULTS.map((fault) => (
          <label key={fault ?? 'all'} className={classes.fault}>
            <input
              type="radio"
              name="fault"
              className={classes.hidden}
              checked={question.fault === fault}
              onChange={() => onChange({ ...question, fault })}
            />
            <span>{fault ? FAULT_WORDS[fault][locale] : t('all')}</span>
          </label>
        ))}
      </fieldset>
      <p className={classes.count} role="status">
        {t('found', { count })}
      </p>
    </search>
  );
}

function Contents({ chapters }: { readonly chapters: readonly FoundChapter[] }) {
  const { t } = useTranslation('errors');
  return (
    <nav className={classes.contents} aria-label={t('chapters')}>
      {chapters.map(({ slug, title, entries }) => (
        <a key={slug} href={`#chapter-${slug}`}>
          {title} <span className={classes.aside}>{entries.length}</span>
        </a>
      ))}
    </nav>
  );
}
