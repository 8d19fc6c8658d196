import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { api } from '../../lib/api-client.ts';
import { currentLocale } from '../../lib/locale.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import classes from './history-page.module.css';

const STALE_AFTER_MS = 5 * 60_000;

/** How long tasks are kept here, where not everything is kept for ever. */
export function RetentionNote() {
  const { t } = useTranslation('history');
  const taskTypes = useTaskTypes();
  const own = useQuery({
    queryKey: queryKeys.ownRetention,
    queryFn: ({ signal }) => api.get('/api/retention', { signal }),
    staleTime: STALE_AFTER_MS,
  });
  // Without an answer nothing is claimed; the list itself says when the server is out of reach.
  if (!own.data) return null;
  const { keepDays, byTaskType } = own.data;
  const labelOf = (slug: string) =>
    taskTypes.data?.find((taskType) => taskType.slug === slug)?.label[currentLocale()] ?? slug;
  const parts = [
    ...(keepDays === null ? [] : [t('retention.days', { count: keepDays })]),
    ...Object.entries(byTaskType).map(([slug, days]) =>
      days === null
        ? t('retention.recipeForever', { recipe: labelOf(slug) })
        : t('retention.recipeDays', { recipe: labelOf(slug), count: days }),
    ),
  ];
  if (parts.length === 0) return null;
  return (
    <p className={classes.retention}>
      {parts.join(' · ')} {t('retention.receipts')}
    </p>
  );
}
