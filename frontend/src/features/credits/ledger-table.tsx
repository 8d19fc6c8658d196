import type { LedgerEntry } from '@atelier/shared/contracts/credit';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import table from '../../components/data-table.module.css';
import { formatDateTime, formatNumber, formatSigned } from '../../lib/format.ts';
import classes from './credits.module.css';

interface LedgerTableProps {
  readonly entries: readonly LedgerEntry[];
  /** An older answer is still shown while a newer one is on its way. */
  readonly isStale: boolean;
}

/** Every movement of credits; on phones each row becomes a card. */
export function LedgerTable({ entries, isStale }: LedgerTableProps) {
  const { t } = useTranslation('credits');
  return (
    <table className={table.table} data-stale={isStale || undefined} aria-busy={isStale}>
      <caption className={table.caption}>{t('ledger.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('ledger.time')}</th>
          <th scope="col">{t('ledger.type')}</th>
          <th scope="col">{t('ledger.description')}</th>
          <th scope="col">{t('ledger.task')}</th>
          <th scope="col" className={table.number}>
            {t('ledger.change')}
          </th>
          <th scope="col" className={table.number}>
            {t('ledger.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <LedgerRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function LedgerRow({ entry }: { readonly entry: LedgerEntry }) {
  const { t } = useTranslation('credits');
  return (
    <tr>
      <td className={classes.time}>
        <time dateTime={entry.createdAt}>{formatDateTime(entry.createdAt)}</time>
      </td>
      <td className={classes.type}>
        <span className={classes.badge} data-type={entry.type}>
          {t(`type.${entry.type}`)}
        </span>
      </td>
      <td className={classes.description}>{entry.description}</td>
      <td className={classes.task}>
        {entry.taskId && (
          <Link to={`/tasks/${entry.taskId}#receipt`} className={classes.taskLink ?? ''}>
            {entry.taskNo ?? entry.taskId}
          </Link>
        )}
      </td>
      <td className={classes.change} data-sign={Math.sign(entry.change)}>
        {entry.change === 0 ? (
          <span title={t('ledger.fromHeld')}>
            {formatNumber(entry.amount)} <small className={classes.fromHeld}>{t('ledger.fromHeld')}</small>
          </span>
        ) : (
          formatSigned(entry.change)
        )}
      </td>
      <td className={classes.balance}>
        <span className={classes.balanceName}>{t('ledger.balance')} </span>
        {formatNumber(entry.balanceAfter)}
      </td>
    </tr>
  );
}
