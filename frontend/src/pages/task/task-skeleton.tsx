import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './task-page.module.css';

/** The page's shape while the task is on its way. */
export function TaskSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.page} role="status" aria-label={t('loading')}>
      <VisuallyHidden>
        <h1>{t('shell:title.task')}</h1>
      </VisuallyHidden>
      <div className={classes.header}>
        <div className={classes.headerText}>
          <Skeleton height={20} width={64} />
          <Skeleton height={30} width={200} mt={8} />
          <Skeleton height={20} width={280} mt={8} />
        </div>
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          <Skeleton height="min(60vh, 560px)" radius="md" />
        </div>
        <div className={classes.aside}>
          <Skeleton height={160} radius="lg" />
          <Skeleton height={240} radius="lg" />
        </div>
      </div>
    </div>
  );
}
