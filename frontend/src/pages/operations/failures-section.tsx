import type { FailureGroup, FailureSpan, Failures } from '@atelier/shared/contracts/operations';
import { NativeSelect } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { formatDateTime, formatNumber } from '../../lib/format.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorMeaning } from '../../ui/error-meaning.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './operations-page.module.css';
import { useFailures } from './operations-queries.ts';
import { SectionHead } from './section-head.tsx';
import { writeFilter } from './task-filter.ts';

const SPANS: readonly FailureSpan[] = ['day', 'week'];

/** What fails, most often first, each with the way to its tasks. */
export function FailuresSection() {
  const { t } = useTranslation('operations');
  const [parameters, setParameters] = useSearchParams();
  const span = parameters.get('span') === 'week' ? 'week' : 'day';
  const failures = useFailures(span);
  return (
    <section className={classes.section} aria-label={t('section.failures')}>
      <SectionHead
        title={t('section.failures')}
        readAtMs={failures.dataUpdatedAt}
        isReading={failures.isFetching}
        onRefresh={() => void failures.refetch()}
      >
        <NativeSelect
          aria-label={t('failures.span')}
          value={span}
          onChange={(event) => setParameters(event.currentTarget.value === 'week' ? { span: 'week' } : {})}
          data={SPANS.map((each) => ({ value: each, label: t(`failures.${each}`) }))}
        />
      </SectionHead>
      {failures.isPending && <ListSkeleton />}
      {failures.isError && <FailureNote error={failures.error} onRetry={() => void failures.refetch()} />}
      {failures.data && <Groups failures={failures.data} isStale={failures.isPlaceholderData} />}
    </section>
  );
}

function Groups({ failures, isStale }: { readonly failures: Failures; readonly isStale: boolean }) {
  const { t } = useTranslation('operations');
  const { groups, isShortened, since } = failures;
  if (groups.length === 0) {
    return (
      <div className={page.sheet}>
        <EmptyState icon={IconMoodCheck} title={t('failures.none')} />
      </div>
    );
  }
  return (
    <>
      {isShortened && (
        <p className={classes.soft}>{t('failures.shortened', { time: formatDateTime(since) })}</p>
      )}
      <ul className={page.sheet} aria-label={t('section.failures')} aria-busy={isStale}>
        {groups.map((group) => (
          <GroupRow key={`${group.errorCode} ${group.provider} ${group.model}`} group={group} />
        ))}
      </ul>
    </>
  );
}

function GroupRow({ group }: { readonly group: FailureGroup }) {
  const { t } = useTranslation('operations');
  const { errorCode, provider, model, count, newest } = group;
  const filter = writeFilter({ status: 'failed', errorCode, provider, model, deleted: true });
  return (
    <li className={`${page.row} ${classes.failure}`}>
      <strong className={classes.count}>{formatNumber(count)}</strong>
      <div className={classes.what}>
        <h3>
          <code>{errorCode}</code>
        </h3>
        <p className={classes.soft}>
          {provider} · {model}
        </p>
        {newest.detail !== null && <p className={classes.detail}>{newest.detail}</p>}
        <p className={classes.soft}>
          {t('failures.newest', { time: formatDateTime(newest.at) })}{' '}
          <Link to={`/operations/tasks/${newest.taskId}`} className={classes.link ?? ''}>
            {newest.taskNo}
          </Link>
        </p>
      </div>
      <div className={classes.failureLinks}>
        <ErrorMeaning code={errorCode} />
        <Link to={`/operations/tasks?${filter}`} className={classes.link ?? ''}>
          {t('failures.tasks', { count })}
        </Link>
      </div>
    </li>
  );
}
