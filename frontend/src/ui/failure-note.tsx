import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../lib/api-error.ts';
import { ErrorMeaning } from './error-meaning.tsx';
import classes from './failure-note.module.css';

interface FailureNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly title?: string;
  /** Further buttons, right of "try again". */
  readonly children?: ReactNode;
}

/** What went wrong, in a sentence, with the next step as a button. */
export function FailureNote({ error, onRetry, title, children }: FailureNoteProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.note} role="alert">
      <IconAlertTriangle className={classes.icon} size={20} stroke={1.75} aria-hidden />
      <div className={classes.body}>
        {title && <strong className={classes.title}>{title}</strong>}
        {isApiError(error) ? (
          <p>
            {error.message} <ErrorMeaning code={error.code} />
          </p>
        ) : (
          <p>{t('failure.unknown')}</p>
        )}
        {(onRetry || children) && (
          <div className={classes.actions}>
            {onRetry && (
              <Button variant="default" size="xs" onClick={onRetry}>
                {t('action.tryAgain')}
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  );
}
