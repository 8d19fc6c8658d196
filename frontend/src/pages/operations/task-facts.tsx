import type { AdminTaskDetail } from '@atelier/shared/contracts/admin-task';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatBytes, formatNumber, formatPercent } from '../../lib/format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatExactTime } from './exact-time.ts';
import classes from './operations-page.module.css';
import own from './operator-task.module.css';
import { writeFilter } from './task-filter.ts';

type Fact = readonly [name: string, value: ReactNode];

/** What is known of the task, apart from what it is about. Facts that do not apply are left out. */
export function TaskFacts({ task }: { readonly task: AdminTaskDetail }) {
  const { t } = useTranslation('operations');
  const moment = (name: string, at: string | null): Fact[] =>
    at === null
      ? []
      : [
          [
            name,
            <time key={name} dateTime={at}>
              {formatExactTime(at)}
            </time>,
          ],
        ];
  const files = ({ count, sizeBytes }: AdminTaskDetail['inputs']): string =>
    t('task.files', { count, size: formatBytes(sizeBytes) });
  const facts: readonly Fact[] = [
    ['id', <code key="id">{task.id}</code>],
    [
      'user',
      <Link
        key="user"
        to={`/operations/tasks?${writeFilter({ find: task.user.email })}`}
        className={classes.link ?? ''}
      >
        {task.user.email}
      </Link>,
    ],
    ['model', `${task.model} · ${task.provider}`],
    ['taskType', task.taskType],
    ['phase', t(`phase.${task.phase}`)],
    ...(task.step ? ([['step', `${task.step.label} · ${formatPercent(task.progress / 100)}`]] as const) : []),
    ...(task.vendorTaskId === null ? [] : [vendorFact(task.vendorTaskId, t)]),
    ['attempt', t('task.attemptValue', { attempt: formatNumber(task.attempt), count: task.retryCount })],
    ['startCount', formatNumber(task.startCount)],
    ['checkCount', formatNumber(task.checkCount)],
    ['inputs', files(task.inputs)],
    ['results', files(task.results)],
    ...(task.batchId === null ? [] : ([['batch', <code key="batch">{task.batchId}</code>]] as const)),
    ...(task.apiKeyId === null ? [] : ([['apiKey', <code key="key">{task.apiKeyId}</code>]] as const)),
    ...moment('createdAt', task.createdAt),
    ...moment('startedAt', task.startedAt),
    ...moment('dueAt', task.dueAt),
    ...moment('leaseUntil', task.leaseUntil),
    ...moment('deadlineAt', task.deadlineAt),
    ...moment('calledBackAt', task.calledBackAt),
    ...moment('endedAt', task.endedAt),
    ...moment('deletedAt', task.deletedAt),
    ...moment('erasedAt', task.erasedAt),
  ];
  return (
    <dl className={own.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`fact.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function vendorFact(vendorTaskId: string, t: (key: string) => string): Fact {
  return [
    'vendorTaskId',
    <span key="vendor" className={own.vendorId}>
      <code>{vendorTaskId}</code>
      <CopyButton text={vendorTaskId} label={t('task.copyVendorTaskId')} />
    </span>,
  ];
}
