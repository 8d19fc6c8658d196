import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './failure-note.module.css';

/** Says in a line that what is shown could not be brought up to date. */
export function StaleNote({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.stale} role="status">
      <span>{t('failure.stale')}</span>
      <Button variant="subtle" size="compact-sm" onClick={onRetry}>
        {t('action.tryAgain')}
      </Button>
    </div>
  );
}
