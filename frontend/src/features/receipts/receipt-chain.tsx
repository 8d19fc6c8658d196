import type { EntryType, LedgerEntry, Receipt } from '@atelier/shared/contracts/credit';
import {
  IconArrowBackUp,
  IconCheck,
  IconHourglass,
  IconPlusMinus,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatNumber, formatSigned } from '../../lib/format.ts';
import classes from './receipts.module.css';

const ICONS: Readonly<Partial<Record<EntryType, TablerIcon>>> = {
  hold: IconHourglass,
  settle: IconCheck,
  release: IconArrowBackUp,
};

/** One task's money, told in order: what was held, what was spent, what came back, and why. */
export function ReceiptChain({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('receipts');
  const attempts = groupByAttempt(receipt.entries);
  return (
    <div className={classes.receipt}>
      {attempts.map(({ attempt, entries }) => (
        <section key={attempt} aria-label={t('attempt', { number: attempt })}>
          {attempts.length > 1 && <h3 className={classes.attempt}>{t('attempt', { number: attempt })}</h3>}
          <ol className={classes.chain}>
            {entries.map((entry) => (
              <ReceiptEntry key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      <ReceiptTotals receipt={receipt} />
    </div>
  );
}

function ReceiptEntry({ entry }: { readonly entry: LedgerEntry }) {
  const { t } = useTranslation('receipts');
  const Icon = ICONS[entry.type] ?? IconPlusMinus;
  return (
    <li className={classes.entry} data-type={entry.type}>
      <span className={classes.icon} aria-hidden="true">
        <Icon size={14} stroke={2} />
      </span>
      <span className={classes.type}>{t(`type.${entry.type}`)}</span>
      <span className={classes.amount} data-sign={Math.sign(entry.change)}>
        {entry.change === 0 ? formatNumber(entry.amount) : formatSigned(entry.change)}
      </span>
      <span className={classes.description}>{entry.description}</span>
      <span className={classes.facts}>
        <span>{balanceText(entry, t)}</span>
        <time dateTime={entry.createdAt}>{formatDateTime(entry.createdAt)}</time>
      </span>
    </li>
  );
}

/** Settling leaves the balance as it is and empties what was set aside, so that is the figure that tells something. */
function balanceText(entry: LedgerEntry, t: (key: string, values: Record<string, string>) => string): string {
  const isBalance = entry.change !== 0;
  return t(isBalance ? 'balance' : 'held', {
    before: formatNumber(isBalance ? entry.balanceBefore : entry.heldBefore),
    after: formatNumber(isBalance ? entry.balanceAfter : entry.heldAfter),
  });
}

function ReceiptTotals({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('receipts');
  const rows = [
    { key: 'spent', credits: receipt.spentCredits, isShown: true },
    { key: 'returned', credits: receipt.returnedCredits, isShown: receipt.returnedCredits > 0 },
    { key: 'stillHeld', credits: receipt.heldCredits, isShown: receipt.heldCredits > 0 },
  ] as const;
  return (
    <dl className={classes.totals}>
      {rows
        .filter((row) => row.isShown)
        .map((row) => (
          <div key={row.key} className={classes.total} data-row={row.key}>
            <dt>{t(`total.${row.key}`)}</dt>
            <dd>{t('common:credits', { count: row.credits })}</dd>
          </div>
        ))}
    </dl>
  );
}

function groupByAttempt(entries: readonly LedgerEntry[]) {
  const groups = Map.groupBy(entries, (entry) => entry.attempt ?? 1);
  return [...groups].map(([attempt, list]) => ({ attempt, entries: list }));
}
