import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatNumber } from '../lib/format.ts';
import classes from './balance-link.module.css';

/** The spendable credits, always in sight. The box keeps its width while the figure is on its way. */
export function BalanceLink({ credits }: { credits: number | undefined }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/credits"
      className={classes.root ?? ''}
      aria-label={credits === undefined ? t('shell:nav.credits') : t('credits', { count: credits })}
    >
      <IconCoins size={18} stroke={1.75} aria-hidden />
      <span className={classes.figure}>{credits === undefined ? '' : formatNumber(credits)}</span>
    </Link>
  );
}
