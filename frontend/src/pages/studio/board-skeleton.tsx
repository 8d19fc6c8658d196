import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './board.module.css';

/** The place of the board until it is there: as high as the board is while its tasks are read. */
export function BoardSkeleton() {
  const { t } = useTranslation('studio');
  return (
    <section aria-busy="true">
      <div className={classes.head}>
        <h2>{t('board.title')}</h2>
      </div>
      <Skeleton height={112} radius={12} />
    </section>
  );
}
