import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatCompact, formatNumber } from '../lib/format.ts';
import classes from './balance-link.module.css';

/** More digits than this find no room beside the navigation of a phone. */
const MAX_ON_PHONE = 99_999;

/** The spendable credits, always in sight. The box keeps its width while the figure is on its way. */
export function BalanceLink({ credits }: { credits: number | undefined }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/credits"
      className={classes.root ?? ''}
      aria-label={credits === undefined ? t('shell:nav.credits') : t('credits', { count: credits })}
    >
      <IconCoins className={classes.icon} size={18} stroke={1.75} aria-hidden />
      {credits !== undefined && credits > MAX_ON_PHONE ? (
        <>
          <span className={`${classes.figure} ${classes.wide}`}>{formatNumber(credits)}</span>
          <span className={`${classes.figure} ${classes.narrow}`}>{formatCompact(credits)}</span>
        </>
      ) : (
        <span className={classes.figure}>{credits === undefined ? '' : formatNumber(credits)}</span>
      )}
    </Link>
  );
}
