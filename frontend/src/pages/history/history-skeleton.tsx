import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './history-page.module.css';

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

export function HistorySkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.grid} role="status" aria-label={t('loading')}>
      {PLACES.map((place) => (
        <div key={place} className={classes.card}>
          <Skeleton className={classes.skeletonPicture} radius={0} />
          <div className={classes.cardText}>
            <Skeleton height={16} my={2} width="60%" />
            <Skeleton height={16} my={2} width="80%" />
            <Skeleton height={14} my={2} width="50%" />
          </div>
        </div>
      ))}
    </div>
  );
}
