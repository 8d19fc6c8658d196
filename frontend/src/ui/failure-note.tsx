import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../lib/api-error.ts';

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
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      <p>{isApiError(error) ? error.message : t('failure.unknown')}</p>
      {(onRetry || children) && (
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 12 }}>
          {onRetry && (
            <Button variant="default" size="xs" onClick={onRetry}>
              {t('action.tryAgain')}
            </Button>
          )}
          {children}
        </div>
      )}
    </Alert>
  );
}
