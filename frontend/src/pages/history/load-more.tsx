import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './history-page.module.css';
import type { useTaskHistory } from './use-task-history.ts';

/** Reads on when the end of the list comes near; the button does the same for those who do not scroll. */
export function LoadMore({ history }: { readonly history: ReturnType<typeof useTaskHistory> }) {
  const { t } = useTranslation('history');
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = history;
  const endRef = useRef<HTMLDivElement>(null);
  const mayReadOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    const end = endRef.current;
    if (!end || !mayReadOn) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [mayReadOn, fetchNextPage]);

  // At the end everything is here, while long lists are counted only so far.
  const total = history.data?.pages.reduce((sum, page) => sum + page.items.length, 0);
  return (
    <div ref={endRef} className={classes.more}>
      {isFetchNextPageError && <FailureNote error={history.error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && !isFetchNextPageError && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {!hasNextPage && total !== undefined && <p className={classes.hint}>{t('total', { count: total })}</p>}
    </div>
  );
}
