import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import links from '../../components/view-links.module.css';

export const HISTORY_VIEWS = ['tasks', 'batches', 'poses'] as const;
export type HistoryView = (typeof HISTORY_VIEWS)[number];

/** Tasks one by one, the batches some of them belong to, or the sets of poses they make up. */
export function ViewSwitch({ view }: { readonly view: HistoryView }) {
  const { t } = useTranslation('history');
  return (
    <nav className={links.views} aria-label={t('view.label')}>
      {HISTORY_VIEWS.map((each) => (
        <Link
          key={each}
          to={each === 'tasks' ? '/history' : `/history?view=${each}`}
          aria-current={each === view ? 'page' : undefined}
        >
          {t(`view.${each}`)}
        </Link>
      ))}
    </nav>
  );
}
