import { Button } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { LossRow } from './loss-row.tsx';
import classes from './operations-page.module.css';
import { useLosses } from './operations-queries.ts';
import { SectionHead } from './section-head.tsx';

/** What vendors may have charged for although nothing came of it; open ones first. */
export function LossesSection() {
  const { t } = useTranslation('operations');
  const losses = useLosses();
  const items = losses.data?.pages.flatMap((each) => each.items);
  return (
    <section className={classes.section} aria-label={t('section.losses')}>
      <SectionHead
        title={t('section.losses')}
        readAtMs={losses.dataUpdatedAt}
        isReading={losses.isFetching && !losses.isFetchingNextPage}
        onRefresh={() => void losses.refetch()}
      />
      {losses.isPending && <ListSkeleton />}
      {losses.isError && <FailureNote error={losses.error} onRetry={() => void losses.refetch()} />}
      {items?.length === 0 && (
        <div className={page.sheet}>
          <EmptyState icon={IconReceiptOff} title={t('losses.none')} text={t('losses.noneText')} />
        </div>
      )}
      {items && items.length > 0 && (
        <ul className={page.sheet} aria-label={t('section.losses')}>
          {items.map((loss) => (
            <LossRow key={loss.id} loss={loss} />
          ))}
        </ul>
      )}
      {losses.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={losses.isFetchingNextPage}
            onClick={() => void losses.fetchNextPage()}
          >
            {t('losses.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
