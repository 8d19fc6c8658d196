import { Button } from '@mantine/core';
import { IconFilterOff, IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './operations-page.module.css';
import { useAllTasks } from './operations-queries.ts';
import { SectionHead } from './section-head.tsx';
import { isFiltered, NO_FILTER, readFilter, writeFilter } from './task-filter.ts';
import { TaskFilterForm } from './task-filter-form.tsx';
import { TaskTable } from './task-table.tsx';

/** Everybody's tasks, newest first, narrowed down as the address says. */
export function TasksSection() {
  const { t } = useTranslation('operations');
  const [parameters, setParameters] = useSearchParams();
  const filter = readFilter(parameters);
  const tasks = useAllTasks(filter);
  return (
    <section className={classes.section} aria-label={t('section.tasks')}>
      <SectionHead
        title={t('section.tasks')}
        readAtMs={tasks.dataUpdatedAt}
        isReading={tasks.isFetching && !tasks.isFetchingNextPage}
        onRefresh={() => void tasks.refetch()}
      />
      <TaskFilterForm
        // Another address is another form.
        key={writeFilter(filter).toString()}
        filter={filter}
        onFilter={(wanted) => setParameters(writeFilter(wanted))}
      />
      <Answer query={tasks} waiting={<ListSkeleton />}>
        {({ pages }) => (
          <Found
            pages={pages}
            tasks={tasks}
            isFiltered={isFiltered(filter)}
            onClear={() => setParameters(writeFilter(NO_FILTER))}
          />
        )}
      </Answer>
    </section>
  );
}

interface FoundProps {
  readonly pages: NonNullable<ReturnType<typeof useAllTasks>['data']>['pages'];
  readonly tasks: ReturnType<typeof useAllTasks>;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function Found({ pages, tasks, isFiltered: hasFilter, onClear }: FoundProps) {
  const { t } = useTranslation('operations');
  const found = pages.flatMap((each) => each.tasks);
  const searchedTo = pages.at(-1)?.searchedTo ?? null;
  return (
    <>
      {found.length > 0 ? (
        <div className={page.sheet}>
          <TaskTable tasks={found} />
        </div>
      ) : (
        <div className={page.sheet}>
          {hasFilter ? (
            <EmptyState icon={IconFilterOff} title={t('tasks.noMatch')}>
              <Button variant="default" onClick={onClear}>
                {t('filter.clear')}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState icon={IconListDetails} title={t('tasks.none')} />
          )}
        </div>
      )}
      <div className={classes.more} aria-live="polite">
        {searchedTo !== null && (
          <span className={classes.soft}>{t('tasks.searchedTo', { time: formatDateTime(searchedTo) })}</span>
        )}
        {tasks.hasNextPage && (
          <Button
            variant="default"
            loading={tasks.isFetchingNextPage}
            onClick={() => void tasks.fetchNextPage()}
          >
            {t('tasks.older')}
          </Button>
        )}
      </div>
    </>
  );
}
