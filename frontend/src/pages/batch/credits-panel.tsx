import type { Batch } from '@atelier/shared/contracts/batch';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import classes from './batch-page.module.css';

/** What was agreed and what became of it, from the ledger. */
export function CreditsPanel({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('batch');
  const { credits } = batch;
  return (
    <section className={classes.sheet} aria-labelledby="batch-credits">
      <h2 id="batch-credits" className={classes.sheetTitle}>
        {t('credits.title')}
      </h2>
      <dl className={classes.credits}>
        {(['agreed', 'charged', 'held', 'returned'] as const).map((name) => (
          <div key={name} data-credits={name}>
            <dt>{t(`credits.${name}`)}</dt>
            <dd>{formatNumber(credits[name])}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.hint}>
        {t('credits.each', { count: credits.perPicture })} · {t('credits.never')}
      </p>
    </section>
  );
}
