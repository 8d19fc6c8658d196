import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './history-page.module.css';

/** Tasks one by one, or the batches some of them belong to. */
export function ViewSwitch({ isBatches }: { readonly isBatches: boolean }) {
  const { t } = useTranslation('history');
  return (
    <nav className={classes.views} aria-label={t('view.label')}>
      <Link to="/history" aria-current={isBatches ? undefined : 'page'}>
        {t('view.tasks')}
      </Link>
      <Link to="/history?view=batches" aria-current={isBatches ? 'page' : undefined}>
        {t('view.batches')}
      </Link>
    </nav>
  );
}
