import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './page-loader.module.css';

/** Holds a page's place. Shows itself only after a moment, so quick answers do not flicker. */
export function PageLoader() {
  const { t } = useTranslation();
  return (
    <div className={classes.root} role="status">
      <Loader size="sm" color="gray" aria-hidden />
      <span>{t('loading')}</span>
    </div>
  );
}
