import { CHARGE_SENTENCES, CHARGE_WORDS, FAULT_WORDS } from '@atelier/shared/error-dictionary/dictionary';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../../lib/locale.ts';
import classes from './errors-page.module.css';
import type { ErrorEntry } from './find-errors.ts';

/** A text with `code` in it, and names in braces where a figure differs from case to case. */
function Prose({ text }: { readonly text: string }) {
  return [...text.matchAll(/`([^`]+)`|\{(\w+)\}|[^`{]+|[`{]/g)].map(
    ({ 0: whole, 1: code, 2: name, index }) => {
      if (code !== undefined) return <code key={index}>{code}</code>;
      return name === undefined ? whole : <var key={index}>{name}</var>;
    },
  );
}

interface ErrorCardProps {
  readonly entry: ErrorEntry;
  /** The address of the page names this one. */
  readonly isNamed: boolean;
}

/** One error code: what happened and what to do, beside it the facts. */
export const ErrorCard = memo(function ErrorCard({ entry, isNamed }: ErrorCardProps) {
  const { t } = useTranslation('errors');
  const locale = currentLocale();
  const { code, status, fault, charge, retryable, doors } = entry;
  const { openAi } = doors;
  return (
    <article id={code} className={classes.card} data-named={isNamed} aria-labelledby={`${code}-name`}>
      <div className={classes.text}>
        <h3 id={`${code}-name`}>
          <a href={`#${code}`}>{code}</a>{' '}
          <span className={classes.status}>{t('entry.status', { status })}</span>
        </h3>
        <p className={classes.message}>
          <Prose text={entry.message} />
        </p>
        <p>
          <Prose text={entry.happened} />
        </p>
        <p>
          <strong>{t('entry.remedy')}</strong>
          <Prose text={entry.remedy} />
        </p>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t('entry.fault')}</dt>
          <dd>{FAULT_WORDS[fault][locale]}</dd>
        </div>
        <div>
          <dt>{t('entry.charge')}</dt>
          <dd>
            {CHARGE_WORDS[charge][locale]}
            {(charge === 'unchanged' || charge === 'uncertain') && (
              <span className={classes.aside}>{CHARGE_SENTENCES[charge][locale]}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('entry.repeat')}</dt>
          <dd>{t(retryable ? 'entry.maySucceed' : 'entry.neverSucceeds')}</dd>
        </div>
        {doors.taskApi !== undefined && (
          <div>
            <dt>{t('entry.taskApi')}</dt>
            <dd>
              <code>{doors.taskApi}</code>
            </dd>
          </div>
        )}
        {openAi && (
          <div className={classes.wide}>
            <dt>{t('entry.openAi')}</dt>
            <dd>
              {openAi.status} <code>{openAi.type}</code>
              {openAi.code !== code && openAi.code !== openAi.type && (
                <>
                  {' '}
                  <code>{openAi.code}</code>
                </>
              )}
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
});
