import type { ApiKey } from '@atelier/shared/contracts/api-key';
import { useTranslation } from 'react-i18next';
import { formatDay, formatNumber } from '../../lib/format.ts';
import classes from './api-keys-page.module.css';

/** What a key has used this month, against its limit when it has one. */
export function KeyMonth({
  apiKey: { month, creditsPerMonth, requestsPerMinute },
}: {
  readonly apiKey: ApiKey;
}) {
  const { t } = useTranslation('api-keys');
  const used = month.held + month.spent;
  const resets = formatDay(month.endsAt.slice(0, 10));
  return (
    <div className={classes.month}>
      <p className={classes.monthName}>{t('month.name')}</p>
      <p className={classes.monthFigure}>
        {creditsPerMonth === null
          ? t('common:credits', { count: used })
          : t('month.ofLimit', { used: formatNumber(used), limit: formatNumber(creditsPerMonth) })}
      </p>
      {creditsPerMonth !== null && (
        <meter
          className={classes.meter}
          aria-label={t('month.name')}
          min={0}
          max={creditsPerMonth}
          value={Math.min(used, creditsPerMonth)}
        />
      )}
      <p className={classes.monthHint}>
        {creditsPerMonth === null ? t('month.noLimit') : t('month.resets', { date: resets })}
      </p>
      {requestsPerMinute !== null && (
        <p className={classes.monthHint}>{t('month.rate', { count: requestsPerMinute })}</p>
      )}
    </div>
  );
}
