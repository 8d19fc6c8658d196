import type { ApiKeyDay } from '@atelier/shared/contracts/api-key';
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApiKeyUsage } from '../../features/api-keys/use-api-keys.ts';
import { formatDay, formatNumber } from '../../lib/format.ts';
import { Answer } from '../../ui/answer.tsx';
import classes from './key-usage.module.css';

/** The last thirty days of a key: bars to see, a table to read. */
export function KeyUsage({ keyId }: { readonly keyId: string }) {
  const { t } = useTranslation('api-keys');
  const usage = useApiKeyUsage(keyId);
  const skeleton = (
    <div role="status" aria-label={t('common:loading')}>
      <Skeleton height={168} />
    </div>
  );
  return (
    <div className={classes.root}>
      <Answer query={usage} waiting={skeleton}>
        {({ days }) => <UsageFigure days={days} />}
      </Answer>
    </div>
  );
}

const sumOf = (days: readonly ApiKeyDay[], field: 'tasks' | 'held' | 'spent'): number =>
  days.reduce((sum, day) => sum + day[field], 0);

function UsageFigure({ days }: { readonly days: readonly ApiKeyDay[] }) {
  const { t } = useTranslation('api-keys');
  const tasks = sumOf(days, 'tasks');
  const summary = t('usage.summary', {
    days: formatNumber(days.length),
    tasks: t('usage.tasks', { count: tasks }),
    spent: t('common:credits', { count: sumOf(days, 'spent') }),
    held: formatNumber(sumOf(days, 'held')),
  });
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.summary}>{tasks === 0 ? t('usage.none') : summary}</figcaption>
      {tasks > 0 && (
        <>
          <Bars days={days} />
          <details className={classes.details}>
            <summary>{t('usage.asTable')}</summary>
            <UsageTable days={days} />
          </details>
        </>
      )}
    </figure>
  );
}

/** Days without use keep their place, so that distances are time. Hidden from screen readers, who have the table. */
function Bars({ days }: { readonly days: readonly ApiKeyDay[] }) {
  const { t } = useTranslation('api-keys');
  const highest = Math.max(1, ...days.map(({ held, spent }) => held + spent));
  const height = (credits: number) => ({ height: `${(credits / highest) * 100}%` });
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  return (
    <div className={classes.chart} aria-hidden>
      <span className={classes.highest}>{formatNumber(highest)}</span>
      <div className={classes.bars}>
        {days.map(({ day, tasks, held, spent }) => (
          <div
            key={day}
            className={classes.bar}
            title={`${formatDay(day)}: ${t('usage.tasks', { count: tasks })}, ${t('common:credits', { count: held + spent })}`}
          >
            <div className={classes.held} style={height(held)} />
            <div className={classes.spent} style={height(spent)} />
          </div>
        ))}
      </div>
      <div className={classes.axis}>
        <span>{first && formatDay(first)}</span>
        <span>{last && formatDay(last)}</span>
      </div>
      <div className={classes.legend}>
        <span data-part="spent">{t('usage.spent')}</span>
        <span data-part="held">{t('usage.held')}</span>
      </div>
    </div>
  );
}

/** The days on which something happened, the latest first. */
function UsageTable({ days }: { readonly days: readonly ApiKeyDay[] }) {
  const { t } = useTranslation('api-keys');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('usage.day')}</th>
          <th scope="col">{t('usage.tasksStarted')}</th>
          <th scope="col">{t('usage.spent')}</th>
          <th scope="col">{t('usage.held')}</th>
        </tr>
      </thead>
      <tbody>
        {days
          .filter(({ tasks }) => tasks > 0)
          .toReversed()
          .map(({ day, tasks, held, spent }) => (
            <tr key={day}>
              <th scope="row">{formatDay(day)}</th>
              <td>{formatNumber(tasks)}</td>
              <td>{formatNumber(spent)}</td>
              <td>{formatNumber(held)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
