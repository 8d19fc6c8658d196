import type { AdminTaskDetail, AdminTaskEvent } from '@atelier/shared/contracts/admin-task';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../lib/format.ts';
import { formatExactTime } from './exact-time.ts';
import classes from './operations-page.module.css';
import own from './operator-task.module.css';

/** What happened to the task, in order, as its owner's page heard of it. */
export function TaskEvents({ task }: { readonly task: AdminTaskDetail }) {
  const { t } = useTranslation('operations');
  const { events, eventCount } = task;
  if (events.length === 0) return <p className={classes.soft}>{t('task.noEvents')}</p>;
  return (
    <>
      {events.length < eventCount && (
        <p className={classes.soft}>{t('task.eventsLeftOut', { count: eventCount - events.length })}</p>
      )}
      <ol className={own.events}>
        {events.map((event) => (
          <li key={event.id}>
            <time dateTime={event.at} className={classes.soft}>
              {formatExactTime(event.at)}
            </time>
            <span>{wordsOf(event, t)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function wordsOf(
  { type, step, progress, errorCode }: AdminTaskEvent,
  t: ReturnType<typeof useTranslation<'operations'>>['t'],
): string {
  const name = type.replace('task.', '');
  if (type === 'task.failed') return t('event.failed', { code: errorCode ?? '' });
  if (type !== 'task.progressed') return t(`event.${name}`);
  const percent = formatPercent(progress / 100);
  return step ? `${step.label} · ${percent}` : percent;
}
