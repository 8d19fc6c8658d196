import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './batch-items.module.css';
import classes from './batch-page.module.css';

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** The page's shape while the batch is on its way. */
export function BatchSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.page} role="status" aria-label={t('loading')}>
      <VisuallyHidden>
        <h1>{t('shell:title.batch')}</h1>
      </VisuallyHidden>
      <div>
        <Skeleton height={20} width={64} />
        <Skeleton height={30} width={200} mt={8} />
        <Skeleton height={20} width={280} mt={8} />
      </div>
      <div className={classes.top}>
        <Skeleton height={128} radius={12} />
        <Skeleton height={128} radius={12} />
      </div>
      <GridSkeleton />
    </div>
  );
}

/** The pictures' boxes while they are on their way. */
export function GridSkeleton() {
  return (
    <div className={styles.grid} aria-hidden="true">
      {PLACES.map((place) => (
        <div key={place} className={styles.card}>
          <Skeleton className={styles.skeletonPicture} radius={0} />
          <div className={styles.cardText}>
            <Skeleton height={16} my={2} width="70%" />
            <Skeleton height={14} my={2} width="50%" />
          </div>
        </div>
      ))}
    </div>
  );
}
