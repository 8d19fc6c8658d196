import { useTranslation } from 'react-i18next';
import classes from './media.module.css';

interface EmulatedMarkProps {
  /** Lies on the corner of a picture instead of standing in a line. */
  readonly isOver?: boolean;
}

/** Says that a stand-in answered instead of the vendor, on everything it made. */
export function EmulatedMark({ isOver = false }: EmulatedMarkProps) {
  const { t } = useTranslation('results');
  return (
    <span className={classes.emulated} data-over={isOver || undefined} title={t('emulatedHelp')}>
      {t('emulated')}
    </span>
  );
}
